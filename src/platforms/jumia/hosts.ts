import type { Target } from "../adapter";

/** One host for tokens and data; the staging one for a test. */
export function hostOf({ mode }: Pick<Target, "mode">): string {
  return mode === "live" ? "https://vendor-api.jumia.com" : "https://vendor-api-staging.jumia.com";
}
