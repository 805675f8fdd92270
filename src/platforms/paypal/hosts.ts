import type { Target } from "../adapter";

export function apiHostOf({ mode }: Pick<Target, "mode">): string {
  return mode === "live" ? "https://api-m.paypal.com" : "https://api-m.sandbox.paypal.com";
}
