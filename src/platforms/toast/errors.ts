import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

/** devguide apiResponsesAndErrors, apiRateLimiting: `X-Toast-RateLimit-Reset` is an epoch. No error body is repeated. */
export function classify({ status, headers }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  if (status === 429) {
    const wait = headers.get("retry-after") ?? headers.get("x-toast-ratelimit-reset");
    return { kind: "throttled", retryAfter: retryAfterSeconds(wait, now) };
  }
  if (status === 401) return { kind: "unauthorized", detail: "HTTP 401" };
  if (status === 403) return { kind: "forbidden", detail: "HTTP 403: a scope is missing" };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500 || status === 408) return { kind: "unavailable", detail: `HTTP ${status}` };
  return { kind: "rejected", detail: `HTTP ${status}` };
}
