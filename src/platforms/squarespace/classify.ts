import { z } from "zod";
import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

const errorAnswer = z.object({
  type: z.string().nullish().catch(null),
  subtype: z.string().nullish().catch(null),
});

/** After the rate limit comes a minute of 429, as the documents alone tell (rate-limits): no header does. */
const COOL_DOWN_SECONDS = 60;

/** `{type, subtype, message, details, contextId}`: the message may quote what was sent, the types are words. */
export function classify(response: ApiResponse, now: number): Failure | null {
  const { status, headers } = response;
  if (status >= 200 && status < 300) return null;
  const detail = describe(response);
  switch (status) {
    case 401:
      return { kind: "unauthorized", detail };
    case 403:
      return { kind: "forbidden", detail };
    case 404:
      return { kind: "not_found" };
    case 429:
      return {
        kind: "throttled",
        retryAfter: retryAfterSeconds(headers.get("retry-after"), now) ?? COOL_DOWN_SECONDS,
      };
    default:
      return status >= 500 ? { kind: "unavailable", detail } : { kind: "rejected", detail };
  }
}

function describe({ status, body }: ApiResponse): string {
  const answer = errorAnswer.safeParse(body);
  const words = answer.success ? [answer.data.type, answer.data.subtype] : [];
  const told = words.filter((word) => word && /^[A-Z0-9_]{1,60}$/.test(word));
  return [`HTTP ${status}`, ...told].join(" ");
}
