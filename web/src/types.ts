/** What crosses from the engine to the page: the serde twins of `crate/core/src/report.rs` and `crate/wasm`.
 *  Every number is a string that is ready to show; nothing here is computed with. */
import type { Mapping, Review } from "./importing/types";
import type { Folder } from "./own/types";

/** 条款, its `id` the words cited; or 本地口径, `says` its question and the answer in force. */
export interface Basis { kind: "clause" | "convention"; id: string; says: string }
/** A cap that was looked at: `after` differs from `before` where it bit. */
export interface Cap { before: string; after: string; clause: string }
export interface RowRef { file: string; sheet: string; row: number }
export interface Fact { name: string; value: string; unit: string }
export type Range = [string, string];
export type IndicatorState = "known" | "missing" | "not_applicable" | "pending" | "undetermined";

/** One 考核指标 of a unit. */
export interface Indicator {
  no: string; group: string; name: string;
  max: string | null; raw: string | null; score: string | null; range: Range | null; rating: string | null;
  state: IndicatorState;
  overridden: { computed: string | null; by: string; reason: string } | null;
  facts: Fact[]; caps: Cap[]; basis: Basis[];
  /** How many rows counted and were refused; the explanation holds the rows. */
  counted: number; refused: number;
  notes: string[];
  /** Conventions that would have to answer first. */
  gaps: string[];
  /** A person gives the points. */
  judged: boolean;
  /** 分项, which may have parts again. */
  parts?: Part[];
}
/** A part of an indicator: `no` is what a person's points for it are given under. */
export interface Part extends Pick<Indicator, "no" | "name" | "max" | "score" | "range" | "rating" | "state" | "overridden" | "judged" | "parts"> {}

/** 扣减 of a content or of the total: what it is for and what that adds, which is below zero. */
export interface Less { lines: { says: string; adds: string | null }[]; points: string | null; range: Range | null; state: IndicatorState; facts: Fact[]; refused: (RowRef & { why: string })[]; basis: Basis[] }

/** One 考核内容 with its subtotal. */
export interface Group {
  name: string; max: string | null; raw: string | null; score: string | null; range: Range | null; bonus: boolean; caps: Cap[]; less?: Less;
  /** The level of its mean, where the track rates. */
  rating: string | null;
  /** The level that it was given as a whole. */
  tick: string | null;
}
export interface Sensitive { convention: string; value: string; says: string; tier: string | null }
/** A condition of the tier named. */
export interface Need { tier: string; condition: string; state: "met" | "unmet" | "open"; says: string }
export interface Ceiling extends RowRef { says: string; clause: string }
export interface Open { count: number; points: string; to_line: string | null; says: string }
export interface Tier {
  name: string | null; why: string;
  /** What the tier is decided by: the total, or the mean of levels where the track rates. */
  score: string | null; range: Range | null;
  line: string | null; distance: string | null;
  /** Conventions that would have to answer first. */
  undetermined: string[]; sensitive: Sensitive[]; needs: Need[]; ceilings: Ceiling[]; open: Open | null; notes: string[]; basis: Basis[];
}
/** A 分项 that the total weighs; `nothing` is not known yet. */
export interface Component { name: string; weight: string; score: string | null; range: Range | null; from: "given" | "computed" | "nothing" }
/** A 考评表 with one tick a row; `open` rows have none, `void` rows have several. */
export interface TickForm { name: string; place: string; score: string | null; range: Range | null; counted: number; open: string[]; skipped: string[]; void: string[] }
export interface Unit {
  unit: string; category: string | null;
  components: Component[]; tables: TickForm[];
  indicators: Indicator[]; groups: Group[];
  base: string | null; bonus: string | null; total: string | null; range: Range | null; less?: Less;
  tier: Tier;
  /** Single changes that would bring points. */
  advice: Advice[];
}
/** `tier` is reached by this change alone. */
export interface Advice { no: string; says: string; rows: number; sheets: string[]; points: string; tier: string | null; basis: Basis[] }
export type Severity = "must" | "explain" | "note";
export interface Finding { file: string; sheet: string; cell: string | null; also: string[]; severity: Severity; old: string | null; new: string | null; why: string; mend: string }
/** What a person says to a finding; it is told by what the finding says, where. */
export interface Reason { file: string; sheet: string; cell: string | null; old: string | null; why: string; by: string; reason: string }
export interface Report { scheme: string; track: string; year: number; as_of: string; units: Unit[]; findings: Finding[] }

/** A ledger row as a person sees it. */
export interface RowView extends RowRef { cells: [head: string, value: string][]; worth: string | null; why: string | null }
export interface Line { depth: number; text: string; value: string | null; basis: Basis[] }
/** 怎么算的: the recorded steps of one indicator. */
export interface Explanation {
  no: string; name: string; group: string; clause: string; lines: Line[];
  counted: RowView[]; refused: RowView[];
  /** `rows` are the first of `total`. */
  evidence: { sheet: string; total: number; rows: RowView[] }[];
}

/** `value` is the answer in force, null when it is switched off; `files` give it, or disagree about it while `from` is the default. */
export interface ConventionView {
  id: string; asks: string; value: string | null; default: string | null; fixed: boolean; why: string; choices: { id: string; says: string }[];
  from: "default" | "page" | "file"; files: string[];
}

