import { z } from "zod";
import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

/** `{message, details: {applicationError: {code, description}}}`; the texts may quote what was sent. */
const problem = z.object({
  details: z.object({ applicationError: z.object({ code: z.string().regex(/^[A-Z0-9_]{1,64}$/) }) }),
});

/** What an answer means (dev.wix.com, "About errors"). Only the status and Wix's own code are repeated. */
export function classify({ status, headers, body }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  const code = problem.safeParse(body).data?.details.applicationError.code;
  const detail = code ? `HTTP ${status} ${code}` : `HTTP ${status}`;
  switch (status) {
    case 401:
      return { kind: "unauthorized", detail };
    case 403:
      return { kind: "forbidden", detail };
    case 404:
      return { kind: "not_found" };
    case 429:
      return { kind: "throttled", retryAfter: retryAfterSeconds(headers.get("retry-after"), now) };
    default:
      return status >= 500 ? { kind: "unavailable", detail } : { kind: "rejected", detail };
  }
}
