import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

/**
 * What an answer of Jumia's means. Its services write their errors in different forms, which may quote what was sent:
 * the status alone is believed, and repeated.
 */
export function classify({ status, headers }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  const detail = `HTTP ${status}`;
  if (status === 429)
    return { kind: "throttled", retryAfter: retryAfterSeconds(headers.get("retry-after"), now) };
  if (status === 401) return { kind: "unauthorized", detail };
  if (status === 403) {
    return {
      kind: "forbidden",
      detail: `${detail}: the application lacks a role (VC - Order Viewer for orders)`,
    };
  }
  if (status === 404) return { kind: "not_found" };
  if (status >= 500) return { kind: "unavailable", detail };
  return { kind: "rejected", detail };
}
