/** What crosses from the engine to the page about a project file: the serde twin of `Told` in `crate/core/src/edit/file/open.rs`. */
export interface Told {
  revision: number; program: string; scheme: string; track: string; year: number; units: string[]; steps: number;
  /** Sentences that a person should read. */
  says: string[];
  /** The damaged parts, in words; what is opened is without them. */
  damaged: string[];
  read_only: string | null;
}
export interface ProjectFile { told: Told; bytes: Uint8Array }
/** A project file under its name. */
export interface Opening extends ProjectFile { name: string }
