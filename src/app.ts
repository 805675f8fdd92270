import { OpenAPIHono } from "@hono/zod-openapi";
import { TrieRouter } from "hono/router/trie-router";
import { proxyRoutes } from "./gateway/proxy";
import { dataRoutes } from "./gateway/routes";
import { authenticate } from "./http/authenticate";
import { limitBody, requireJson } from "./http/body-limit";
import type { AppEnv } from "./http/context";
import { idempotent } from "./http/idempotency";
import { limitKey, shieldKey, tellLimits } from "./http/key-limit";
import { meter } from "./http/meter";
import { onError, onInvalid, onNotFound } from "./http/problems";
import { requestId } from "./http/request-id";
import { apiSecurity } from "./http/security-headers";
import { onceLoaded } from "./kernel/once";
import { RESOURCES } from "./platforms/adapter";

/** Evaluates a part of the application, which then adds its middleware and routes to it. */
type Area = () => Promise<{ mount(app: OpenAPIHono<AppEnv>): void }>;

const api: Area = onceLoaded(() => import("./areas/api"));
const service: Area = onceLoaded(() => import("./areas/service"));
const site: Area = onceLoaded(() => import("./areas/site"));
const people: Area = onceLoaded(() => import("./areas/people"));
const portal: Area = onceLoaded(() => import("./areas/portal"));
const ops: Area = onceLoaded(() => import("./areas/ops"));
const platforms: Area = onceLoaded(() => import("./areas/platforms"));

/** Whose a path is. A route that its own area does not bring along is never found: `test/areas.test.ts`. */
const AREAS: readonly (readonly [path: RegExp, area: Area])[] = [
  [/^\/v1\//, api],
  [/^\/(sandbox|webhooks|\.well-known\/oauth-authorization-server)\//, platforms],
  [/^\/(health|trust|trust\.json|status|status\.json|\.well-known)(\/|$)/, service],
  [/^\/(docs|openapi\.json|policies|schemas|local)?(\/|$)/, site],
  [/^\/(connect|connect\.js|connect\.d\.ts|privacy)(\/|$)/, people],
  [/^\/portal(\/|$)/, portal],
  [/^\/ops(\/|$)/, ops],
];

/** What takes a body; of any other method's nothing is read. */
const WITH_BODY = ["POST", "PUT", "PATCH", "DELETE"];

/** Shops' data, whose routes are there from the start. */
const DATA = new RegExp(`^/v1/connections/[^/]+/(${[...RESOURCES, "proxy"].join("|")})(/|$)`);

export interface App extends OpenAPIHono<AppEnv> {
  /** With the routes of all areas. */
  whole(): Promise<OpenAPIHono<AppEnv>>;
}

/**
 * The whole product as one application. For /v1 the order is: name the request, count it (meter wraps all the rest,
 * so that what is counted is what is answered), shed floods, find out who calls, hold them to their limit, replay
 * repeated POSTs; then the route.
 *
 * Only what reads shops' data is there at once. Each other area is evaluated with the first request for it, since an
 * isolate's first answer waits for all that is evaluated before it (docs/decisions/0019-lazy-areas.md).
 */
export function createApp(): App {
  // The default first tries a router that cannot hold these paths, at each start, and one that takes no routes later.
  const app = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid, router: new TrieRouter() });
  app.onError(onError);
  app.notFound(onNotFound);

  app.use(requestId);
  app.use("/v1/*", apiSecurity, tellLimits, meter, shieldKey, authenticate, limitKey);
  app.on(WITH_BODY, "/v1/*", limitBody, requireJson, idempotent);
  for (const routes of [dataRoutes, proxyRoutes]) app.route("/", routes);

  const mounted = new Set<Area>();
  /** Two first requests may both wait here; a promise is not kept, as one request's may never settle for another. */
  const add = async (area: Area) => {
    const { mount } = await area();
    if (mounted.has(area)) return;
    mounted.add(area);
    mount(app);
  };
  const answer = app.fetch;
  app.fetch = (request, ...rest) => {
    const path = app.getPath(request);
    const area = DATA.test(path) ? undefined : AREAS.find(([below]) => below.test(path))?.[1];
    if (!area || mounted.has(area)) return answer(request, ...rest);
    return add(area).then(() => answer(request, ...rest));
  };
  return Object.assign(app, {
    async whole() {
      for (const [, area] of AREAS) await add(area);
      return app;
    },
  });
}
