import type { Target } from "../adapter";

/** Toast's documents write "toast-api-server" for these; production's is widely known, the sandbox's for partners. */
export function hostOf({ mode }: Target): string {
  return mode === "live" ? "https://ws-api.toasttab.com" : "https://ws-sandbox-api.eng.toasttab.com";
}
