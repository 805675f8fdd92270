import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { configOf } from "../../src/config/config";
import { connectionStub } from "../../src/connections/stub";
import { Vault } from "../../src/connections/vault";
import { base64, hex } from "../../src/kernel/bytes";
import { api, connectSandbox, type Developer, newDeveloper } from "../support/harness";
import { formsOf } from "../support/marks";
import { Watch } from "../support/stores";
import { build, line, type Made, newRequest, store, type Unzipped } from "./support";

let developer: Developer;
let watch: Watch;
let made: Made;
let files: Map<string, Unzipped>;
const secrets: { name: string; forms: string[] }[] = [];

const secret = (name: string, text: string) => secrets.push({ name, forms: formsOf(text) });
const bytesSecret = (name: string, value: ArrayBuffer | Uint8Array) => {
  const bytes = new Uint8Array(value as ArrayBuffer);
  const tail = base64(bytes).replace(/=+$/, "").slice(0, -1);
  secrets.push({
    name,
    forms: [
      hex(bytes),
      tail,
      tail.replaceAll("+", "-").replaceAll("/", "_"),
      JSON.stringify([...bytes]).slice(1, -1),
    ],
  });
};

beforeAll(async () => {
  watch = new Watch();
  developer = await newDeveloper();
  const { id } = await connectSandbox(developer, "lagos-home", { user: "user-of-bundle" });
  made = { id, appId: developer.appId, user: "user-of-bundle" };
  await api(developer, "GET", `/v1/connections/${id}/orders?limit=2`);
  await watch.settle();
  await store([line(made)]);

  await runInDurableObject(connectionStub(env, id)!, async (_, state) => {
    const vault = new Vault(state.storage, id, configOf(env).vaultKeys);
    const [tokens, account] = [await vault.tokens(), await vault.account()];
    secret("access token", tokens.access_token);
    secret("refresh token", tokens.refresh_token!);
    secret("platform account", account.id);
    for (const [name, value] of Object.entries(account.facts))
      if (value.length > 5) secret(`fact ${name}`, value);
    for (const row of state.storage.sql.exec("SELECT sealed FROM vault_values"))
      bytesSecret("sealed value", row["sealed"] as ArrayBuffer);
    for (const row of state.storage.sql.exec("SELECT wrapped FROM vault_keys"))
      bytesSecret("wrapped key", row["wrapped"] as ArrayBuffer);
  });
  const hash = await env.DB.prepare("SELECT account_hash FROM connections WHERE id = ?1")
    .bind(id)
    .first("account_hash");
  secret("account hash", String(hash));
  const notice = await env.DB.prepare("SELECT notice_hash FROM consents WHERE connection_id = ?1")
    .bind(id)
    .first("notice_hash");
  expect(notice).not.toBeNull();
  secret("API key", developer.key);
  secret("key id", developer.keyId);
  const config = configOf(env);
  for (const { d } of config.signingKeys) secret("signing key", d);
  for (const ring of [config.vaultKeys, config.keyPeppers, config.sealKeys])
    bytesSecret("key ring", ring.bytes(ring.current));

  const request = await newRequest([made], {
    requesterHash: "requester-hash-of-bundle",
    linkHash: "link-hash-of-bundle",
    details: new TextEncoder().encode("sealed-details-of-bundle"),
    replyTo: new TextEncoder().encode("sealed-reply-of-bundle"),
  });
  for (const mark of [
    "requester-hash-of-bundle",
    "link-hash-of-bundle",
    "sealed-details-of-bundle",
    "sealed-reply-of-bundle",
  ])
    secret(mark, mark);
  ({ files } = await build([made], { request }));
});

afterAll(() => {
  vi.restoreAllMocks();
});

const found = (where: Iterable<Unzipped>) =>
  [...where].flatMap(({ name, text }) =>
    secrets
      .filter(({ forms }) => forms.some((form) => text.includes(form)))
      .map((one) => `${one.name} in ${name}`),
  );

describe("a bundle of a real connection", () => {
  it("shows that connection and its calls", () => {
    const text = files.get("data/connection_metadata.json")!.text;
    for (const mark of [made.id, "user-of-bundle", "granted_scopes"]) expect(text).toContain(mark);
    expect(files.get("data/system_logs.json")!.text).toContain("orders.list");
  });

  it("shows no credential, no sealed value, no key, no platform account and no hash that leads to one", () => {
    expect(secrets.length).toBeGreaterThanOrEqual(15);
    expect(secrets.every(({ forms }) => forms.length > 0)).toBe(true);
    expect(found(files.values())).toEqual([]);
  });

  it("would be caught showing one", () => {
    for (const { name, forms } of secrets)
      for (const form of forms)
        expect(found([{ name: "x", text: `a ${form} b`, bytes: new Uint8Array() }])).toContain(
          `${name} in x`,
        );
  });
});
