import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

/**
 * What an answer means (developer docs "API status codes", "API rate limits"). Error bodies differ between V2 and V3
 * and may quote what was sent: only the status is repeated. 204 is V2's empty list.
 */
export function classify({ status, headers }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  const detail = `HTTP ${status}`;
  switch (status) {
    case 401:
      return { kind: "unauthorized", detail };
    case 403:
      return { kind: "forbidden", detail };
    case 404:
      return { kind: "not_found" };
    case 429:
      return {
        kind: "throttled",
        retryAfter: retryAfterSeconds(headers.get("x-rate-limit-time-reset-ms"), now, "milliseconds"),
      };
    case 423: // locked for a while
      return { kind: "unavailable", detail };
    default:
      return status >= 500 ? { kind: "unavailable", detail } : { kind: "rejected", detail };
  }
}
