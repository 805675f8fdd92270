/**
 * What became of an answered call. `withdrawn`: its connection has ended, its answer must not leave. `restricted`: the
 * person objected meanwhile, likewise.
 */
export type Settlement = "settled" | "withdrawn" | "restricted";

/** How an answer came about, as far as that decides whether it may leave. */
export interface CallManner {
  /** Whether it was made under a lease of the connection. */
  leased: boolean;
  /** Whether it holds the platform's own objects. */
  raw: boolean;
}
