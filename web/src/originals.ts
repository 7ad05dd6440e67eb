/** The files as they came, for a marked copy: their bytes as long as there is room, else the browser's handle of them. */

/** So many bytes of all files together are held; 64 MB is the largest single file that is read. */
const ROOM = 128 << 20;

interface Original { file: Blob; held: Promise<Blob | null> | null }
const originals = new Map<string, Original>();

/** Keeps a file under the name that its findings say; one of the same name takes its place. */
export function keep(name: string, file: Blob): void {
  originals.delete(name);
  const full = [...originals.values()].reduce((sum, one) => sum + (one.held ? one.file.size : 0), file.size);
  originals.set(name, { file, held: full <= ROOM ? copied(file) : null });
}

/** Pasted text has no file behind it. */
export const keepText = (name: string, text: string): void => keep(name, new Blob([text]));

/** The file as it came; null where it was not kept, or was moved or changed since. */
export async function original(name: string): Promise<Blob | null> {
  const found = originals.get(name);
  return found ? (await found.held) ?? copied(found.file) : null;
}

/** The bytes of a file as it came; null as with [`original`]. */
export async function bytesOf(name: string): Promise<Uint8Array | null> {
  const blob = await original(name);
  return blob && new Uint8Array(await blob.arrayBuffer());
}

/** A copy that outlives the file on the disk; the browser refuses to read a file that was moved or changed. */
const copied = (file: Blob): Promise<Blob | null> => file.arrayBuffer().then((bytes) => new Blob([bytes]), () => null);
