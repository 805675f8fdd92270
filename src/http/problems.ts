import { z } from "@hono/zod-openapi";
import type { Context, ErrorHandler, NotFoundHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { once } from "../kernel/once";
import { type FieldError, notFound, PROBLEMS, Problem } from "../kernel/problem";
import { told } from "../kernel/told";
import type { AppEnv } from "./context";

export const problemSchema = once(() =>
  z
    .object({
      type: z.string().openapi({ example: "https://metristack.com/problems/not_found" }),
      title: z.string(),
      status: z.number().int(),
      detail: z.string(),
      code: z.enum(Object.keys(PROBLEMS) as [keyof typeof PROBLEMS, ...(keyof typeof PROBLEMS)[]]),
      request_id: z.string(),
      errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    })
    .openapi("Problem", { description: "RFC 9457 problem details with a stable `code`" }),
);

const DESCRIPTIONS: Record<number, string> = {
  400: "It cannot be parsed",
  401: "Without a key, or with one that is not in force",
  403: "The key lacks a scope",
  404: "Unknown, or someone else's",
  409: "The object is in another state",
  410: "It has expired",
  413: "The body is over 1 MiB",
  422: "It parses, but does not fit",
  429: "A limit is reached, ours or the platform's; see Retry-After",
  500: "Something failed on our side",
  502: "The platform answered with an error",
  504: "The platform did not answer in time",
};

/** The problem answers of a route, for its OpenAPI description. */
export function problemResponses<S extends number>(...statuses: S[]) {
  const media = {
    get schema() {
      return problemSchema();
    },
  };
  const content = { "application/problem+json": media };
  return Object.fromEntries(
    statuses.map((status) => [status, { description: DESCRIPTIONS[status] ?? "Refused", content }]),
  ) as Record<S, { description: string; content: typeof content }>;
}

/** Answers a problem as RFC 9457 wants it. */
export function answerProblem(c: Context<AppEnv>, problem: Problem): Response {
  c.set("problemCode", problem.code);
  const { errors, retryAfter, members } = problem.extras;
  const body = {
    type: `https://metristack.com/problems/${problem.code}`,
    title: PROBLEMS[problem.code][1],
    status: problem.status,
    detail: problem.detail,
    code: problem.code,
    request_id: c.get("requestId") ?? "",
    ...(errors && { errors }),
    ...members,
  };
  return c.body(JSON.stringify(body), problem.status as ContentfulStatusCode, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    ...(problem.status === 401 && { "www-authenticate": 'Bearer realm="metristack"' }),
  });
}

export const onError: ErrorHandler<AppEnv> = (error, c) => answerProblem(c, asProblem(error));

export const onNotFound: NotFoundHandler<AppEnv> = (c) => answerProblem(c, notFound("page or route"));

/** Everything thrown becomes a problem; what nobody foresaw is `internal`, and its text stays in our own log. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException && error.status < 500) {
    return new Problem("invalid_request", error.message || "The request cannot be parsed.", { status: 400 });
  }
  // A stack begins with the message, which may say too much: only its frames are told.
  const frames =
    error instanceof Error ? (error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? []) : [];
  console.error(["unforeseen:", told(error), ...frames].join("\n"));
  return new Problem("internal", "Something failed on our side. It has been noted under the request id.");
}

interface ValidationTarget {
  target: string;
  success: boolean;
  error?: z.core.$ZodError;
}

/** zod-openapi's hook: what parses but does not fit is 422 with each field at fault. */
export function onInvalid(result: ValidationTarget): void {
  if (!result.success && result.error) throw unfit(result.target, result.error);
}

/** Input that parses but does not fit its schema, with each field at fault. */
export function unfit(target: string, error: z.core.$ZodError): Problem {
  const where = { json: "body", query: "query", param: "path", header: "header" }[target] ?? target;
  const errors: FieldError[] = error.issues.slice(0, 20).map((issue) => ({
    path: [where, ...issue.path.map(String)].join("."),
    message: issue.message,
  }));
  const first = errors[0];
  return new Problem(
    "invalid_request",
    first ? `${first.path}: ${first.message}` : "The request does not fit.",
    { errors },
  );
}
