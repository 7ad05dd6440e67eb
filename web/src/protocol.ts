// What the page and its workers say to each other.

/** The first message to a worker: the compiled module, which each worker gives its own memory. */
export interface Start {
  module: WebAssembly.Module;
}

/** The core worker's answer to {@link Start}. */
export interface Ready {
  schemes: number;
}
