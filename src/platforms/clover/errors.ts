import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

/**
 * What an answer means. Clover says 401 to a token that is void and to a permission that was not granted alike
 * (docs.clover.com/docs/401-unauthorized), and its bodies are undocumented: their text is never repeated.
 */
export function classify({ status, headers }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  if (status === 429)
    return { kind: "throttled", retryAfter: retryAfterSeconds(headers.get("retry-after"), now) };
  if (status === 401)
    return { kind: "unauthorized", detail: "HTTP 401: the token, or a permission the app lacks" };
  if (status === 403) return { kind: "forbidden", detail: "HTTP 403" };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500 || status === 408) return { kind: "unavailable", detail: `HTTP ${status}` };
  return { kind: "rejected", detail: `HTTP ${status}` };
}
