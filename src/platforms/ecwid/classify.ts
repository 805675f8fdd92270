import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

/** "Errors" of the API documentation; 429 and its `Retry-After` from the vendor's Java client. */
export function classify({ status, headers }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  const detail = `HTTP ${status}`;
  switch (status) {
    case 401:
      return { kind: "unauthorized", detail };
    case 402:
      return { kind: "forbidden", detail: "HTTP 402: the store's plan has no access to the API" };
    case 403:
      return { kind: "forbidden", detail };
    case 404:
      return { kind: "not_found" };
    case 429:
      return { kind: "throttled", retryAfter: retryAfterSeconds(headers.get("retry-after"), now) };
    default:
      return status >= 500 ? { kind: "unavailable", detail } : { kind: "rejected", detail };
  }
}
