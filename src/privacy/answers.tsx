import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../http/context";
import { HOST_COOKIE } from "../http/host-cookie";
import { answerPage, type PageStatus } from "../http/page";
import { asProblem } from "../http/problems";
import { LANGS, type Lang, languageOf, negotiateLanguage } from "../pages/languages";
import type { LanguageLink } from "../pages/layout";
import { spoken } from "../pages/translations";
import { MessagePage } from "./pages/message";
import { CENTRE_PATH, type MessageKey, type NoticeKey } from "./pages/view";

export type Ctx = Context<AppEnv>;

const LANG_COOKIE = "mtr_privacy_lang";

/**
 * The language of a page: as asked for in its address, else as last chosen here (a form's address cannot carry it),
 * else as the browser prefers.
 */
export function langOf(c: Ctx): Promise<Lang> {
  const wish = languageOf(c.req.query("lang"));
  if (wish) setCookie(c, LANG_COOKIE, wish, HOST_COOKIE);
  return spoken(
    c.env,
    wish ??
      languageOf(getCookie(c, LANG_COOKIE, "host")) ??
      negotiateLanguage({ acceptLanguage: c.req.header("accept-language") ?? null }),
  );
}

export function languageLinks(path: string): LanguageLink[] {
  return LANGS.map((lang) => ({ lang, href: `${path}?lang=${lang}` }));
}

const STATUS: Record<MessageKey, PageStatus> = {
  link_invalid: 404,
  session_expired: 403,
  not_found: 404,
  platform_unavailable: 503,
  declined: 200,
  state_mismatch: 400,
  signed_out: 200,
  nothing_held: 200,
  token_invalid: 403,
  bundle_expired: 410,
  form_stale: 403,
  internal: 500,
};

/** A page that says one thing, and shows nothing: in the language wished for, else in the page's. */
export async function message(c: Ctx, key: MessageKey, wish?: Lang): Promise<Response> {
  return answerPage(
    c,
    STATUS[key],
    <MessagePage
      lang={await (wish ? spoken(c.env, wish) : langOf(c))}
      languages={languageLinks(CENTRE_PATH)}
      message={key}
      requestId={c.get("requestId")}
    />,
  );
}

/** 303: whatever form it was, the browser goes on with a plain GET, and reloading repeats nothing. */
export function leave(c: Ctx, address: string): Response {
  return c.redirect(address, 303);
}

export function toCentre(c: Ctx, notice: NoticeKey): Response {
  return leave(c, `${CENTRE_PATH}?notice=${notice}`);
}

/** What nobody foresaw, as a page; its text stays in our own log. */
export async function onPageError(error: Error, c: Ctx): Promise<Response> {
  const problem = asProblem(error);
  c.set("problemCode", problem.code);
  return message(c, problem.status < 500 ? "not_found" : "internal");
}
