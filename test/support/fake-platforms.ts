import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { configOf, type PlatformClients } from "../../src/config/config";
import { connectionStub } from "../../src/connections/stub";
import { Vault } from "../../src/connections/vault";
import { hex, utf8 } from "../../src/kernel/bytes";
import { hmac, hmacKey } from "../../src/kernel/digest";
import { newConnectionId } from "../../src/kernel/ids";
import { type Keyring, parseKeyring } from "../../src/kernel/keyring";
import { SandboxPlatform } from "../../src/worker";
import { api, Browser, type Developer, formOf, ORIGIN, onwardOf, REDIRECT } from "./harness";

/** What a platform was really sent. */
export interface Recorded {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

type Answer = Response | Promise<Response>;
type Forward = (request: Request) => Promise<Response>;

async function recorded(request: Request): Promise<Recorded> {
  return {
    method: request.method,
    url: request.url,
    headers: new Headers(request.headers),
    body: new TextDecoder().decode(await request.clone().arrayBuffer()),
  };
}

/**
 * Listens at the sandbox platform's own door: `seen` is what it receives, and `answer` may speak in its place.
 * Undo with `vi.restoreAllMocks()`.
 */
export function tapSandbox(answer?: (request: Request, forward: Forward, nth: number) => Answer): Recorded[] {
  const seen: Recorded[] = [];
  const real = SandboxPlatform.prototype.fetch;
  vi.spyOn(SandboxPlatform.prototype, "fetch").mockImplementation(async function (
    this: SandboxPlatform,
    request: Request,
  ) {
    const nth = seen.push(await recorded(request));
    const forward: Forward = async (to) => real.call(this, to);
    return answer ? answer(request, forward, nth) : forward(request);
  });
  return seen;
}

/** The network beyond this Worker, as the given function; whatever it does not know has no answer. */
export function fakeNetwork(answer: (request: Request, seen: Recorded) => Answer | null): Recorded[] {
  const seen: Recorded[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input as Request, init as RequestInit);
    const record = await recorded(request);
    seen.push(record);
    const response = await answer(request, record);
    if (!response) throw new TypeError(`nobody answers at ${request.url}`);
    return response;
  });
  return seen;
}

/** The clients of the tests: a platform is offered only where one is configured. */
export const CLIENTS = {
  square: {
    test: { client_id: "sq-test", client_secret: "sq-test-secret" },
    live: { client_id: "sq-live", client_secret: "sq-live-secret" },
  },
  shopify: { test: { client_id: "shop-test", client_secret: "shop-test-secret" } },
} as const satisfies PlatformClients;

/** Configures them for the Worker and for the connections' objects, which have bindings of their own. */
export async function configureClients(clients: PlatformClients = CLIENTS): Promise<void> {
  Object.assign(configOf(env).platformClients, clients);
  const stub = connectionStub(env, newConnectionId("us"));
  await runInDurableObject(stub!, (object) => {
    const { env: bindings } = object as unknown as { env: Env };
    Object.assign(configOf(bindings).platformClients, clients);
  });
}

export interface OpenedSession {
  id: string;
  connectUrl: string;
}