/** The sheets of the track and the one that is filled. */
export interface EntryView { sheets: SheetLine[]; open: OpenSheet | null }
/** `judged`: what people judge, and not the unit's own work. */
export interface SheetLine { name: string; judged: boolean; loaded: number; typed: number }
export interface OpenSheet {
  name: string; says: string;
  /** What the findings of typed rows name as their file. */
  file: string;
  columns: Column[]; rows: string[][];
  /** A column that cannot be typed here. */
  without: string | null;
  loaded: LoadedTable[];
}
/** Some rows of a loaded table: `from` rows stand before them; `before` and `behind` are the file's rows to go on with. */
export interface LoadedTable {
  file: string; name: string; heads: [letter: string, head: string][]; total: number; from: number;
  rows: [number: number, cells: string[]][]; before: number | null; behind: number | null; last: number;
}
/** Asks for rows of a loaded table: those around a row of the file. */
export interface Window { file: string; name: string; row: number }
export interface Column { head: string; letter: string; required: boolean; number: boolean; options: string[]; likely: [word: string, says: string][]; example: string }

/** A standard form, filled: flat rows, cells of one column with the same `group` are one merged cell. */
export interface FormModel {
  id: string; title: string; subtitle: string; sample: boolean; head: [string, string][];
  columns: { head: string; over: string | null; width: number; align: "left" | "center" | "right" }[];
  rows: { cells: FormCell[] }[];
  notes: string[]; sign: string[]; seal: string; foot: string;
}
export interface FormCell { text: string; group: string | null; strong: boolean }

/** 汇总定等: every unit ranked and tiered together. */
export interface Cohort {
  population: { category: string | null; units: number }[];
  cuts: Cut[];
  /** The best first within each population. */
  units: Placed[];
  overruns: { category: string | null; tier: string; places: number; given: number }[];
  /** `asks`: the question that the convention answers. */
  sensitive: { convention: string; asks: string | null; value: string; says: string; changed: number }[];
  findings: Finding[];
}
/** Where a tier ends: at a score (`line`), or at a share of the units (`share`), which is `places` counted from the top. */
export interface Cut { category: string | null; tier: string; line: string; share: string | null; places: number | null; given: number;
  /** What the tier asks for, where that is more than a share or a line. */
  says?: string }
export interface Placed { unit: string; category: string | null; score: string | null; rank: number | null; tier: string | null; why: string; ceiling: string | null; tie: boolean;
  place: "ranked" | "waiting" | "held" | "apart";
  /** The best and the worst rank that it can still have, while `rank` is open. */
  ranks?: [number, number];
  /** Tiers whose cut it reaches, whether or not it gets them. */
  above: string[] }

/** A scheme that can be chosen, with its tracks. */
export interface Listed { id: string; title: string; issued: string; year: number; version: string; own?: boolean; tracks: { id: string; title: string }[] }
export interface Choice { scheme: string; track: string; title: string; track_name: string }

/** Rows = used + refused; totals, samples and blanks are ignored. */
export interface RowCounts { name: string; rows: number; used: number; refused: number; ignored: number }
export interface LoadedFile extends RowCounts { sheets: (RowCounts & { read_as: string | null; left_out: boolean })[] }
/** The project beside its results. */
export interface State {
  scheme: string; track: string; title: string; track_name: string; issued: string; version: string;
  /** 自己的方案: not built in. */
  own: boolean;
  /** From the best down. */
  tiers: string[];
  /** Slips of the document itself that a reader should know. */
  slips: string[];
  year: number; as_of: string; as_of_assumed: boolean;
  units: string[]; files: LoadedFile[];
  sample: boolean; can_sample: boolean; unit_needed: boolean;
  can_undo: boolean; can_redo: boolean; undo_label: string | null; redo_label: string | null; revision: number;
  /** How many times it was saved, whether something is here that no saved file holds, and why it can only be looked at. */
  saved: number; unsaved: boolean; read_only: string | null;
  forms: { id: string; title: string }[];
  reasons: Reason[];
  /** What the findings of typed rows name as their file. */
  typed_file: string;
  /** Levels to choose from, best first, where the track rates; empty where it gives points. */
  levels: string[];
  /** What the figure is called that a unit alone comes to. */
  sum: string;
  /** A content can be rated as a whole beside its rows. */
  content_ticks: boolean;
  /** Only all units together can be tiered. */
  cohort_only: boolean;
  /** A scheme and track that fit the loaded sheets better. */
  better: Choice | null;
  /** Typed points whose facts are others now. */
  review: Review[];
  /** Assignments of columns that are remembered. */
  mappings: Mapping[];
}

/** One change of the project: an entry of the edit log. */
export type Edit =
  | { kind: "assess"; unit: string; no: string; points: string | null; by: string; reason: string }
  | { kind: "convention"; id: string; value: string | null }
  | { kind: "own"; folder: Folder }
  | { kind: "track"; scheme: string; track: string }
  | { kind: "year"; year: number }
  | { kind: "as_of"; date: string }
  | { kind: "unit"; name: string }
  | { kind: "keep"; unit: string; no: string }
  | { kind: "forget"; heads: string[] }
  | { kind: "reason"; file: string; sheet: string; cell: string | null; old: string | null; why: string; by: string; reason: string | null }
  | { kind: "clear" };
