import { Hono } from "hono";
import { configOf } from "../config/config";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { answerPage } from "../http/page";
import { clock } from "../kernel/clock";
import type { Adapter } from "../platforms/adapter";
import { isReachable } from "../platforms/reach";
import { adapterOf } from "../platforms/registry";
import { browserOf, knownBrowser } from "./browser";
import { completeCallback } from "./callback";
import { givenConsent, statementFor } from "./consent";
import { familyPages, goOn, pushReturn } from "./family-routes";
import {
  answerOutcome,
  type Ctx,
  claims,
  declined,
  type Flow,
  fieldsOf,
  flowOf,
  languageLinks,
  leave,
  offered,
  shopOf,
} from "./flow";
import { refuse } from "./outcomes";
import { Consent } from "./pages/consent";
import { PlatformPicker } from "./pages/platform-picker";
import { ShopEntry } from "./pages/shop-entry";
import { offeredPlatforms } from "./session-service";
import { endSession } from "./store";
import type { ShopFault } from "./texts";

export const connectPages = new Hono<AppEnv>()
  .route("/", familyPages)
  .get("/connect/callback/:platform", async (c) => {
    const browser = await knownBrowser(c);
    const query = new URL(c.req.url).search;
    const input = { platform: c.req.param("platform"), query, browserHash: browser?.hash ?? null };
    if ((await adapterOf(input.platform))?.connect.kind === "pushed_credentials") return pushReturn(c, input);
    return answerOutcome(c, await completeCallback(c.env, c.executionCtx.exports, input));
  })
  .get("/connect/:token", async (c) => {
    const flow = await flowOf(c, c.req.param("token"));
    if (flow instanceof Response) return flow;
    const platforms = await offeredPlatforms(configOf(c.env), flow.session);
    const only = platforms.length === 1 ? platforms[0] : undefined;
    if (only) return leave(c, `${flow.path}/${only.key}`);
    const browser = await browserOf(c);
    return answerPage(
      c,
      200,
      <PlatformPicker
        lang={flow.lang}
        appName={flow.app.name}
        languages={languageLinks(flow.path)}
        action={flow.path}
        csrf={await browser.csrf(flow.session.id)}
        platforms={platforms}
      />,
    );
  })
  .post("/connect/:token", async (c) => {
    const flow = await flowOf(c, c.req.param("token"));
    if (flow instanceof Response) return flow;
    const form = await fieldsOf(c);
    const adapter = await offered(c, flow, form["platform"]);
    if (!adapter || !(await claims(c, flow, form["csrf"], { platform: adapter.key }))) {
      return refuse(c, { code: "state_mismatch" }, null);
    }
    return leave(c, `${flow.path}/${adapter.key}`);
  })
  .get("/connect/:token/:platform", async (c) => {
    const flow = await flowOf(c, c.req.param("token"));
    if (flow instanceof Response) return flow;
    const adapter = await offered(c, flow, c.req.param("platform"));
    if (!adapter) return refuse(c, { code: "link_invalid" }, null);
    return adapter.connect.shop && shopOf(flow, adapter) === null
      ? shopPage(c, flow, adapter, { value: "", fault: null })
      : consentPage(c, flow, adapter);
  })
  .post("/connect/:token/:platform/shop", async (c) => {
    const flow = await flowOf(c, c.req.param("token"));
    if (flow instanceof Response) return flow;
    const adapter = await offered(c, flow, c.req.param("platform"));
    if (!adapter?.connect.shop) return refuse(c, { code: "link_invalid" }, null);
    const form = await fieldsOf(c);
    const typed = typeof form["shop"] === "string" ? form["shop"].trim() : "";
    const shop = adapter.connect.shop.normalise(typed);
    if (shop === null)
      return shopPage(c, flow, adapter, { value: typed, fault: typed === "" ? "empty" : "malformed" });
    if (!(await isReachable(configOf(c.env), adapter, shop)))
      return shopPage(c, flow, adapter, { value: typed, fault: "unreachable" });
    if (!(await claims(c, flow, form["csrf"], { platform: adapter.key, shop }))) {
      return refuse(c, { code: "state_mismatch" }, null);
    }
    return leave(c, `${flow.path}/${adapter.key}`);
  })
  .post("/connect/:token/:platform", async (c) => {
    const flow = await flowOf(c, c.req.param("token"));
    if (flow instanceof Response) return flow;
    const adapter = await offered(c, flow, c.req.param("platform"));
    if (!adapter) return refuse(c, { code: "link_invalid" }, null);
    const form = await fieldsOf(c);
    if (!(await claims(c, flow, form["csrf"], { platform: adapter.key })))
      return refuse(c, { code: "state_mismatch" }, null);
    if (form["decision"] === "decline") {
      await endSession(database(c.env), flow.session.id, "declined");
      return declined(c, flow);
    }
    const { statement, hash } = await statementFor(c.env, flow.lang, flow.session, flow.app, adapter);
    // Agreement to a text that is no longer the one in force is agreement to nothing: it is shown again.
    if (form["decision"] !== "allow" || form["statement"] !== hash) return consentPage(c, flow, adapter);
    const browser = await browserOf(c);
    return goOn(c, flow, {
      adapter,
      shop: shopOf(flow, adapter),
      browserHash: browser.hash,
      consent: givenConsent(statement, hash, flow.app, adapter, clock.now()),
    });
  });

async function consentPage(c: Ctx, flow: Flow, adapter: Adapter): Promise<Response> {
  const browser = await browserOf(c);
  const { statement, hash } = await statementFor(c.env, flow.lang, flow.session, flow.app, adapter);
  const path = `${flow.path}/${adapter.key}`;
  return answerPage(
    c,
    200,
    <Consent
      statement={statement}
      statementHash={hash}
      appName={flow.app.name}
      platformName={adapter.name}
      languages={languageLinks(path)}
      action={`${path}?lang=${flow.lang}`}
      csrf={await browser.csrf(flow.session.id)}
    />,
  );
}

async function shopPage(
  c: Ctx,
  flow: Flow,
  adapter: Adapter,
  typed: { value: string; fault: ShopFault | null },
): Promise<Response> {
  const browser = await browserOf(c);
  const { shop } = adapter.connect;
  if (!shop) throw new Error(`${adapter.key} has no shop to ask for`);
  const path = `${flow.path}/${adapter.key}`;
  return answerPage(
    c,
    typed.fault ? 422 : 200,
    <ShopEntry
      lang={flow.lang}
      appName={flow.app.name}
      platformName={adapter.name}
      shop={shop}
      languages={languageLinks(path)}
      action={`${path}/shop?lang=${flow.lang}`}
      csrf={await browser.csrf(flow.session.id)}
      {...typed}
    />,
  );
}
