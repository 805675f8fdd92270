import { Hono } from "hono";
import { connectionRoutes } from "../connections/routes";
import type { Owner } from "../connections/store";
import { dataRoutes } from "../gateway/routes";
import type { AppEnv } from "../http/context";
import { limitKey } from "../http/key-limit";
import { meter } from "../http/meter";
import { onError } from "../http/problems";
import { requestId } from "../http/request-id";
import type { Scope } from "../keys/scopes";
import type { Ctx } from "./sessions";

/** Under what an app's calls from the portal are counted, limited and logged: they come with no key. */
export function portalKeyId(appId: string): string {
  return appId.replace("app_", "key_");
}

/**
 * Calls a route of the API on an app's connection, as with a key of the app that has this scope: what it does is
 * limited, counted and logged like any call. Nothing of the member's (address, country) goes into its log line.
 */
export async function throughApi(
  c: Ctx,
  owner: Owner,
  call: { method: "GET" | "DELETE"; path: string; scope: Scope },
): Promise<Response> {
  const api = new Hono<AppEnv>();
  api.onError(onError);
  api.use(
    requestId,
    meter,
    async (inner, next) => {
      const { appId, mode } = owner;
      inner.set("principal", { appId, mode, keyId: portalKeyId(appId), scopes: new Set([call.scope]) });
      await next();
    },
    limitKey,
  );
  const routes: Hono<AppEnv>[] = [connectionRoutes, dataRoutes];
  for (const one of routes) api.route("/", one);
  const request = new Request(new URL(call.path, c.req.url), { method: call.method });
  return api.fetch(request, c.env, c.executionCtx);
}
