import type { Limit } from "./window";

/** Our own limits (the platforms' are in their adapters). Told in `RateLimit-Policy` on every answer. */
export const KEY_LIMIT: Limit = { name: "key", calls: 6_000, seconds: 60 };
export const CONNECTION_LIMIT: Limit = { name: "connection", calls: 6_000, seconds: 60 };

/** How many calls an isolate is granted at once, and how long it may hold them. */
export const GRANT_CALLS = 50;
export const GRANT_MS = 2_000;
