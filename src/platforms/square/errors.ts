import { z } from "zod";
import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

const errorsAnswer = z.object({
  errors: z.array(
    z.object({
      category: z.string().optional().catch(undefined),
      code: z.string().optional().catch(undefined),
      field: z.string().optional().catch(undefined),
    }),
  ),
});

/** The token was refused: a refresh may help, else the merchant must connect again. */
const TOKEN_CODES = new Set(["UNAUTHORIZED", "ACCESS_TOKEN_EXPIRED", "ACCESS_TOKEN_REVOKED"]);

/** Our own application is the one refused: no merchant could mend that by connecting again. */
const CLIENT_CODES = new Set(["CLIENT_DISABLED", "APPLICATION_DISABLED"]);

/**
 * What an answer of Square's means (developer.squareup.com/docs/build-basics/handling-errors; codes from the SDK's
 * ErrorCode). Square's `detail` may quote what was sent, so only category, code and field name are repeated.
 */
export function classify(response: ApiResponse, now: number): Failure | null {
  const { status } = response;
  if (status >= 200 && status < 300) return null;
  const error = firstError(response.body);
  const code = error.code ?? "";
  const detail = describe(error, status);
  if (status === 429 || code === "RATE_LIMITED") {
    return { kind: "throttled", retryAfter: retryAfterSeconds(response.headers.get("retry-after"), now) };
  }
  if (CLIENT_CODES.has(code)) return { kind: "rejected", detail };
  if (status === 401 || TOKEN_CODES.has(code)) return { kind: "unauthorized", detail };
  if (status === 403) return { kind: "forbidden", detail };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500 || status === 408) return { kind: "unavailable", detail };
  if (code === "INVALID_CURSOR") {
    return { kind: "rejected", detail: `${detail}: the page's cursor has expired; begin again without one` };
  }
  return { kind: "rejected", detail };
}

type SquareError = z.infer<typeof errorsAnswer>["errors"][number];

function firstError(body: unknown): SquareError {
  const parsed = errorsAnswer.safeParse(body);
  // "If multiple errors are returned, the status code matches the first one."
  return (parsed.success && parsed.data.errors[0]) || {};
}

function describe(error: SquareError, status: number): string {
  const enumerated = [error.category, error.code].filter(
    (text): text is string => text !== undefined && /^[A-Z0-9_]{1,80}$/.test(text),
  );
  const field = error.field && /^[A-Za-z0-9_.[\]]{1,120}$/.test(error.field) ? ` at ${error.field}` : "";
  return enumerated.length > 0 ? `${enumerated.join("/")}${field}` : `HTTP ${status}`;
}
