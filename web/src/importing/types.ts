/** What crosses from the engine to the page about an import: the serde twins of `crate/core/src/edit/{import,preview,diff}.rs`. */
import type { Choice as Offer, Finding } from "../types";

/** Columns that a person assigned, remembered for every sheet with these headers. */
export interface Mapping { heads: string[]; sheet: string | null; columns: Record<string, string | null> }
/** A column under a header; `field` is null where it is not read. */
export interface ColumnSeen { column: number; header: string; field: string | null; mapped: boolean; samples: string[] }
export interface SheetSeen {
  name: string; read_as: string | null; rows: number; used: number; refused: number; ignored: number;
  heads: string[]; columns: ColumnSeen[];
  /** Rows left out on purpose, as ranges with both ends. */
  left: { why: string; rows: [number, number][] }[];
  year: number | null;
}

/** Where a file goes: in the place of the loaded one of its name, of another, or beside all. */
export type Place = "by_name" | "beside" | { instead: string };
export interface FileChoice { skip: boolean; without: string[]; place: Place }
export interface ImportChoice { files: FileChoice[]; mappings: Mapping[] }

/** A row that came (`was` is null), went (`row` is null) or changed; column, old and new text. */
export interface Changed { was: number | null; row: number | null; cells: [column: string, old: string, now: string][] }
export interface SheetDiff { sheet: string; same: number; added: number; removed: number; changed: number; columns_added: string[]; columns_removed: string[]; rows: Changed[] }
export interface Older { name: string; same_name: boolean; replaced: boolean; sheets: SheetDiff[] }
export interface FilePreview {
  name: string; goes_by: string; usable: boolean; sheets: SheetSeen[];
  /** 必须修改, 可说明后通过, 已处理. */
  counts: [number, number, number];
  findings: Finding[]; older: Older | null;
}
type Change = [old: string, now: string];
export interface UnitChange { unit: string; total: Change; tier: Change; indicators: [no: string, name: string, old: string, now: string][] }
/** Typed points whose facts are others now. */
export interface Review { unit: string; no: string; then: string; now: string }
export interface SheetFields { name: string; used: boolean; fields: string[] }
/** What an import would do. */
export interface Preview {
  files: FilePreview[]; usable: boolean; units: UnitChange[]; review: Review[];
  year: number; other_year: number | null; better: Offer | null; sheets: SheetFields[];
}

/** A file that was read and waits to be taken in; it is read again where a column is assigned. */
export interface PendingFile { name: string; file: File | null; text: string | null; batch: Uint8Array }
export interface Pending {
  files: PendingFile[];
  choices: FileChoice[];
  /** Assigned in this preview. */
  mappings: Mapping[];
  /** What it would do, as things stand. */
  preview: Preview | null;
}
/** How far the reading of a file is. */
export interface Progress { sheet: string; row: number; permille: number | null; checking: boolean }
