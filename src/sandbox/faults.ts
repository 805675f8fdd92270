import { createMiddleware } from "hono/factory";

/** The name of the header, and of the query parameter, that asks for a fault. */
export const FAULT = "x-sandbox-fault";

const MAX_SLOW_MS = 60_000;
const RETRY_AFTER_SECONDS = 2;

/**
 * Faults on request: `429`, `500`, `503`, `slow:<ms>`, `badjson` (a page instead of JSON, as proxies send it) and
 * `truncated` (the first half of the answer).
 */
export const faults = createMiddleware<{ Bindings: Env }>(async (c, next) => {
  const wish = c.req.header(FAULT) ?? c.req.query(FAULT);
  if (wish === undefined) return next();
  const slow = /^slow:(\d{1,5})$/.exec(wish)?.[1];
  if (slow !== undefined && Number(slow) <= MAX_SLOW_MS) {
    await scheduler.wait(Number(slow));
    return next();
  }
  switch (wish) {
    case "429":
      return c.json({ fault: { code: "too_many_calls", text: "Asked for." } }, 429, {
        "retry-after": String(RETRY_AFTER_SECONDS),
      });
    case "500":
      return c.json({ fault: { code: "crashed", text: "Asked for." } }, 500);
    case "503":
      return c.json({ fault: { code: "down", text: "Asked for." } }, 503);
    case "badjson":
      return c.body("<!doctype html><title>Sandbox</title><p>One moment please.", 200, {
        "content-type": "application/json",
      });
    case "truncated": {
      await next();
      const text = await c.res.text();
      c.res = new Response(text.slice(0, Math.floor(text.length / 2)), {
        status: c.res.status,
        headers: { "content-type": "application/json" },
      });
      return;
    }
    default:
      return c.json({ fault: { code: "bad_parameter", text: "There is no such fault.", field: FAULT } }, 400);
  }
});
