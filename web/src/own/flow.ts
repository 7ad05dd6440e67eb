/** 自己的方案: the files of a scheme folder are looked over and taken in as an edit; with one mistake in them nothing changes. */
import { show } from "../act";
import { Refusal } from "../bridge";
import { change, page, say } from "../page";
import { look } from "./look";
import type { Looked } from "./types";

/** What a scheme folder holds beside its rules: texts that are no ledgers. */
const BESIDE = /\.(?:toml|txt|md)$/i;

/** The files of a scheme folder among others, and those that are none of it. */
export function sorted(files: File[]): { scheme: File[]; others: File[] } {
  const scheme = files.filter(({ name }) => /\.toml$/i.test(name));
  return { scheme, others: scheme.length ? files.filter(({ name }) => !BESIDE.test(name)) : files };
}

/** Whether it was opened. */
export async function openScheme(files: File[]): Promise<boolean> {
  change({ message: null, faulty: null });
  try {
    const looked = await look(files);
    if (looked.count > 0) return refuse(looked), false;
    return await takeIn(looked);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message, true);
    return false;
  }
}

function refuse(looked: Looked): void {
  change({ faulty: looked, screen: "schemes", panel: null });
  void show({ do: "look" });
  requestAnimationFrame(() => requestAnimationFrame(() => { scrollTo(0, 0); document.getElementById("faults-head")?.focus({ preventScroll: true }); }));
}

async function takeIn({ folder, id, title, version }: Looked): Promise<boolean> {
  const before = page.view?.state;
  const refused = await show({ do: "apply", edit: { kind: "own", folder } });
  if (refused) return say(refused, true), false;
  const inForce = before?.own && before.scheme === id;
  if (!inForce) change({ screen: "schemes", panel: null });
  await show({ do: "look" });
  if (!inForce) say(`已打开《${title}》（自己的方案，版本 ${version}）。请在下面选择考核对象。`);
  else if (before.version === version) say(`《${title}》与正在用的一样（版本 ${version}），结果没有变化。`);
  else say(`《${title}》已换成新打开的文本，版本由 ${before.version} 变为 ${version}，结果已按新的核算；可以撤销。`);
  return true;
}
