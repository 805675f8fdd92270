import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

/**
 * What an answer of Etsy's means (developers.etsy.com/documentation/essentials/{requests,rate-limits}). Errors are one
 * sentence each, without a code, and may quote what was asked: the status alone is repeated.
 */
export function classify({ status, headers }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  const detail = `HTTP ${status}`;
  if (status === 429)
    return { kind: "throttled", retryAfter: retryAfterSeconds(headers.get("retry-after"), now) };
  if (status === 401) return { kind: "unauthorized", detail };
  if (status === 403) return { kind: "forbidden", detail };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500 || status === 408) return { kind: "unavailable", detail };
  return { kind: "rejected", detail };
}
