import { z } from "zod";
import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

const errorAnswer = z.object({ code: z.string() });

/**
 * What a shop's refusal means (woocommerce-rest-api-docs, "Errors"). WooCommerce has no limit of its own: a 429 comes
 * from the host or a firewall. An error's `message` may quote what was sent; only its code is repeated.
 */
export function classify({ status, headers, body }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  const detail = describe(body, status);
  if (status === 429)
    return { kind: "throttled", retryAfter: retryAfterSeconds(headers.get("retry-after"), now) };
  if (status === 401) return { kind: "unauthorized", detail };
  if (status === 403) return { kind: "forbidden", detail };
  if (status === 404) return { kind: "not_found" };
  if (status >= 500 || status === 408) return { kind: "unavailable", detail };
  if (status >= 300 && status < 400)
    return { kind: "rejected", detail: "the shop answers at another address: connect it by that one" };
  return { kind: "rejected", detail };
}

function describe(body: unknown, status: number): string {
  const code = errorAnswer.safeParse(body).data?.code;
  return code !== undefined && /^[a-z0-9_-]{1,80}$/.test(code) ? code : `HTTP ${status}`;
}
