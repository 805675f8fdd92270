import { z } from "zod";
import type { ApiResponse, Failure } from "../adapter";
import { retryAfterSeconds } from "../retry-after";

/**
 * What Shopify's refusals mean. HTTP: shopify.dev/docs/api/usage/response-codes. GraphQL answers 200 and says in
 * `errors[].extensions.code` what is wrong, and in `extensions.cost.throttleStatus` how full the bucket is
 * (shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits).
 */

/** Begins the detail of a query that costs more than 1,000 points: see `sized` in graphql.ts. */
export const TOO_COSTLY = "MAX_COST_EXCEEDED";

const errorShape = z.object({
  message: z.string().catch("no message"),
  path: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .catch(undefined),
  extensions: z
    .object({ code: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
export type GraphqlError = z.infer<typeof errorShape>;

const bodyShape = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  // An error of a form we do not know is an error still.
  errors: z.array(errorShape.catch({ message: "no message" })).nullish(),
});

const costShape = z.object({
  cost: z.object({
    requestedQueryCost: z.number(),
    throttleStatus: z.object({
      maximumAvailable: z.number(),
      currentlyAvailable: z.number(),
      restoreRate: z.number().positive(),
    }),
  }),
});

/** The errors of an answer that is good all the same: single fields that were denied. */
export function fieldErrors(body: unknown): GraphqlError[] {
  return bodyShape.safeParse(body).data?.errors ?? [];
}

/** Null for a good answer. */
export function classify(response: ApiResponse, now: number): Failure | null {
  const { status, headers, body } = response;
  const detail = (meaning: string) => `${meaning} (HTTP ${status}${excerpt(body)})`;
  if (status === 401) return { kind: "unauthorized", detail: detail("Shopify did not accept the token") };
  if (status === 403) return { kind: "forbidden", detail: detail("Shopify refuses access") };
  if (status === 404) return { kind: "not_found" };
  if (status === 429)
    return { kind: "throttled", retryAfter: retryAfterSeconds(headers.get("retry-after"), now) };
  if (status >= 500) return { kind: "unavailable", detail: detail("Shopify failed") };
  if (status === 402)
    return { kind: "rejected", detail: detail("the shop is frozen until its owner settles the balance") };
  if (status === 423) return { kind: "rejected", detail: detail("Shopify has locked the shop") };
  if (status === 430)
    return { kind: "rejected", detail: detail("Shopify's security took the request for malicious") };
  if (status >= 400) return { kind: "rejected", detail: detail("Shopify refuses the request") };
  if (status >= 300) return { kind: "unexpected", field: "status", detail: detail("a redirect") };
  return classifyGraphql(body);
}

function classifyGraphql(body: unknown): Failure | null {
  // The proxy also reaches answers that are not GraphQL: what is no object carries no GraphQL error.
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const parsed = bodyShape.safeParse(body);
  if (!parsed.success) return { kind: "rejected", detail: `Shopify tells errors${excerpt(body)}` };
  const { data, errors } = parsed.data;
  const [first, ...others] = errors ?? [];
  return first
    ? classifyErrors(data ?? null, [first, ...others], parsed.data.extensions)
    : userErrors(data ?? {});
}

function classifyErrors(
  data: Record<string, unknown> | null,
  errors: [GraphqlError, ...GraphqlError[]],
  extensions: unknown,
): Failure | null {
  const has = (code: string) => errors.find((error) => codeOf(error) === code);
  if (has("THROTTLED")) return throttled(extensions);
  const costly = has(TOO_COSTLY);
  if (costly) return { kind: "rejected", detail: `${TOO_COSTLY}: ${clip(costly.message)}` };
  if (errors.every((error) => isDeniedField(error, data))) return null;
  const denied = has("ACCESS_DENIED");
  if (denied) return { kind: "forbidden", detail: clip(denied.message) };
  const failed = has("INTERNAL_SERVER_ERROR") ?? has("TIMEOUT");
  if (failed) return { kind: "unavailable", detail: clip(failed.message) };
  const code = codeOf(errors[0]);
  return { kind: "rejected", detail: clip(code ? `${code}: ${errors[0].message}` : errors[0].message) };
}

/**
 * A single field may be denied while the rest of the answer stands: Shopify nulls customer data where the app is
 * not approved for it. That is an answer with a gap, which the readers tell as a warning, not a failure.
 */
function isDeniedField(error: GraphqlError, data: Record<string, unknown> | null): boolean {
  const root = error.path?.[0];
  if (codeOf(error) !== "ACCESS_DENIED" || typeof root !== "string") return false;
  return data !== null && data[root] != null;
}

/** The time the bucket needs to refill to what the query asks; the documented back-off of 1 s where it is not told. */
function throttled(extensions: unknown): Failure {
  const cost = costShape.safeParse(extensions).data?.cost;
  if (!cost) return { kind: "throttled", retryAfter: 1 };
  const { maximumAvailable, currentlyAvailable, restoreRate } = cost.throttleStatus;
  if (cost.requestedQueryCost > maximumAvailable) {
    return { kind: "rejected", detail: `${TOO_COSTLY}: ${cost.requestedQueryCost} points exceed the bucket` };
  }
  const missing = cost.requestedQueryCost - currentlyAvailable;
  return { kind: "throttled", retryAfter: Math.max(1, Math.ceil(missing / restoreRate)) };
}

const mutationShape = z.object({
  userErrors: z.array(z.object({ message: z.string(), code: z.string().nullish() })),
});

/** A mutation answers 200 without `errors` even where it did nothing: its `userErrors` say so. */
function userErrors(data: Record<string, unknown>): Failure | null {
  for (const payload of Object.values(data)) {
    const error = mutationShape.safeParse(payload).data?.userErrors[0];
    if (error)
      return {
        kind: "rejected",
        detail: clip(error.code ? `${error.code}: ${error.message}` : error.message),
      };
  }
  return null;
}

function codeOf(error: GraphqlError): string | null {
  // Older throttling answers carry the message alone.
  return error.extensions?.code ?? (error.message === "Throttled" ? "THROTTLED" : null);
}

/** Outside GraphQL, `errors` is a sentence: `{"errors":"Not Found"}`. */
function excerpt(body: unknown): string {
  const errors = z.object({ errors: z.string() }).safeParse(body).data?.errors;
  return errors ? `: ${clip(errors)}` : "";
}

function clip(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
