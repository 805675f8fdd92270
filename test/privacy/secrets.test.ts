import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { configOf } from "../../src/config/config";
import { base64, base64url, hex } from "../../src/kernel/bytes";
import { deriveKey, type Keyring } from "../../src/kernel/keyring";
import { aesKey, unseal } from "../../src/kernel/seal";
import {
  allowAtSandbox,
  api,
  Browser,
  connectSandbox,
  type Developer,
  newDeveloper,
  ORIGIN,
  request,
  toSandbox,
} from "../support/harness";
import { type Answer, Recorder } from "../support/recorder";
import { dump, findMarks, inEvery, type Stored, Watch } from "../support/stores";

/** DESIGN rule 3: no store, route, header, error or log line shows a credential. */

/** A secret, and the answers that must carry it: there alone it may stand. */
interface Secret {
  name: string;
  forms: string[];
  mayStandIn: (answer: Answer) => boolean;
}

const nowhere = () => false;
const secrets: Secret[] = [];

function secret(name: string, values: Iterable<string>, mayStandIn: Secret["mayStandIn"] = nowhere): void {
  const forms = [...values].flatMap((value) => {
    const bytes = new TextEncoder().encode(value);
    return [value, encodeURIComponent(value), base64(bytes).replace(/=+$/, "").slice(0, -1), hex(bytes)];
  });
  if (forms.length === 0) throw new Error(`no ${name} was seen: nothing would be searched for`);
  secrets.push({ name, forms: [...new Set(forms)], mayStandIn });
}

