import type { Target } from "../adapter";

/** The version every call names: current, and the one the vendor's SDK of 2026-09 (square 46.0.0) is generated for. */
export const SQUARE_VERSION = "2026-09-16";

/** Two worlds with clients, tokens and data of their own (the OpenAPI's servers "production" and "sandbox"). */
export function hostOf(target: Pick<Target, "mode">): string {
  return target.mode === "live" ? "https://connect.squareup.com" : "https://connect.squareupsandbox.com";
}
