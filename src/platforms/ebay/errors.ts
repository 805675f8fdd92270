import { z } from "zod";
import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

const errorsAnswer = z.object({
  errors: z.array(
    z.object({
      errorId: z.number().optional().catch(undefined),
      domain: z.string().optional().catch(undefined),
    }),
  ),
});

/**
 * What an answer of eBay's REST APIs means (developer.ebay.com/api-docs/static/handling-error-messages.html). Messages
 * may quote what was asked: domain and number alone are repeated.
 */
export function classify(response: ApiResponse, now: number): Failure | null {
  const { status } = response;
  if (status >= 200 && status < 300) return null;
  const parsed = errorsAnswer.safeParse(response.body);
  const error = (parsed.success && parsed.data.errors[0]) || {};
  const domain = error.domain && /^[A-Za-z_]{1,40}$/.test(error.domain) ? `${error.domain} ` : "";
  const detail = error.errorId === undefined ? `HTTP ${status}` : `${domain}${error.errorId}`;
  if (status === 429)
    return { kind: "throttled", retryAfter: retryAfterSeconds(response.headers.get("retry-after"), now) };
  if (status === 401) return { kind: "unauthorized", detail };
  if (status === 403) return { kind: "forbidden", detail };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500 || status === 408) return { kind: "unavailable", detail };
  return { kind: "rejected", detail };
}
