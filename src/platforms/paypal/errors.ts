import { z } from "zod";
import { type ApiResponse, type Failure, PlatformFailure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

const errorAnswer = z.object({
  name: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  details: z
    .array(z.object({ issue: z.string().optional(), field: z.string().optional() }))
    .optional()
    .catch(undefined),
});

/** More than 10,000 transactions in a window: PayPal then answers none of them. */
const TOO_LARGE = "RESULTSET_TOO_LARGE";

/** What an answer of PayPal's means (OpenAPI `error_*`). `message` and `value` may quote what was sent: names alone are repeated. */
export function classify(response: ApiResponse, now: number): Failure | null {
  const { status } = response;
  if (status >= 200 && status < 300) return null;
  const parsed = errorAnswer.safeParse(response.body);
  const detail = describe(parsed.success ? parsed.data : {}, status);
  if (status === 429) {
    return { kind: "throttled", retryAfter: retryAfterSeconds(response.headers.get("retry-after"), now) };
  }
  if (status === 401) return { kind: "unauthorized", detail };
  if (status === 403) return { kind: "forbidden", detail };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500) return { kind: "unavailable", detail };
  return { kind: "rejected", detail };
}

function describe({ name, error, details }: Partial<z.infer<typeof errorAnswer>>, status: number): string {
  const issues = (details ?? []).map(({ issue }) => issue);
  const words = [name ?? error, ...issues].filter((word): word is string =>
    /^[A-Za-z_]{1,80}$/.test(word ?? ""),
  );
  return words.length > 0 ? words.slice(0, 3).join("/") : `HTTP ${status}`;
}

export function isTooLarge(error: unknown): boolean {
  return (
    error instanceof PlatformFailure &&
    error.failure.kind === "rejected" &&
    error.failure.detail.split("/").includes(TOO_LARGE)
  );
}
