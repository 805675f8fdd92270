import type { Context } from "hono";
import { type AppRow, findApp } from "../apps/store";
import { configOf } from "../config/config";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { answerPage } from "../http/page";
import { clock } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { LANGS, languageOf } from "../pages/languages";
import type { LanguageLink } from "../pages/layout";
import { spoken } from "../pages/translations";
import type { Adapter } from "../platforms/adapter";
import { adapterOf } from "../platforms/registry";
import { isCsrfGood, knownBrowser } from "./browser";
import { handOverOf, tie } from "./embedding";
import type { CallbackOutcome } from "./flow-outcome";
import { refuse, returnAddress } from "./outcomes";
import { HandOverPage } from "./pages/hand-over";
import { Onward } from "./pages/onward";
import { offeredPlatforms } from "./session-service";
import { bindBrowser, findSessionByToken, type SessionRow } from "./store";
import { type Lang, negotiateLanguage } from "./texts";

export type Ctx = Context<AppEnv>;

/** A session that may go on, with whom it is for. */
export interface Flow {
  session: SessionRow;
  app: AppRow;
  lang: Lang;
  path: string;
}

/** The form's fields; a body that cannot be read as a form has none. */
export async function fieldsOf(c: Ctx): Promise<Record<string, unknown>> {
  try {
    return await c.req.parseBody();
  } catch (error) {
    if (error instanceof TypeError) return {};
    throw error;
  }
}

/** The session behind a link, if it may still go on; else the page that says why not. */
export async function flowOf(c: Ctx, token: string): Promise<Flow | Response> {
  const session = /^[0-9A-Za-z]{32}$/.test(token)
    ? await findSessionByToken(database(c.env), await sha256(token))
    : null;
  if (!session) return refuse(c, { code: "link_invalid" }, null);
  tie(c, session);
  if (session.status === "completed" || session.status === "declined" || session.status === "failed") {
    return refuse(c, { code: "link_used" }, null);
  }
  if (session.expiresAt <= clock.now()) return refuse(c, { code: "session_expired" }, session);
  if (session.browserHash !== null && (await knownBrowser(c))?.hash !== session.browserHash) {
    return refuse(c, { code: "link_used" }, null);
  }
  const app = await findApp(database(c.env), session.appId);
  if (!app) return refuse(c, { code: "link_invalid" }, null);
  return { session, app, lang: await languageFor(c, session), path: `/connect/${token}` };
}

/** The adapter of that name, if this session offers it: nothing in the address or form can widen the choice. */
export async function offered(c: Ctx, flow: Flow, key: unknown): Promise<Adapter | null> {
  const adapter = typeof key === "string" ? await adapterOf(key) : null;
  const all = await offeredPlatforms(configOf(c.env), flow.session);
  return adapter && all.includes(adapter) ? adapter : null;
}

/** Whether the form came from this browser's own page, and the session is (or now becomes) this browser's. */
export async function claims(
  c: Ctx,
  flow: Flow,
  csrf: unknown,
  chosen: { platform: string; shop?: string },
): Promise<boolean> {
  const browser = await knownBrowser(c);
  if (!browser || !(await isCsrfGood(browser, flow.session.id, csrf))) return false;
  return bindBrowser(database(c.env), flow.session.id, browser.hash, chosen, clock.now());
}

export function shopOf({ session }: Flow, adapter: Adapter): string | null {
  return session.platform === adapter.key ? session.shop : null;
}

/** What language a page speaks that has a session, or may have none. */
export function languageFor(c: Ctx, session: SessionRow | null): Promise<Lang> {
  return spoken(
    c.env,
    languageOf(c.req.query("lang")) ??
      negotiateLanguage({
        sessionLanguage: session?.language ?? null,
        acceptLanguage: c.req.header("accept-language") ?? null,
      }),
  );
}

/**
 * Answers the end of a flow. 303: whatever brought the browser here, it goes on with a plain GET to an address without
 * our state (RFC 9700 §4.12).
 */
export function answerOutcome(c: Ctx, outcome: CallbackOutcome): Response | Promise<Response> {
  switch (outcome.kind) {
    case "connected":
      return end(c, outcome.session, { code: outcome.code });
    case "declined":
      return end(c, outcome.session, { error: "access_denied" });
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
}

/** Back to the developer: an embedded flow's result is handed to the page that opened it. */
async function end(
  c: Ctx,
  session: SessionRow,
  told: { code: string } | { error: string },
): Promise<Response> {
  const over = handOverOf(c, session, "now");
  const href = returnAddress(session, told);
  if (!over) return leave(c, href);
  const appName = (await findApp(database(c.env), session.appId))?.name ?? new URL(session.redirectUri).host;
  const view = { lang: await languageFor(c, session), appName, href, over };
  return answerPage(c, 200, <HandOverPage {...view} />);
}

/** The person declined on a page of ours. */
export function declined(c: Ctx, { session, lang, app }: Flow): Promise<Response> {
  return session.embedOrigin
    ? end(c, session, { error: "access_denied" })
    : onward(c, lang, app.name, returnAddress(session, { error: "access_denied" }));
}

export function languageLinks(path: string): LanguageLink[] {
  return LANGS.map((lang) => ({ lang, href: `${path}?lang=${lang}` }));
}

export function onward(c: Ctx, lang: Lang, place: string, href: string): Promise<Response> {
  return answerPage(c, 200, <Onward lang={lang} place={place} href={href} />);
}

export function leave(c: Ctx, address: string): Response {
  return c.redirect(address, 303);
}