function keySecret(name: string, bytes: Uint8Array): void {
  const forms = [
    base64(bytes).replace(/=+$/, ""),
    base64url(bytes),
    hex(bytes),
    hex(bytes).toUpperCase(),
    JSON.stringify([...bytes]).slice(1, -1),
  ];
  secrets.push({
    name,
    forms: [...forms, Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")],
    mayStandIn: nowhere,
  });
}

const ringSecrets = (name: string, ring: Keyring) => {
  for (const version of ring.versions) keySecret(`${name} ${version}`, ring.bytes(version));
};

const ops = { authorization: `Bearer ${env.OPS_DEV_TOKEN}`, "content-type": "application/json" };

let watch: Watch;
let recorder: Recorder;
let developer: Developer;

async function connectAndLook(): Promise<{
  connectTokens: string[];
  states: string[];
  codes: string[];
  cookies: string[];
}> {
  const browser = new Browser();
  const address = await toSandbox(developer, browser, { user: "user-of-secrets" });
  const callback = await allowAtSandbox(browser, address, "lagos-home");
  const back = await browser.get(callback);
  const code = new URL(back.headers.get("location")!).searchParams.get("code")!;
  // Once more, and forged: what is refused must not repeat what it was given.
  await browser.get(callback);
  await browser.get(callback.replace(/code=[^&]*/, "code=sbx_ac.lagos-home.x"));
  await browser.get(
    `/connect/callback/sandbox?error=access_denied&state=${new URL(callback).searchParams.get("state")}`,
  );
  expect(
    (await api(developer, "POST", "/v1/connect/exchange", { code }, { "idempotency-key": "exchange-1" }))
      .status,
  ).toBe(200);
  for (const headers of [{}, { "idempotency-key": "exchange-1" }])
    await api(developer, "POST", "/v1/connect/exchange", { code }, headers);
  const sessions = recorder.answers.filter(({ path }) => path === "/v1/connect/sessions");
  return {
    connectTokens: sessions.flatMap(({ text }) => /\/connect\/([0-9A-Za-z]{32})/.exec(text)?.[1] ?? []),
    states: [new URL(address).searchParams.get("state")!],
    codes: [code],
    cookies: [...browser.cookieHeader.matchAll(/__Host-mtr_connect=([^;]+)/g)].map((match) => match[1]!),
  };
}

async function useEverything(id: string): Promise<void> {
  const base = `/v1/connections/${id}`;
  const get = (path: string) => api(developer, "GET", path);
  for (const path of [
    "store",
    "locations",
    "products?limit=2&raw=true",
    "orders?limit=2&raw=true",
    "orders/none",
    "refunds?limit=2",
    "inventory?limit=2",
    "customers?limit=2&raw=true",
    "proxy/shop",
    "proxy/nothing",
    "usage",
    "orders?status=none",
  ]) {
    await get(`${base}/${path}`);
  }
  await get(base);
  await get("/v1/connections");
  for (const as of ["expired", "throttled", "down"]) {
    await api(developer, "POST", `/v1/sandbox/connections/${id}/break`, { as });
    await get(`${base}/orders?limit=1`);
    await get(`${base}/proxy/shop`);
  }
  await api(developer, "POST", `${base}/proxy/shop`, { x: 1 }, { "idempotency-key": "proxy-1" });
  await api(developer, "POST", `${base}/reconnect`, { redirect_uri: "https://shop.example/connected" });
  for (const path of [
    "/v1/platforms",
    "/v1/usage",
    "/v1/logs",
    "/v1/api-keys",
    "/openapi.json",
    "/docs",
    "/health",
    "/trust/completeness.json",
    "/.well-known/oauth-authorization-server/sandbox",
    "/nothing",
    "/v1/nothing",
    "/ops/nothing",
  ])
    await get(path);
}

/** Keys are made, replayed, rotated, revoked; and offered in every wrong way. */
async function useKeys(): Promise<string[]> {
  const body = { name: "second", scopes: ["usage"] };
  const first = (await (
    await api(developer, "POST", "/v1/api-keys", body, { "idempotency-key": "key-1" })
  ).json()) as { id: string; key: string };
  await api(developer, "POST", "/v1/api-keys", body, { "idempotency-key": "key-1" });
  await api(developer, "POST", "/v1/api-keys", { ...body, name: "other" }, { "idempotency-key": "key-1" });
  const second = (await (await api(developer, "POST", `/v1/api-keys/${first.id}/rotate`, {})).json()) as {
    id: string;
    key: string;
  };
  await api(developer, "DELETE", `/v1/api-keys/${second.id}`);
  for (const key of [first.key, second.key, developer.key]) {
    const wrong = key.slice(0, -1) + (key.endsWith("0") ? "1" : "0");
    for (const authorization of [
      `Bearer ${key}`,
      `Bearer ${wrong}`,
      `Basic ${btoa(`${key}:`)}`,
      `Bearer ${key} ${key}`,
      key,
    ]) {
      await request("/v1/usage", { headers: { authorization } });
    }
    await request("/ops/keys/rewrap", { method: "POST", headers: { authorization: `Bearer ${key}` } });
    await request("/ops/apps", {
      method: "POST",
      headers: { ...ops, authorization: `Bearer ${key}` },
      body: "{",
    });
  }
  return [first.key, second.key];
}

beforeAll(async () => {
  watch = new Watch();
  recorder = new Recorder();
  developer = await newDeveloper();
  const flow = await connectAndLook();
  const { id } = await connectSandbox(developer, "nairobi-fresh");
  await useEverything(id);
  const made = await useKeys();
  const app = await request("/ops/apps", {
    method: "POST",
    headers: ops,
    body: JSON.stringify({ name: "New", redirect_uris: [], key: { name: "k", mode: "test" } }),
  });
  made.push(((await app.json()) as { key: { key: string } }).key.key);
  await request("/ops/keys/rewrap", { method: "POST", headers: ops });
  await request("/ops/apps", { method: "POST", headers: ops, body: "{" });
  const gone = await connectSandbox(developer, "dakar-mode");
  await api(developer, "DELETE", `/v1/connections/${gone.id}`);
  await watch.settle();

  secret("platform access token", recorder.accessTokens);
  secret("platform refresh token", recorder.refreshTokens);
  secret("platform client secret", recorder.clientSecrets);
  secret("PKCE verifier", recorder.verifiers);
  secret("operators' token", [env.OPS_DEV_TOKEN!]);
  const isRedirectOfSandbox = ({ path }: Answer) => path.startsWith("/sandbox/oauth/authorize");
  secret("platform authorisation code", recorder.platformCodes, isRedirectOfSandbox);
  const isPageOf = ({ method, path }: Answer) =>
    method === "POST" && /^\/connect\/[0-9A-Za-z]{32}\//.test(path);
  secret("OAuth state", flow.states, (answer) => isRedirectOfSandbox(answer) || isPageOf(answer));
  secret(
    "connect code",
    flow.codes,
    ({ path, status }) => path.startsWith("/connect/callback/") && status === 303,
  );
  secret(
    "connect token",
    flow.connectTokens,
    ({ path }) => path === "/v1/connect/sessions" || /^\/connect\/[0-9A-Za-z]{32}/.test(path),
  );
  secret(
    "connect cookie",
    flow.cookies,
    ({ path, text }) => path.startsWith("/connect/") && text.includes("HttpOnly"),
  );
  const isNewKey = ({ method, path, status }: Answer) =>
    method === "POST" && status === 201 && /^\/(v1\/api-keys|ops\/apps)/.test(path);
  for (const key of [developer.key, ...made]) {
    secret(`API key ${key.slice(0, 24)}`, [key], isNewKey);
    secret(`secret part of ${key.slice(0, 24)}`, [key.slice(-38, -6)], isNewKey);
  }
  const { vaultKeys, keyPeppers, sealKeys } = configOf(env);
  ringSecrets("vault key", vaultKeys);
  ringSecrets("pepper", keyPeppers);
  ringSecrets("seal key", sealKeys);
  for (const bytes of await dataKeys(vaultKeys)) keySecret("data key", bytes);
}, 60_000);

afterAll(() => {
  vi.restoreAllMocks();
});

/** Every connection's own data key, unwrapped. */
async function dataKeys(ring: Keyring): Promise<Uint8Array[]> {
  const all = await inEvery("ConnectionObject", async ({ storage: { sql } }) => {
    const row = sql
      .exec<{ id: string; version: number; wrapped: ArrayBuffer }>(
        "SELECT connection_id AS id, kek_version AS version, wrapped FROM connection, vault_keys",
      )
      .toArray()[0];
    if (!row) return null;
    const kek = await aesKey(await deriveKey(ring.bytes(row.version), "vault-kek"));
    return unseal(kek, `${row.id}/data-key`, new Uint8Array(row.wrapped));
  });
  return all.filter((bytes) => bytes !== null);
}

function shownIn(answers: readonly Answer[]): string[] {
  return secrets.flatMap(({ name, forms, mayStandIn }) =>
    answers
      .filter((answer) => !mayStandIn(answer) && forms.some((form) => answer.text.includes(form)))
      .map(({ method, path, status }) => `${name} in ${method} ${path} ${status}`),
  );
}

function storedIn(places: readonly Stored[]): string[] {
  return secrets.flatMap(({ name, forms }) =>
    findMarks(places, forms).map((found) => `${name}${found.slice(found.lastIndexOf(" in "))}`),
  );
}

describe("credentials", () => {
  it("were all seen at their proper places, so that the search is for the real ones", () => {
    expect(recorder.accessTokens.size).toBeGreaterThanOrEqual(4); // three connections and a refresh
    expect(recorder.verifiers.size).toBeGreaterThanOrEqual(3);
    for (const { name, forms, mayStandIn } of secrets) {
      if (mayStandIn === nowhere || name.includes(developer.key.slice(0, 24))) continue;
      expect(
        recorder.answers.some(
          (answer) => mayStandIn(answer) && forms.some((form) => answer.text.includes(form)),
        ),
        name,
      ).toBe(true);
    }
    expect(secrets.filter(({ name }) => name === "data key")).toHaveLength(2);
  });

  it("stand in no answer's head or body", () => {
    for (const status of [200, 201, 303, 400, 401, 404, 409, 410, 422, 429, 502])
      expect(recorder.answers.map((answer) => answer.status)).toContain(status);
    expect(shownIn(recorder.answers)).toEqual([]);
  });

  it("rest in no store and no log line", async () => {
    const places = await dump(watch);
    for (const store of [
      "D1 api_keys.mac",
      "D1 oauth_states.sealed",
      "D1 connect_codes",
      "D1 connect_sessions",
      "ConnectionObject vault_values.sealed",
      "SandboxObject refresh_tokens",
      "R2 LOGS logs/",
      "queue",
    ]) {
      expect(
        places.some(({ where }) => where.startsWith(store)),
        store,
      ).toBe(true);
    }
    expect(storedIn(places)).toEqual([]);
  });

  it("of an ended connection are gone from its object", async () => {
    const left = await inEvery("ConnectionObject", ({ storage: { sql } }) => ({
      status: sql.exec<{ status: string }>("SELECT status FROM connection").one().status,
      vault: sql
        .exec<{ n: number }>(
          "SELECT (SELECT count(*) FROM vault_keys) + (SELECT count(*) FROM vault_values) AS n",
        )
        .one().n,
    }));
    expect(left.filter(({ status }) => status === "disconnected")).toEqual([
      { status: "disconnected", vault: 0 },
    ]);
    expect(left.filter(({ status }) => status !== "disconnected").every(({ vault }) => vault === 3)).toBe(
      true,
    );
  });
});

describe("the search itself", () => {
  it("finds each kind of secret where it does not belong", async () => {
    for (const { name, forms } of secrets) {
      const [form] = forms;
      expect(shownIn([{ method: "GET", path: "/v1/x", status: 200, text: `x ${form} y` }]), name).toContain(
        `${name} in GET /v1/x 200`,
      );
      expect(storedIn([{ where: "planted", text: `x ${form} y` }]).length, name).toBeGreaterThan(0);
    }
    const { vaultKeys } = configOf(env);
    await env.DB.prepare(
      "INSERT INTO idempotency_keys (id, request_hash, answer, created_at, expires_at) VALUES ('planted', '', ?1, 0, 0)",
    )
      .bind(vaultKeys.bytes(1))
      .run();
    expect(storedIn(await dump(watch)).join()).toContain("vault key 1 in D1 idempotency_keys.answer");
    await env.DB.prepare("DELETE FROM idempotency_keys WHERE id = 'planted'").run();
    console.error(`refused ${[...recorder.accessTokens][0]}`);
    expect(storedIn(await dump(watch)).join()).toContain("platform access token in console");
  });

  it("sees answers of the Worker as they leave it", async () => {
    const before = recorder.answers.length;
    await request(`${ORIGIN}/health`);
    expect(recorder.answers.length).toBe(before + 1);
    expect(recorder.answers.at(-1)!.text).toContain("x-request-id: req_");
  });
});
