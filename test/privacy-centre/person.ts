import { expect } from "vitest";
import { allowAtSandbox, Browser, ORIGIN, onwardOf, request, unescapeHtml } from "../support/harness";

/** What a person does at the privacy centre, by its pages alone. */

/** The anti-forgery value of a page's forms. */
export function csrfOf(html: string): string {
  const tag = /<input[^>]*name="csrf"[^>]*>/.exec(html)?.[0];
  const value = tag && /value="([^"]*)"/.exec(tag)?.[1];
  if (!value) throw new Error(`no form in: ${html.slice(0, 400)}`);
  return unescapeHtml(value);
}

/** From the start page to the sandbox's authorise address. */
export async function toSandboxProof(browser: Browser): Promise<string> {
  const start = await browser.get(`${ORIGIN}/privacy`);
  const csrf = csrfOf(await start.text());
  const onward = await browser.post(`${ORIGIN}/privacy/start`, { csrf, platform: "sandbox", mode: "test" });
  expect(onward.status).toBe(200);
  return onwardOf(await onward.text());
}

/** Signs in at the sandbox again; @returns our callback's answer. */
export async function prove(browser: Browser, shop = "lagos-home"): Promise<Response> {
  const address = await toSandboxProof(browser);
  return browser.get(await allowAtSandbox(browser, address, shop));
}

/** A person who has proved control of a sandbox shop. */
export async function personOf(shop = "lagos-home"): Promise<Browser> {
  const browser = new Browser();
  const back = await prove(browser, shop);
  expect(back.status, await back.clone().text()).toBe(303);
  return browser;
}

export async function centre(browser: Browser, query = ""): Promise<string> {
  const page = await browser.get(`${ORIGIN}/privacy${query}`);
  expect(page.status).toBe(200);
  return page.text();
}

/** Posts a form of the centre; @returns the answer, not followed. */
export async function deed(
  browser: Browser,
  path: string,
  fields: Record<string, string> = {},
): Promise<Response> {
  const csrf = csrfOf(await centre(browser));
  return browser.post(`${ORIGIN}${path}`, { csrf, ...fields });
}

/** The notice that an answer leads to. */
export function noticeOf(answer: Response): string | null {
  expect(answer.status).toBe(303);
  return new URL(answer.headers.get("location")!, ORIGIN).searchParams.get("notice");
}

/** Requests named on a page. */
export function requestIds(html: string): string[] {
  return [...new Set([...html.matchAll(/\/privacy\/requests\/(rr_[0-9A-Za-z]+)"/g)].map(([, id]) => id!))];
}

/** Connections named on a page by the addresses of their deeds. */
export function connectionIds(html: string): string[] {
  return [
    ...new Set([...html.matchAll(/\/privacy\/connections\/(conn_[0-9A-Za-z]+)\//g)].map(([, id]) => id!)),
  ];
}

/** The page shows nothing of anybody. */
export async function showsNothing(answer: Response, status: number, what = ""): Promise<string> {
  const html = await answer.text();
  expect(answer.status, `${what} ${html.slice(0, 300)}`).toBe(status);
  expect(html, what).not.toMatch(/conn_|rr_/);
  expect(answer.headers.get("location"), what).toBeNull();
  return html;
}

/** A request of a browser with headers of its own. */
export function visit(browser: Browser, url: string, headers: Record<string, string>): Promise<Response> {
  return request(url, { headers: { cookie: browser.cookieHeader, ...headers } });
}
