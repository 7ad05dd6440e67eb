/** The one state object. Everything on screen is a function of it. */
import type { Pending, Progress } from "./importing/types";
import type { Target } from "./jump";
import type { Looked } from "./own/types";
import type { Opening } from "./project/types";
import type { Severity, Window } from "./types";
import type { View } from "./worker/protocol";

export type Screen = "overview" | "entry" | "indicators" | "findings" | "cohort" | "conventions" | "print" | "schemes" | "preview";
export type Panel = { kind: "indicator"; no: string } | { kind: "total" } | null;
/** What the page has to say, until the next message or until it is put away. */
export interface Message { text: string; grave: boolean }

export interface Page {
  view: View | null;
  screen: Screen;
  /** The unit on screen, where a workbook holds several. */
  unit: string | null;
  panel: Panel;
  message: Message | null;
  /** What is being read, and how far; the signal cancels it. */
  reading: { name: string; at: Progress; stop: AbortController } | null;
  /** Files that were read and wait to be taken in. */
  pending: Pending | null;
  /** Parts of the preview that a person opened or closed. */
  unfolded: ReadonlyMap<string, boolean>;
  /** Results that the last change moved: marked for two seconds. */
  moved: ReadonlySet<string>;
  /** Time of the last calculation. */
  at: string;
  /** Time of the last save; empty where this project was not saved since the page is open. */
  savedAt: string;
  /** A project file that waits for a person's word. */
  opening: Opening | null;
  /** A scheme of one's own that was not opened, with what is wrong in it. */
  faulty: Looked | null;
  /** Who gives points in this sitting. */
  reviewer: string;
  /** Points being typed, by indicator, and why the last try was refused. */
  drafts: Map<string, { text: string; refused: string | null }>;
  grades: ReadonlySet<Severity>;
  search: string;
  /** Findings of which file and sheet (empty: of all), and whether only of those that wait for a reason. */
  filter: { file: string; sheet: string; due: boolean };
  /** The key of the finding that a reason is being typed for. */
  explaining: string | null;
  /** A marked copy is being written. */
  marking: boolean;
  /** Findings shown at most; a button raises it. */
  shown: number;
  form: string | null;
  /** 单位类别 that 汇总定等 shows; null is all. */
  category: string | null;
  /** The sheet that is filled; null is the first that people judge. */
  sheet: string | null;
  /** Rows that are being typed and were not taken in yet. */
  draft: { sheet: string; rows: string[][] } | null;
  /** The rows of loaded tables that are on screen, where they are not the first. */
  windows: Window[];
  /** The cell that a finding led to. */
  target: Target | null;
  /** The first typed row on screen. */
  from: number;
  /** Smaller type, where that saves a page. */
  dense: boolean;
}

export const page: Page = {
  view: null, screen: "overview", unit: null, panel: null, message: null, reading: null, pending: null, unfolded: new Map(), moved: new Set(), at: "", savedAt: "", opening: null, faulty: null,
  reviewer: "", drafts: new Map(), grades: new Set<Severity>(["must", "explain"]), search: "", filter: { file: "", sheet: "", due: false }, explaining: null, marking: false, windows: [], target: null, shown: 200, form: null, category: null, sheet: null, draft: null, from: 0, dense: true,
};

let repaint: () => void = () => {};
let due = false;

/** Paints at most once a frame, however many changes come. */
export function onChange(paint: () => void): void {
  repaint = paint;
}

export function change(patch: Partial<Page>): void {
  Object.assign(page, patch);
  if (due) return;
  due = true;
  requestAnimationFrame(() => { due = false; repaint(); });
}

export const say = (text: string, grave = false): void => change({ message: { text, grave } });
