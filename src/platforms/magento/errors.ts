import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

/**
 * What a shop's refusal means (commerce-webapi, "Responses"). A missing permission is 401 like a bad token; only the
 * message tells them apart. Magento has no limit for these calls: a 429 comes from the host. Messages may quote what
 * was sent, and are not repeated.
 */
export function classify({ status, headers, body }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  const detail = `HTTP ${status}`;
  if (status === 429)
    return { kind: "throttled", retryAfter: retryAfterSeconds(headers.get("retry-after"), now) };
  if (status === 403 || (status === 401 && isNotPermitted(body))) return { kind: "forbidden", detail };
  if (status === 401) return { kind: "unauthorized", detail };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500 || status === 408) return { kind: "unavailable", detail };
  if (status >= 300 && status < 400)
    return { kind: "rejected", detail: "the shop answers at another address: connect it by that one" };
  return { kind: "rejected", detail };
}

/** How Magento words a missing permission (Magento\Framework\Exception\AuthorizationException). */
function isNotPermitted(body: unknown): boolean {
  const message = (body as { message?: unknown } | null | undefined)?.message;
  return typeof message === "string" && /isn.t authorized to access/.test(message);
}
