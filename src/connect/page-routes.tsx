import { type Context, Hono } from "hono";
import { type AppRow, findApp } from "../apps/store";
import { configOf } from "../config/config";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { answerPage } from "../http/page";
import { clock } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { LANGS, languageOf } from "../pages/languages";
import type { LanguageLink } from "../pages/layout";
import type { Adapter } from "../platforms/adapter";
import { adapterOf } from "../platforms/registry";
import { beginAuthorization } from "./authorize";
import { browserOf, isCsrfGood, knownBrowser } from "./browser";
import { completeCallback } from "./callback";
import { givenConsent, statementFor } from "./consent";
import { refuse, returnAddress } from "./outcomes";
import { Consent } from "./pages/consent";
import { Onward } from "./pages/onward";
import { PlatformPicker } from "./pages/platform-picker";
import { ShopEntry } from "./pages/shop-entry";
import { offeredPlatforms } from "./session-service";
import { bindBrowser, endSession, findSessionByToken, type SessionRow } from "./store";
import { type Lang, negotiateLanguage } from "./texts";

type Ctx = Context<AppEnv>;

/** A session that may go on, with whom it is for. */
interface Flow {
  session: SessionRow;
  app: AppRow;
  lang: Lang;
  path: string;
}

export const connectPages = new Hono<AppEnv>()
  .get("/connect/callback/:platform", async (c) => {
    const browser = await knownBrowser(c);
    const outcome = await completeCallback(c.env, c.executionCtx.exports, {
      platform: c.req.param("platform"),
      query: new URL(c.req.url).search,
      browserHash: browser?.hash ?? null,
    });
    // 303: whatever brought the browser here, it goes on with a plain GET to an address without our state (RFC 9700 §4.12).
    switch (outcome.kind) {
      case "connected":
        return leave(c, returnAddress(outcome.session, { code: outcome.code }));
      case "declined":
        return leave(c, returnAddress(outcome.session, { error: "access_denied" }));
      case "provider_error":
        return refuse(c, { code: "provider_error", description: outcome.description }, outcome.session);
      case "state_mismatch":
      case "link_used":
        return refuse(c, { code: outcome.kind }, null);
      case "session_expired":
      case "platform_unavailable":
      case "account_mismatch":
        return refuse(c, { code: outcome.kind }, outcome.session);
    }
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
      return onward(c, flow.lang, flow.app.name, returnAddress(flow.session, { error: "access_denied" }));
    }
    const { statement, hash } = await statementFor(flow.lang, flow.session, flow.app, adapter);
    // Agreement to a text that is no longer the one in force is agreement to nothing: it is shown again.
    if (form["decision"] !== "allow" || form["statement"] !== hash) return consentPage(c, flow, adapter);
    const browser = await browserOf(c);
    const address = await beginAuthorization(c.env, c.executionCtx.exports, {
      session: flow.session,
      adapter,
      shop: shopOf(flow, adapter),
      browserHash: browser.hash,
      consent: givenConsent(statement, hash, flow.app, adapter, clock.now()),
    });
    if (!address) return refuse(c, { code: "platform_unavailable" }, flow.session);
    return onward(c, flow.lang, adapter.name, address);
  });

/** The form's fields; a body that cannot be read as a form has none. */
async function fieldsOf(c: Ctx): Promise<Record<string, unknown>> {
  try {
    return await c.req.parseBody();
  } catch (error) {
    if (error instanceof TypeError) return {};
    throw error;
  }
}

/** The session behind a link, if it may still go on; else the page that says why not. */
async function flowOf(c: Ctx, token: string): Promise<Flow | Response> {
  const session = /^[0-9A-Za-z]{32}$/.test(token)
    ? await findSessionByToken(database(c.env), await sha256(token))
    : null;
  if (!session) return refuse(c, { code: "link_invalid" }, null);
  if (session.status === "completed" || session.status === "declined" || session.status === "failed") {
    return refuse(c, { code: "link_used" }, null);
  }
  if (session.expiresAt <= clock.now()) return refuse(c, { code: "session_expired" }, session);
  if (session.browserHash !== null && (await knownBrowser(c))?.hash !== session.browserHash) {
    return refuse(c, { code: "link_used" }, null);
  }
  const app = await findApp(database(c.env), session.appId);
  if (!app) return refuse(c, { code: "link_invalid" }, null);
  const wish = languageOf(c.req.query("lang"));
  const lang =
    wish ??
    negotiateLanguage({
      sessionLanguage: session.language,
      acceptLanguage: c.req.header("accept-language") ?? null,
    });
  return { session, app, lang, path: `/connect/${token}` };
}

/** The adapter of that name, if this session offers it: nothing in the address or form can widen the choice. */
async function offered(c: Ctx, flow: Flow, key: unknown): Promise<Adapter | null> {
  const adapter = typeof key === "string" ? adapterOf(key) : null;
  const all = await offeredPlatforms(configOf(c.env), flow.session);
  return adapter && all.includes(adapter) ? adapter : null;
}

/** Whether the form came from this browser's own page, and the session is (or now becomes) this browser's. */
async function claims(
  c: Ctx,
  flow: Flow,
  csrf: unknown,
  chosen: { platform: string; shop?: string },
): Promise<boolean> {
  const browser = await knownBrowser(c);
  if (!browser || !(await isCsrfGood(browser, flow.session.id, csrf))) return false;
  return bindBrowser(database(c.env), flow.session.id, browser.hash, chosen, clock.now());
}

function shopOf({ session }: Flow, adapter: Adapter): string | null {
  return session.platform === adapter.key ? session.shop : null;
}

async function consentPage(c: Ctx, flow: Flow, adapter: Adapter): Promise<Response> {
  const browser = await browserOf(c);
  const { statement, hash } = await statementFor(flow.lang, flow.session, flow.app, adapter);
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
  typed: { value: string; fault: "empty" | "malformed" | null },
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

function languageLinks(path: string): LanguageLink[] {
  return LANGS.map((lang) => ({ lang, href: `${path}?lang=${lang}` }));
}

function onward(c: Ctx, lang: Lang, place: string, href: string): Promise<Response> {
  return answerPage(c, 200, <Onward lang={lang} place={place} href={href} />);
}

function leave(c: Ctx, address: string): Response {
  return c.redirect(address, 303);
}
