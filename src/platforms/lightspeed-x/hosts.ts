import type { Target } from "../adapter";

/** Dated versions come each quarter and live a year (docs/versioning-strategy); this is the spec the file was written by. */
export const X_VERSION = "2026-07";

/** One DNS label: what stands before `.retail.lightspeed.app`. Nothing else may come into a host (RFC 9700 §4.11). */
export function domainPrefix(text: string | null | undefined): string | null {
  const prefix = (text ?? "").trim().toLowerCase();
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(prefix) ? prefix : null;
}

/** Each retailer's own host; before the callback has named it, the shared one, to which nothing is sent. */
export function hostOf({ shop }: Pick<Target, "shop">): string {
  return `https://${domainPrefix(shop) ?? "secure"}.retail.lightspeed.app`;
}
