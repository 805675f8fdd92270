import type { Limit, Standing } from "./window";

/** A limit that a call ran under, and where it stands after the call. */
export interface LimitUse {
  limit: Limit;
  standing: Standing;
}

/** `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10, Structured Fields of RFC 9651). */
export function rateLimitHeaders(uses: readonly LimitUse[]): [string, string][] {
  if (uses.length === 0) return [];
  return [
    [
      "RateLimit-Policy",
      uses.map(({ limit }) => `"${limit.name}";q=${limit.calls};w=${limit.seconds}`).join(", "),
    ],
    [
      "RateLimit",
      uses
        .map(({ limit, standing }) => `"${limit.name}";r=${standing.remaining};t=${standing.resetSeconds}`)
        .join(", "),
    ],
  ];
}
