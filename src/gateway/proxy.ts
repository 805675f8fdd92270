import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv } from "../http/context";
import { operation } from "../http/meter";
import { bearer, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock } from "../kernel/clock";
import { invalid } from "../kernel/problem";
import { PlatformFailure } from "../platforms/adapter";
import { noAnswer } from "../platforms/answer";
import { retryAfterSeconds } from "../platforms/retry-after";
import { type LeasedCall, onceRenewed } from "./call";
import { failureProblem } from "./failures";
import { fenced } from "./fence";

const TIMEOUT_MS = 30_000;
/** Where the path begins in `/v1/connections/{id}/proxy/{path}`. */
const PATH_SEGMENT = 5;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/** What of the platform's answer goes on to the caller; cookies and the like do not. */
const ANSWER_HEADERS = ["content-type", "content-language", "etag", "last-modified", "link", "location"];

/**
 * A raw call with the stored credentials: the platform's own answer, streamed as it comes, whatever its status.
 * Only the credentials' refusal and an unreachable platform become problems of ours.
 */
async function proxy(c: Context<AppEnv>): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const url = new URL(c.req.url);
  // Cut by its place, not by the id's length: the id may stand there in another spelling (`%63onn_…`).
  const path = url.pathname.split("/").slice(PATH_SEGMENT).join("/");
  const body = ["GET", "HEAD"].includes(c.req.method) ? null : await c.req.arrayBuffer();
  const began = Date.now();
  const { trace } = c.get("call");
  try {
    const response = await onceRenewed(c, id, async (call) => {
      trace.calls += 1;
      const answer = await reached(call, await request(c, call, path, url.search, body));
      trace.status = answer.status;
      if (answer.status === 401) {
        await answer.body?.cancel();
        throw new PlatformFailure({ kind: "unauthorized", detail: "HTTP 401" }, 401);
      }
      return answer;
    });
    return passOn(response);
  } catch (error) {
    if (error instanceof PlatformFailure) throw failureProblem(error.failure, error.status, "resource");
    throw error;
  } finally {
    trace.ms += Date.now() - began;
  }
}

/** @throws PlatformFailure when there is no answer. */
async function reached({ reach }: LeasedCall, asked: Request): Promise<Response> {
  try {
    return await reach.fetch(asked);
  } catch (error) {
    throw new PlatformFailure(noAnswer(error), null);
  }
}

async function request(
  c: Context<AppEnv>,
  { lease, adapter, reach, client }: LeasedCall,
  path: string,
  query: string,
  body: ArrayBuffer | null,
): Promise<Request> {
  const target = { mode: lease.mode, shop: lease.account.shop };
  const base = reach.locate(adapter.apiBase(target, lease.account));
  const url = fenced(base, path, query);
  if (!url) throw invalid("path.path", "must stay below the platform's API base");
  const headers = new Headers({
    accept: c.req.header("accept") ?? "application/json",
    "user-agent": "Metristack/1.0",
  });
  const type = c.req.header("content-type");
  if (body && body.byteLength > 0 && type) headers.set("content-type", type);
  const { credentials, account } = lease;
  const { method } = c.req;
  await adapter.authorise({ method, url, headers, credentials, client, account, target, now: clock.now() });
  return new Request(url, {
    method,
    headers,
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body && body.byteLength > 0 && { body }),
  });
}

function passOn(response: Response): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  for (const name of ANSWER_HEADERS) {
    const value = response.headers.get(name);
    if (value) headers.set(name, value);
  }
  const wait = retryAfterSeconds(response.headers.get("retry-after"), clock.now());
  if (wait !== null) headers.set("retry-after", String(wait));
  return new Response(response.body, { status: response.status, headers });
}

export const proxyRoutes = router();
proxyRoutes.on(METHODS, "/v1/connections/:id/proxy/*", operation("proxy.call", "proxy"), proxy);

const description =
  "The path is taken below the platform's API base and cannot leave it. With an `Idempotency-Key`, a repeated POST is not sent again: it is answered with the first one's status and an empty body, since a platform's answer is never kept.";
const answer = {
  description: "The platform's own answer",
  content: { "application/json": { schema: z.unknown() } },
};
const params = z.object({ id: z.string(), path: z.string() });
for (const method of ["get", "post", "put", "patch", "delete"] as const) {
  proxyRoutes.openAPIRegistry.registerPath({
    method,
    path: "/v1/connections/{id}/proxy/{path}",
    operationId: `${method}Proxy`,
    summary: `Call the platform itself (${method.toUpperCase()})`,
    description,
    tags: ["Retail data"],
    security: bearer,
    request: { params },
    responses: { 200: answer, ...problemResponses(401, 403, 404, 409, 413, 422, 429, 502, 504) },
  });
}
