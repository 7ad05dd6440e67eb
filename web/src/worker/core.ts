/** The core worker: holds the one project handle, answers one question at a time, in order. */
import { Bangfu, initSync } from "bangfu";
import { memory } from "./memory";
import type { Preview } from "../importing/types";
import type { Folder } from "../own/types";
import type { State } from "../types";
import type { Ask, FromCore, ToCore, View, Want } from "./protocol";

let project: Bangfu;

function carryOut(ask: Ask): { bytes?: Uint8Array; preview?: Preview; texts?: Folder | null } {
  switch (ask.do) {
    case "look": break;
    case "load": project.load_all(ask.batches, ask.choice); break;
    case "preview": return { preview: project.preview(ask.batches, ask.choice) };
    case "sample": project.sample(); break;
    case "save": return { bytes: project.save() };
    case "open": project.open(ask.bytes); break;
    case "apply": project.apply(ask.edit); break;
    case "enter": project.enter(ask.sheet, ask.rows, ask.block); break;
    case "undo": project.undo(); break;
    case "redo": project.redo(); break;
    case "texts": return { texts: project.own_texts() };
    case "template": return { bytes: project.template() };
    case "json": return { bytes: new TextEncoder().encode(project.json()) };
  }
  return {};
}

function view(want: Want): View {
  const state: State = project.state();
  const unit = state.units.find((name) => name === want.unit) ?? state.units[0];
  const form = state.forms.find(({ id }) => id === want.form) ?? state.forms[0];
  const compared = state.units.length > 1 ? want.cohort || state.cohort_only : want.cohort && state.cohort_only;
  return {
    state,
    report: project.report(),
    conventions: want.conventions ? project.conventions() : null,
    schemes: want.schemes ? project.schemes() : null,
    cohort: compared ? project.cohort() : null,
    explanation: unit !== undefined && want.explain !== null ? project.explain(unit, want.explain) : null,
    form: form && want.form !== null ? project.form(unit ?? "", form.id) : null,
    entry: want.sheet !== null ? project.sheets(want.sheet, want.windows) : null,
  };
}

self.onmessage = ({ data }: MessageEvent<ToCore>) => {
  if ("start" in data) {
    initSync({ module: data.start, memory: memory(4096) });
    project = new Bangfu();
    return;
  }
  const answer = (message: FromCore) => self.postMessage(message);
  try {
    const { bytes = null, preview = null, texts = null } = carryOut(data.ask);
    if (data.want) answer({ id: data.id, view: view(data.want), bytes, preview, texts });
  } catch (error) {
    // A trap leaves the instance's memory in an unknown state; a thrown sentence does not.
    const trap = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    answer({ id: data.id, error: error instanceof Error ? error.message : String(error), trap });
  }
};
