import "./loaded";
import { env, exports } from "cloudflare:workers";
import { createApp } from "../../src/apps/store";
import { database } from "../../src/db/client";
import { appReadiness, policyAcceptances } from "../../src/db/schema";
import { clock, setClock } from "../../src/kernel/clock";
import { newId } from "../../src/kernel/ids";
import type { Mode } from "../../src/kernel/regions";
import { newKey } from "../../src/keys/routes";
import { SCOPES, type Scope } from "../../src/keys/scopes";
import { insertKey } from "../../src/keys/store";
import { meterOf } from "../../src/meter/shards";
import { FIRST_VERSION } from "../../src/policy/versions";
import { SCC_VERSION } from "../../src/transfers/clauses";

export const ORIGIN = "https://metristack.test";
export const REDIRECT = "https://shop.example/connected";

/** A developer's app with a key, as an operator would make it; it has stated and accepted what it must. */
export interface Developer {
  appId: string;
  keyId: string;
  key: string;
  mode: Mode;
}

export async function newDeveloper(
  options: { mode?: Mode; scopes?: readonly Scope[]; appId?: string } = {},
): Promise<Developer> {
  const mode = options.mode ?? "test";
  const appId = options.appId ?? newId("app");
  const db = database(env);
  if (!options.appId) {
    await createApp(
      db,
      {
        id: appId,
        developerId: newId("dev"),
        name: "Ledger & Co",
        privacyPolicyUrl: "https://shop.example/privacy",
        purposes: ["Bookkeeping"],
        thirdParties: ["Hosting Ltd"],
        country: "KE",
        createdAt: clock.now(),
      },
      [REDIRECT],
    );
    await makeReady(appId);
  }
  const { row, text } = await newKey(
    env,
    { appId, mode },
    { name: "test", scopes: [...(options.scopes ?? SCOPES)], rotatedFrom: null, expiresAt: null },
  );
  await insertKey(db, row);
  return { appId, keyId: row.id, key: text, mode };
}

/** What an app in Kenya states before it may go live. */
export async function makeReady(appId: string): Promise<void> {
  const db = database(env);
  const now = clock.now();
  await db.insert(appReadiness).values({
    appId,
    dataUse: "Orders are booked.",
    retention: "Ten years",
    deletion: "Within 30 days of disconnecting",
    securityContact: "security@shop.example",
    sccModule: "C2P",
    sccVersion: SCC_VERSION,
    sccAcceptedAt: now,
    measures: [],
    updatedAt: now,
  });
  await db
    .insert(policyAcceptances)
    .values({ appId, policyId: FIRST_VERSION.id, kind: "statement", acceptedAt: now, keyId: null });
}

/** One request to the Worker, as a client on the network makes it. Redirects are not followed. */
export function request(path: string, init: RequestInit = {}): Promise<Response> {
  const url = path.startsWith("http") ? path : ORIGIN + path;
  return exports.default.fetch(new Request(url, { redirect: "manual", ...init }));
}

