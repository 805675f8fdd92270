import { z } from "zod";
import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

const errorAnswer = z.object({
  error: z.object({
    type: z.string().optional().catch(undefined),
    code: z.string().optional().catch(undefined),
    param: z.string().optional().catch(undefined),
  }),
});

/**
 * What an answer of Stripe's means (docs.stripe.com/api/errors, /error-low-level, /rate-limits). Its `message` quotes
 * the key's last letters and what was sent, so only type, code and parameter are repeated.
 */
export function classify(response: ApiResponse, now: number): Failure | null {
  const { status } = response;
  if (status >= 200 && status < 300) return null;
  const error = errorAnswer.safeParse(response.body);
  const detail = describe(error.success ? error.data.error : {}, status);
  if (status === 429) {
    return { kind: "throttled", retryAfter: retryAfterSeconds(response.headers.get("retry-after"), now) };
  }
  if (status === 401) return { kind: "unauthorized", detail };
  if (status === 403) return { kind: "forbidden", detail };
  if (status === 404) return { kind: "not_found" };
  // 409: another request holds the object. 424: something that Stripe itself depends on failed.
  if (status >= 500 || status === 409 || status === 424) return { kind: "unavailable", detail };
  return { kind: "rejected", detail };
}

function describe(
  error: z.infer<typeof errorAnswer>["error"] | Record<string, never>,
  status: number,
): string {
  const named = [error.type, error.code].filter(
    (word): word is string => word !== undefined && /^[a-z0-9_]{1,80}$/.test(word),
  );
  const at = error.param && /^[a-z0-9_.[\]]{1,120}$/.test(error.param) ? ` at ${error.param}` : "";
  return named.length > 0 ? `${named.join("/")}${at}` : `HTTP ${status}`;
}
