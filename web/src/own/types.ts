/** What crosses from the engine to the page about a scheme of one's own: the serde twins of `crate/core/src/scheme/folder.rs`. */

/** The texts of a scheme folder; the page only hands them on. */
export interface Folder { name?: string; scheme: string; conventions?: string; forms?: string; ledger?: string; shared?: string }
/** One thing wrong in a rule file; line and column are counted from 1. */
export interface Fault { file: string; line: number; column: number; why: string; mend: string }
/** A folder looked over: the first of its `count` faults. Without one it can be used. */
export interface Looked { folder: Folder; id: string; title: string; version: string; faults: Fault[]; count: number }