/** A call to the API with a developer's key; the body, if any, goes as JSON. */
export function api(
  developer: Developer,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return request(path, {
    method,
    headers: {
      authorization: `Bearer ${developer.key}`,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

/** Brings to D1 what was counted of a connection, or of a key's calls on none. @returns whether that succeeded */
export const flushMeter = (id: string): Promise<boolean> => meterOf(env, id).flush();

/** How many calls a ledger has counted: that of a connection, or of a key's calls on none. */
export async function recordedIn(id: string): Promise<number> {
  const { flushed, pending } = await meterOf(env, id).standing(id);
  return pending.reduce((sum, { calls }) => sum + calls, flushed.calls);
}

/** A browser: keeps cookies, follows links and posts forms as a person would. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  async get(url: string): Promise<Response> {
    return this.#keep(await request(url, { headers: { cookie: this.cookieHeader } }));
  }

  async post(url: string, fields: Record<string, string>): Promise<Response> {
    return this.#keep(
      await request(url, {
        method: "POST",
        headers: {
          cookie: this.cookieHeader,
          "content-type": "application/x-www-form-urlencoded",
          origin: ORIGIN,
        },
        body: new URLSearchParams(fields).toString(),
      }),
    );
  }

  get cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  dropCookies(): void {
    this.#cookies.clear();
  }

  #keep(response: Response): Response {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair] = cookie.split(";");
      const at = pair!.indexOf("=");
      this.#cookies.set(pair!.slice(0, at), pair!.slice(at + 1));
    }
    return response;
  }
}

/** The hidden and submit fields of the page's first form, and where it posts to. */
export function formOf(html: string): { action: string; fields: Record<string, string> } {
  const form = /<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(html);
  if (!form) throw new Error(`no form in: ${html.slice(0, 400)}`);
  const fields: Record<string, string> = {};
  for (const [tag] of form[2]!.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name) fields[name] = unescapeHtml(/value="([^"]*)"/.exec(tag)?.[1] ?? "");
  }
  return { action: unescapeHtml(form[1]!), fields };
}

export function unescapeHtml(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** Where an onward page leads. */
export function onwardOf(html: string): string {
  const href = /http-equiv="refresh" content="0; url=([^"]*)"/.exec(html)?.[1];
  if (!href) throw new Error(`no onward address in: ${html.slice(0, 400)}`);
  return unescapeHtml(href);
}

/** Stands still at a moment until the returned call moves it or lets it go. */
export function frozenClock(at: number): { set(ms: number): void; add(ms: number): void; release(): void } {
  let now = at;
  const release = setClock(() => now);
  return {
    set: (ms) => {
      now = ms;
    },
    add: (ms) => {
      now += ms;
    },
    release,
  };
}

export interface Connected {
  id: string;
  browser: Browser;
}

/** Opens a session and walks a person through it up to the platform's consent; @returns the sandbox's address. */
export async function toSandbox(
  developer: Developer,
  browser: Browser,
  options: { region?: "eu" | "us" | "af"; user?: string } = {},
): Promise<string> {
  const session = await api(developer, "POST", "/v1/connect/sessions", {
    external_user_id: options.user ?? "user-1",
    platforms: ["sandbox"],
    redirect_uri: REDIRECT,
    state: "dev-state",
    ...(options.region && { region: options.region }),
  });
  if (session.status !== 201) throw new Error(await session.text());
  const { connect_url } = (await session.json()) as { connect_url: string };
  return consentTo(browser, connect_url);
}

/** Follows a connect link, agrees, and @returns where the platform's own page is. */
export async function consentTo(browser: Browser, connectUrl: string): Promise<string> {
  const first = await browser.get(connectUrl);
  const page = first.status === 303 ? await browser.get(first.headers.get("location")!) : first;
  const { action, fields } = formOf(await page.text());
  const onward = await browser.post(action, { ...fields, decision: "allow" });
  if (onward.status !== 200) throw new Error(`consent answered ${onward.status}: ${await onward.text()}`);
  return onwardOf(await onward.text());
}

/** Signs in as the shop's owner at the sandbox; @returns the address of our callback with its answer. */
export async function allowAtSandbox(
  browser: Browser,
  address: string,
  shop: string,
  decision: "allow" | "decline" = "allow",
): Promise<string> {
  const page = await browser.get(`${address}&shop=${shop}`);
  const html = await page.text();
  const { action, fields } = formOf(html);
  const allowed = [...html.matchAll(/<input[^>]*name="allowed"[^>]*value="([^"]*)"/g)].map(
    (match) => match[1]!,
  );
  const body = new URLSearchParams({ ...fields, decision });
  for (const scope of allowed) body.append("allowed", scope);
  const answer = await request(action.startsWith("http") ? action : ORIGIN + action, {
    method: "POST",
    headers: {
      cookie: browser.cookieHeader,
      "content-type": "application/x-www-form-urlencoded",
      origin: ORIGIN,
    },
    body: body.toString(),
  });
  const location = answer.headers.get("location");
  if (answer.status !== 303 || !location)
    throw new Error(`sandbox answered ${answer.status}: ${await answer.text()}`);
  return location;
}

/** The whole flow: a connected, active sandbox shop. */
export async function connectSandbox(
  developer: Developer,
  shop = "lagos-home",
  options: { region?: "eu" | "us" | "af"; user?: string } = {},
): Promise<Connected> {
  const browser = new Browser();
  const callback = await allowAtSandbox(browser, await toSandbox(developer, browser, options), shop);
  const back = await browser.get(callback);
  const code = new URL(back.headers.get("location") ?? ORIGIN).searchParams.get("code");
  if (back.status !== 303 || !code) throw new Error(`callback answered ${back.status}: ${await back.text()}`);
  const exchanged = await api(developer, "POST", "/v1/connect/exchange", { code });
  if (exchanged.status !== 200) throw new Error(await exchanged.text());
  return { id: ((await exchanged.json()) as { id: string }).id, browser };
}
