// The core's types, as the build made them from the Rust ones.
export type * from "bangfu";
