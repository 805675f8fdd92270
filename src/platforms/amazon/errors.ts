import { z } from "zod";
import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

const errorsAnswer = z.object({
  errors: z.array(
    z.object({
      code: z.string().optional().catch(undefined),
      message: z.string().optional().catch(undefined),
      details: z.string().optional().catch(undefined),
    }),
  ),
});

/**
 * What an answer of the SP-API means (the models' ErrorList; developer-docs.amazon.com/sp-api/docs/sp-api-errors-faq).
 * A dead token and a missing role are both 403 `Unauthorized`: only the text tells the token apart. Messages may quote
 * what was asked, so the code alone is repeated.
 */
export function classify(response: ApiResponse, now: number): Failure | null {
  const { status } = response;
  if (status >= 200 && status < 300) return null;
  const parsed = errorsAnswer.safeParse(response.body);
  const error = (parsed.success && parsed.data.errors[0]) || {};
  const detail = error.code && /^[A-Za-z0-9_]{1,80}$/.test(error.code) ? error.code : `HTTP ${status}`;
  if (status === 429 || error.code === "QuotaExceeded")
    return { kind: "throttled", retryAfter: waitOf(response.headers, now) };
  const ofToken = /access token/i.test(`${error.message ?? ""} ${error.details ?? ""}`);
  if (status === 401 || (status === 403 && ofToken)) return { kind: "unauthorized", detail };
  if (status === 403) return { kind: "forbidden", detail };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500 || status === 408) return { kind: "unavailable", detail };
  return { kind: "rejected", detail };
}

/**
 * Amazon tells how many requests a second the token bucket gains, though not always
 * (usage-plans-and-rate-limits-in-the-sp-api): the next one is there after its inverse.
 */
function waitOf(headers: Headers, now: number): number | null {
  const told = retryAfterSeconds(headers.get("retry-after"), now);
  if (told !== null) return told;
  const rate = Number(headers.get("x-amzn-ratelimit-limit"));
  return Number.isFinite(rate) && rate > 0 ? Math.ceil(1 / rate) : null;
}
