import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

/** docs/rate_limiting: `Retry-After` is an HTTP date. No error body is documented but that one; none is repeated. */
export function classify({ status, headers }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  if (status === 429)
    return { kind: "throttled", retryAfter: retryAfterSeconds(headers.get("retry-after"), now) };
  if (status === 401) return { kind: "unauthorized", detail: "HTTP 401" };
  if (status === 403) return { kind: "forbidden", detail: "HTTP 403: a scope is missing" };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500 || status === 408) return { kind: "unavailable", detail: `HTTP ${status}` };
  return { kind: "rejected", detail: `HTTP ${status}` };
}
