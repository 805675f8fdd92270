import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

/**
 * What an answer means (introduction/ratelimits, authentication/refresh-token). A 429 comes from the bucket or from
 * the burst limit of one second; both say `Retry-After`. Texts of errors may quote what was sent, and are not repeated.
 */
export function classify({ status, headers }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  if (status === 429)
    return {
      kind: "throttled",
      retryAfter: retryAfterSeconds(headers.get("retry-after"), now) ?? untilEmpty(headers),
    };
  if (status === 401) return { kind: "unauthorized", detail: "HTTP 401" };
  if (status === 403)
    return { kind: "forbidden", detail: "HTTP 403: a scope, or a right of the employee who agreed" };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500 || status === 408) return { kind: "unavailable", detail: `HTTP ${status}` };
  return { kind: "rejected", detail: `HTTP ${status}` };
}

/** Where no wait is told: until the bucket, `92.4/90`, has leaked (`X-LS-API-Drip-Rate` a second) below its size. */
function untilEmpty(headers: Headers): number | null {
  const bucket = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(headers.get("x-ls-api-bucket-level") ?? "");
  const drip = Number(headers.get("x-ls-api-drip-rate"));
  if (!bucket || !(drip > 0)) return null;
  return Math.max(1, Math.ceil((Number(bucket[1]) - Number(bucket[2])) / drip));
}
