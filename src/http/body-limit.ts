import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { Problem } from "../kernel/problem";
import type { AppEnv } from "./context";

const MAX_BODY_BYTES = 1_024 * 1_024;

/** Counts what really arrives, whatever Content-Length says. */
export const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw new Problem("payload_too_large", "The body is over 1 MiB.");
  },
});

/** JSON in, JSON out: anything else with a body cannot be parsed. */
export const requireJson = createMiddleware<AppEnv>(async (c, next) => {
  const hasBody = c.req.raw.body !== null && !["GET", "HEAD", "DELETE"].includes(c.req.method);
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (hasBody && type !== "application/json") {
    throw new Problem("invalid_request", "The body must be application/json.", { status: 400 });
  }
  await next();
});
