import { z } from "zod";
import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

const errorsAnswer = z.object({ errors: z.array(z.object({ code: z.number() })).min(1) });

/** The key has no permission for the method (25) or the resource (26), by WebserviceRequest. */
const NOT_PERMITTED = new Set([25, 26]);

/**
 * What a shop's refusal means (WebserviceRequest::setError). PrestaShop has no limit of its own: a 429 comes from the
 * host. A message may quote what was sent; only its number is repeated.
 */
export function classify({ status, headers, body }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  const code = errorsAnswer.safeParse(body).data?.errors[0]?.code;
  const detail = code === undefined ? `HTTP ${status}` : `PrestaShop error ${code}`;
  if (status === 429)
    return { kind: "throttled", retryAfter: retryAfterSeconds(headers.get("retry-after"), now) };
  // The key is good, and lacks one of the permissions that the steps name: 401 all the same.
  if (code !== undefined && NOT_PERMITTED.has(code)) return { kind: "forbidden", detail };
  if (status === 401) return { kind: "unauthorized", detail };
  if (status === 403) return { kind: "forbidden", detail };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500 || status === 408) return { kind: "unavailable", detail };
  if (status >= 300 && status < 400)
    return { kind: "rejected", detail: "the shop answers at another address: connect it by that one" };
  return { kind: "rejected", detail };
}
