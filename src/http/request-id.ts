import { createMiddleware } from "hono/factory";
import { clock } from "../kernel/clock";
import { newId } from "../kernel/ids";
import type { AppEnv } from "./context";

/** Names the request, and stamps the name on its answer. The name is ours: a caller's own is not trusted. */
export const requestId = createMiddleware<AppEnv>(async (c, next) => {
  c.set("requestId", newId("req"));
  c.set("startedAt", clock.now());
  c.set("limits", []);
  c.set("problemCode", null);
  await next();
  c.res.headers.set("X-Request-Id", c.get("requestId")); // not by `c.header`: see `tellLimits`
});
