/** The memory of a worker's instance; pages are 64 KiB. The first size is above what the module declares for its data and stack. */
const FIRST = 64;

/** `limit` in MiB. */
export const memory = (limit: number): WebAssembly.Memory => new WebAssembly.Memory({ initial: FIRST, maximum: limit * 16 });