export async function openSession(
  developer: Developer,
  platforms: string[] | undefined,
  more: Record<string, unknown> = {},
): Promise<OpenedSession> {
  const answer = await api(developer, "POST", "/v1/connect/sessions", {
    external_user_id: "user-1",
    ...(platforms && { platforms }),
    redirect_uri: REDIRECT,
    state: "dev-state",
    ...more,
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  const { id, connect_url } = (await answer.json()) as { id: string; connect_url: string };
  return { id, connectUrl: connect_url };
}

export async function openReconnect(developer: Developer, connectionId: string): Promise<OpenedSession> {
  const answer = await api(developer, "POST", `/v1/connections/${connectionId}/reconnect`, {
    redirect_uri: REDIRECT,
    state: "dev-state",
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  const { id, connect_url } = (await answer.json()) as { id: string; connect_url: string };
  return { id, connectUrl: connect_url };
}

/** Walks a person through our pages, shop page included, to the platform's own address. */
export async function walkToPlatform(browser: Browser, connectUrl: string, shop?: string): Promise<URL> {
  const settle = async (response: Response) =>
    response.status === 303 ? browser.get(response.headers.get("location")!) : response;
  let page = await settle(await browser.get(connectUrl));
  if (shop !== undefined) {
    const { action, fields } = formOf(await page.text());
    page = await settle(await browser.post(action, { ...fields, shop }));
  }
  const { action, fields } = formOf(await page.text());
  const onward = await browser.post(action, { ...fields, decision: "allow" });
  return new URL(onwardOf(await onward.text()));
}

/** The stable code an outcome page shows. */
export function outcomeOf(html: string): string | null {
  return /<dl class="codes">.*?<code dir="ltr">([a-z_]+)<\/code>/s.exec(html)?.[1] ?? null;
}

export const SQUARE_HOSTS = {
  test: "https://connect.squareupsandbox.com",
  live: "https://connect.squareup.com",
} as const;

/** A token answer as Square gives it. */
export function squareTokens(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    access_token: `sq-access-${crypto.randomUUID()}`,
    refresh_token: `sq-refresh-${crypto.randomUUID()}`,
    token_type: "bearer",
    expires_at: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    merchant_id: "MERCHANT-1",
    short_lived: false,
    ...change,
  };
}

/** A whole Square flow against a fake Square; the network must be faked already. @returns the connection's id. */
export async function connectSquare(developer: Developer, browser = new Browser()): Promise<string> {
  const { connectUrl } = await openSession(developer, ["square"]);
  const address = await walkToPlatform(browser, connectUrl);
  const back = await browser.get(
    `${ORIGIN}/connect/callback/square?code=sq0cgb-1&response_type=code&state=${address.searchParams.get("state")}`,
  );
  const code = new URL(back.headers.get("location") ?? ORIGIN).searchParams.get("code");
  if (!code) throw new Error(`callback answered ${back.status}: ${await back.text()}`);
  const exchanged = await api(developer, "POST", "/v1/connect/exchange", { code });
  if (exchanged.status !== 200) throw new Error(await exchanged.text());
  return ((await exchanged.json()) as { id: string }).id;
}

/** A callback as Shopify signs it; `extra` are parameters of some later day, signed like the rest. */
export async function shopifyCallback(
  input: { state: string; shop: string; code?: string; timestamp?: number; secret?: string },
  extra: Record<string, string> = {},
): Promise<URLSearchParams> {
  const params = new URLSearchParams({
    code: input.code ?? "shopify-code",
    shop: input.shop,
    state: input.state,
    timestamp: String(input.timestamp ?? Math.floor(Date.now() / 1_000)),
    host: "YWRtaW4uc2hvcGlmeS5jb20",
    ...extra,
  });
  const text = [...params]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
  const key = await hmacKey(utf8(input.secret ?? CLIENTS.shopify.test.client_secret));
  params.set("hmac", hex(await hmac(key, text)));
  return params;
}

/** Everything in D1, table by table, but for the meter's own tables: counting a refused call is no effect of it. */
export async function everythingInD1(): Promise<Record<string, unknown[]>> {
  const { results: tables } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'd1_%' ORDER BY name",
  ).all<{ name: string }>();
  const dump: Record<string, unknown[]> = {};
  for (const { name } of tables) {
    if (name.startsWith("usage_") || name === "meter_sources") continue;
    const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all();
    dump[name] = results.map((row) => JSON.stringify(row)).sort();
  }
  return dump;
}

/** Everything a connection's object stores, as its own SQL shows it. */
export async function everythingInObject(
  connectionId: string,
): Promise<Record<string, Record<string, unknown>[]>> {
  return runInDurableObject(connectionStub(env, connectionId)!, (_object, state) => {
    const names = state.storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '_cf_%'")
      .toArray();
    return Object.fromEntries(
      names.map(({ name }) => [name, state.storage.sql.exec(`SELECT * FROM "${name}"`).toArray()]),
    );
  });
}

/** How many rows a table of D1 has. */
export async function countOf(table: string): Promise<number> {
  const row = await env.DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>();
  return row!.n;
}

/** The tokens a connection holds, by way of its own vault. */
export async function tokensOf(connectionId: string) {
  return runInDurableObject(connectionStub(env, connectionId)!, (_object, state) =>
    new Vault(state.storage, connectionId, parseKeyring(env.VAULT_KEYS) as Keyring).tokens(),
  );
}

export const isTokenCall = ({ url }: { url: string }) => url.endsWith("/oauth/token");
export const isRevocation = ({ url }: { url: string }) => url.endsWith("/oauth/revoke");
export const tokenIn = ({ body }: Recorded) => new URLSearchParams(body).get("token");
