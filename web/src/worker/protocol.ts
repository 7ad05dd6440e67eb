import type { ImportChoice, Mapping, Preview, Progress } from "../importing/types";
import type { Folder, Looked } from "../own/types";
import type { ProjectFile } from "../project/types";
import type { Cohort, ConventionView, Edit, EntryView, Explanation, Finding, FormModel, Listed, Reason, Report, State, Window } from "../types";

/** What the page may ask of the core worker. `look` only asks for a fresh view. */
export type Ask =
  | { do: "look" }
  /** What taking files in would do; nothing is changed. */
  | { do: "preview"; batches: Uint8Array[]; choice: ImportChoice }
  | { do: "load"; batches: Uint8Array[]; choice: ImportChoice }
  | { do: "sample" }
  /** The project as a file. */
  | { do: "save" }
  /** A project file in the place of everything. */
  | { do: "open"; bytes: Uint8Array }
  | { do: "apply"; edit: Edit }
  /** The rows of a sheet as typed; copied cells are laid over them first. */
  | { do: "enter"; sheet: string; rows: string[][]; block: { row: number; column: number; text: string } | null }
  | { do: "undo" }
  | { do: "redo" }
  /** The texts of the scheme in force, where it is one's own. */
  | { do: "texts" }
  | { do: "template" }
  | { do: "json" };

/** The parts of a view that only some screens need, for one unit (the first where it is not there any more). */
export interface Want {
  unit: string | null;
  conventions: boolean;
  schemes: boolean;
  /** Also given unasked where a unit alone has no tier. */
  cohort: boolean;
  /** An indicator's number. */
  explain: string | null;
  /** A form's id; an empty text stands for the first form. */
  form: string | null;
  /** A sheet's name; an empty text stands for the first that people judge. */
  sheet: string | null;
  /** Which rows of loaded tables are on screen. */
  windows: Window[];
}

/** Everything that the page shows, taken at one revision. */
export interface View {
  state: State;
  report: Report;
  conventions: ConventionView[] | null;
  schemes: Listed[] | null;
  cohort: Cohort | null;
  explanation: Explanation | null;
  form: FormModel | null;
  entry: EntryView | null;
}

/** Without a `want` nothing is answered: changes that are carried out again after a restart. */
export type ToCore = { start: WebAssembly.Module } | { id: number; ask: Ask; want: Want | null };

/** `trap` says that the instance is dead and must be replaced. */
export type FromCore =
  | { id: number; view: View; bytes: Uint8Array | null; preview: Preview | null; texts: Folder | null }
  | { id: number; error: string; trap: boolean };

/** One file, or pasted cells, for a throwaway parse worker; `rules` is the scheme whose sheets and columns it is read by. */
export interface ToParse { module: WebAssembly.Module; name: string; year: number; file: Blob | null; text: string | null; mappings: Mapping[]; rules: Rules }
/** A built-in scheme by its id, or the texts of one's own. */
export type Rules = string | Folder;
/** The files of a scheme folder, by name, for a throwaway worker of the same kind. */
export interface ToLook { look: [name: string, file: Blob][]; module: WebAssembly.Module }
export type FromLook = { looked: Looked } | { error: string; trap: boolean };
/** One file to be marked, for a throwaway worker of the same kind. */
export interface ToMark { mark: string; module: WebAssembly.Module; file: Blob; findings: Finding[]; reasons: Reason[] }
export type FromMark = { said: { name: string; fresh: boolean; cells: number; left: string[] }; copy: Uint8Array } | { error: string; trap: boolean };
/** Progress comes several times a second; a batch, a project file or an error ends it. `refused` is a sentence for the user. */
export type FromParse = { progress: Progress } | { batch: Uint8Array } | { project: ProjectFile } | { error: string; refused: boolean };
