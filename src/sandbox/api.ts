import { type Context, Hono, type MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import { sha256 } from "../kernel/digest";
import { product, productIndex } from "./catalogue";
import { FAULT, faults } from "./faults";
import { BadParameter, listPage, type Source } from "./listing";
import { order, orderIndex } from "./orders";
import { shopRecord } from "./places";
import type { SandboxScope } from "./scopes";
import type { Shop } from "./shop";
import { findShop } from "./shops";
import { customers, inventory, locations, orders, products, returns } from "./sources";
import { shopOfToken } from "./tokens";

interface ApiEnv {
  Bindings: Env;
  Variables: { shop: Shop; scopes: ReadonlySet<string> };
}
type ApiContext = Context<ApiEnv>;

/** RFC 6750: who calls, for which shop, and whether the grant is in order. */
const bearer = createMiddleware<ApiEnv>(async (c, next) => {
  const token = /^bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (token === undefined) return unauthorized(c, 'Bearer realm="sandbox"');
  const key = shopOfToken("access", token);
  const shop = key === null ? null : findShop(key);
  if (!shop) return unauthorized(c, 'Bearer realm="sandbox", error="invalid_token"');
  const admission = await c.env.SANDBOX.getByName(shop.key).admit(await sha256(token));
  switch (admission.kind) {
    case "unknown":
      return unauthorized(c, 'Bearer realm="sandbox", error="invalid_token"');
    case "throttled":
      return c.json({ fault: { code: "too_many_calls", text: "Slow down." } }, 429, {
        "retry-after": String(admission.retryAfter),
      });
    case "down":
      return c.json({ fault: { code: "down", text: "The platform is down for a moment." } }, 503);
    case "admitted":
      c.set("shop", shop);
      c.set("scopes", new Set(admission.scope.split(" ")));
      return next();
  }
});

function needs(scope: SandboxScope): MiddlewareHandler<ApiEnv> {
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (c.get("scopes").has(scope)) return next();
    const challenge = `Bearer realm="sandbox", error="insufficient_scope", scope="${scope}"`;
    return c.json({ fault: { code: "not_allowed", text: `The grant lacks ${scope}.` } }, 403, {
      "www-authenticate": challenge,
    });
  });
}

function list<T>(sourceOf: (shop: Shop) => Source<T>) {
  return (c: ApiContext) => {
    try {
      return c.json(listPage(sourceOf(c.get("shop")), new URL(c.req.url).searchParams, [FAULT]));
    } catch (error) {
      if (!(error instanceof BadParameter)) throw error;
      return c.json({ fault: { code: "bad_parameter", text: error.text, field: error.field } }, 400);
    }
  };
}

/** The retail API. Every record is made from the shop's seed at the request; nothing is stored. */
export const apiRoutes = new Hono<ApiEnv>()
  .basePath("/sandbox/api/v1")
  .use(bearer)
  .use(faults)
  .get("/shop", needs("shop:read"), (c) => c.json(shopRecord(c.get("shop"))))
  .get("/locations", needs("locations:read"), list(locations))
  .get("/products", needs("products:read"), list(products))
  .get("/products/:ref", needs("products:read"), (c) => {
    const index = productIndex(c.get("shop"), c.req.param("ref"));
    return index === null ? missing(c) : c.json(product(c.get("shop"), index));
  })
  .get("/orders", needs("orders:read"), list(orders))
  .get("/orders/:ref", needs("orders:read"), (c) => {
    const index = orderIndex(c.get("shop"), c.req.param("ref"));
    return index === null ? missing(c) : c.json(order(c.get("shop"), index));
  })
  .get("/refunds", needs("refunds:read"), list(returns))
  .get("/inventory", needs("inventory:read"), list(inventory))
  .get("/customers", needs("customers:read"), list(customers))
  .all("/*", (c) => missing(c));

function unauthorized(c: ApiContext, challenge: string): Response {
  return c.json({ fault: { code: "not_signed_in", text: "The access token is missing or not good." } }, 401, {
    "www-authenticate": challenge,
  });
}

function missing(c: ApiContext): Response {
  return c.json({ fault: { code: "not_found", text: "There is no such thing." } }, 404);
}
