import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configOf } from "../../src/config/config";
import type { ConnectionObject } from "../../src/connections/object";
import { connectionStub } from "../../src/connections/stub";
import { Vault, VaultEmpty } from "../../src/connections/vault";
import { base64, randomBytes } from "../../src/kernel/bytes";
import { newConnectionId } from "../../src/kernel/ids";
import { type Keyring, parseKeyring, UnknownKeyVersion } from "../../src/kernel/keyring";
import { SealBroken } from "../../src/kernel/seal";
import { api, connectSandbox, type Developer, newDeveloper, request } from "../support/harness";
import { Recorder } from "../support/recorder";

const stubOf = (id: string) => connectionStub(env, id)!;

function ring(text: string): Keyring {
  const parsed = parseKeyring(text);
  if ("fault" in parsed) throw new Error(parsed.fault);
  return parsed;
}

interface Sealed {
  keys: { kek_version: number; wrapped: ArrayBuffer }[];
  values: Record<string, ArrayBuffer>;
}

function sealedOf(id: string): Promise<Sealed> {
  return runInDurableObject(stubOf(id), (_, { storage: { sql } }) => ({
    keys: sql
      .exec<{ kek_version: number; wrapped: ArrayBuffer }>("SELECT kek_version, wrapped FROM vault_keys")
      .toArray(),
    values: Object.fromEntries(
      sql
        .exec<{ name: string; sealed: ArrayBuffer }>("SELECT name, sealed FROM vault_values")
        .toArray()
        .map((row) => [row.name, row.sealed]),
    ),
  }));
}

const bytesOf = (buffer: ArrayBuffer | undefined) => [...new Uint8Array(buffer!)];

function inVault<T>(
  id: string,
  run: (vault: Vault, sql: SqlStorage) => T | Promise<T>,
  keys = configOf(env).vaultKeys,
): Promise<T> {
  return runInDurableObject(stubOf(id), (_, { storage }) => run(new Vault(storage, id, keys), storage.sql));
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => "opened",
    (error: Error) => error.name,
  );

describe("a sealed value", () => {
  let developer: Developer;
  beforeEach(async () => {
    developer = await newDeveloper();
  });

  it("opens in its own place", async () => {
    const { id } = await connectSandbox(developer);
    const { tokens, account } = await inVault(id, async (vault) => ({
      tokens: await vault.tokens(),
      account: await vault.account(),
    }));
    expect(tokens.access_token).toMatch(/^sbx_at\.lagos-home\./);
    expect(tokens.refresh_token).toMatch(/^sbx_rt\.lagos-home\./);
    expect(account.id).toBe("lagos-home");
  });

  it("does not open in another connection, not even with its own data key beside it", async () => {
    const { id: from } = await connectSandbox(developer, "lagos-home");
    const { id: to } = await connectSandbox(developer, "nairobi-fresh");
    const foreign = await sealedOf(from);
    // The value alone, under the other connection's data key.
    await inVault(to, (_, sql) =>
      sql.exec("UPDATE vault_values SET sealed = ? WHERE name = 'tokens'", foreign.values.tokens!).toArray(),
    );
    expect(await inVault(to, (vault) => failure(vault.tokens()))).toBe("SealBroken");
    expect(await inVault(to, (vault) => failure(vault.account()))).toBe("opened");

    // The data key with it.
    await inVault(to, (_, sql) =>
      sql
        .exec(
          "UPDATE vault_keys SET kek_version = ?, wrapped = ?",
          foreign.keys[0]!.kek_version,
          foreign.keys[0]!.wrapped,
        )
        .toArray(),
    );
    expect(await inVault(to, (vault) => failure(vault.tokens()))).toBe("SealBroken");
    expect(await inVault(to, (vault) => failure(vault.rewrap()), two())).toBe("SealBroken");

    // And the product refuses, without a word of either connection's secrets.
    await abortAllDurableObjects();
    const answer = await api(developer, "GET", `/v1/connections/${to}/orders?limit=1`);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ code: "internal" });
  });

  it("does not open in another field of the same connection", async () => {
    const { id } = await connectSandbox(developer);
    const { values } = await sealedOf(id);
    await inVault(id, (_, sql) =>
      sql.exec("UPDATE vault_values SET sealed = ? WHERE name = 'account'", values.tokens!).toArray(),
    );
    expect(await inVault(id, (vault) => failure(vault.account()))).toBe("SealBroken");
    expect(await inVault(id, (vault) => failure(vault.tokens()))).toBe("opened");
    await inVault(id, (_, sql) =>
      sql
        .exec("UPDATE vault_values SET sealed = (SELECT wrapped FROM vault_keys) WHERE name = 'account'")
        .toArray(),
    );
    expect(await inVault(id, (vault) => failure(vault.account()))).toBe("SealBroken");
  });

  it("does not open with any bit changed, or cut short", async () => {
    const { id } = await connectSandbox(developer);
    const sealed = new Uint8Array((await sealedOf(id)).values.account!);
    for (const at of [0, 11, 12, Math.floor(sealed.length / 2), sealed.length - 1]) {
      const changed = Uint8Array.from(sealed);
      changed[at]! ^= 1;
      await inVault(id, (_, sql) =>
        sql.exec("UPDATE vault_values SET sealed = ? WHERE name = 'account'", changed.buffer).toArray(),
      );
      expect(await inVault(id, (vault) => failure(vault.account())), `byte ${at}`).toBe("SealBroken");
    }
    for (const length of [0, 11, 12, sealed.length - 1]) {
      await inVault(id, (_, sql) =>
        sql
          .exec("UPDATE vault_values SET sealed = ? WHERE name = 'account'", sealed.slice(0, length).buffer)
          .toArray(),
      );
      expect(await inVault(id, (vault) => failure(vault.account())), `${length} bytes`).toBe("SealBroken");
    }
  });

  it("of the same plain text is never the same twice", async () => {
    const { id } = await connectSandbox(developer);
    const before = await sealedOf(id);
    await inVault(id, async (vault) => vault.replaceTokens(await vault.tokens(), () => true));
    const after = await sealedOf(id);
    expect(bytesOf(after.values.tokens)).not.toEqual(bytesOf(before.values.tokens));
    expect(bytesOf(after.values.tokens).slice(0, 12)).not.toEqual(bytesOf(before.values.tokens).slice(0, 12));
    expect(bytesOf(after.keys[0]!.wrapped)).toEqual(bytesOf(before.keys[0]!.wrapped));
  });

  it("that was erased is empty, and says so", async () => {
    const { id } = await connectSandbox(developer);
    const outcome = await inVault(id, async (vault) => {
      vault.erase();
      return { empty: vault.isEmpty, tokens: await failure(vault.tokens()), rewrap: await vault.rewrap() };
    });
    expect(outcome).toEqual({ empty: true, tokens: VaultEmpty.name, rewrap: "empty" });
  });
});

const SECOND_KEY = base64(randomBytes(32));
const two = () => ring(`2:${SECOND_KEY},${env.VAULT_KEYS}`);

describe("rotation of the key-encryption key", () => {
  const ops = { authorization: `Bearer ${env.OPS_DEV_TOKEN}` };
  let restore: Keyring | null = null;
  let objectConfig: { vaultKeys: Keyring } | null = null;

  /** As a deployment with another VAULT_KEYS: every object starts anew with it. */
  async function deploy(keys: Keyring): Promise<void> {
    await abortAllDurableObjects();
    await runInDurableObject(stubOf(newConnectionId("eu")), (object: ConnectionObject) => {
      objectConfig = configOf((object as unknown as { env: Env }).env);
      restore ??= objectConfig.vaultKeys;
      objectConfig.vaultKeys = keys;
    });
  }

  afterEach(() => {
    if (objectConfig && restore) objectConfig.vaultKeys = restore;
    vi.restoreAllMocks();
  });

  interface Step {
    rewrapped: number;
    current: number;
    empty: number;
    next: string | null;
  }

  async function rewrapAll(limit: number): Promise<{ sum: Omit<Step, "next">; steps: number }> {
    const sum = { rewrapped: 0, current: 0, empty: 0 };
    let steps = 0;
    for (let after: string | null = ""; after !== null; ) {
      const answer = await request(`/ops/keys/rewrap?limit=${limit}&after=${after}`, {
        method: "POST",
        headers: ops,
      });
      expect(answer.status).toBe(200);
      const step = (await answer.json()) as Step;
      for (const kind of ["rewrapped", "current", "empty"] as const) sum[kind] += step[kind];
      steps += 1;
      after = step.next;
    }
    return { sum, steps };
  }

  it("wraps each data key anew, touches no sealed value, asks no platform, and may be repeated", async () => {
    await env.DB.prepare("DELETE FROM connections").run();
    const developer = await newDeveloper();
    const ids: string[] = [];
    for (const shop of ["lagos-home", "nairobi-fresh", "kuwait-oud"])
      ids.push((await connectSandbox(developer, shop)).id);
    const gone = (await connectSandbox(developer, "dakar-mode")).id;
    await api(developer, "DELETE", `/v1/connections/${gone}`);
    const before = await Promise.all(ids.map(sealedOf));
    expect(before.map(({ keys }) => keys[0]!.kek_version)).toEqual([1, 1, 1]);

    await deploy(two());
    // What the old version wrapped is read on, before anything is rotated.
    expect((await api(developer, "GET", `/v1/connections/${ids[0]}/orders?limit=1`)).status).toBe(200);

    const recorder = new Recorder();
    const network = vi.spyOn(globalThis, "fetch");
    const first = await rewrapAll(2);
    expect(first).toEqual({ sum: { rewrapped: 3, current: 0, empty: 0 }, steps: 2 });
    const after = await Promise.all(ids.map(sealedOf));
    for (const [index, { keys, values }] of after.entries()) {
      expect(keys).toHaveLength(1);
      expect(keys[0]!.kek_version).toBe(2);
      expect(bytesOf(keys[0]!.wrapped)).not.toEqual(bytesOf(before[index]!.keys[0]!.wrapped));
      for (const name of ["tokens", "account"])
        expect(bytesOf(values[name])).toEqual(bytesOf(before[index]!.values[name]));
    }

    expect(await rewrapAll(50)).toEqual({ sum: { rewrapped: 0, current: 3, empty: 0 }, steps: 1 });
    expect((await sealedOf(ids[0]!)).keys.map(({ wrapped }) => bytesOf(wrapped))).toEqual(
      after[0]!.keys.map(({ wrapped }) => bytesOf(wrapped)),
    );
    expect(recorder.platformCalls).toBe(0);
    expect(network).not.toHaveBeenCalled();

    // With the old version retired everything goes on …
    await deploy(ring(`2:${SECOND_KEY}`));
    expect((await api(developer, "GET", `/v1/connections/${ids[1]}/orders?limit=1`)).status).toBe(200);
    // … and without the new one nothing opens.
    expect(await inVault(ids[2]!, (vault) => failure(vault.tokens()), ring(env.VAULT_KEYS))).toBe(
      UnknownKeyVersion.name,
    );
  });

  it("is for operators alone", async () => {
    const developer = await newDeveloper();
    for (const headers of [
      {},
      { authorization: "Bearer wrong" },
      { authorization: `Bearer ${developer.key}` },
      { "cf-access-jwt-assertion": "e30.e30.e30" },
    ]) {
      const answer = await request("/ops/keys/rewrap", {
        method: "POST",
        headers: headers as Record<string, string>,
      });
      expect(answer.status).toBe(401);
    }
  });

  it("refuses a step that is no step", async () => {
    for (const query of ["limit=0", "limit=201", "limit=x", `after=${"a".repeat(65)}`]) {
      const answer = await request(`/ops/keys/rewrap?${query}`, { method: "POST", headers: ops });
      expect(answer.status, query).toBe(422);
    }
  });
});

it("SealBroken tells nothing of what did not open", () => {
  expect(new SealBroken().message).toBe("sealed value does not open");
});
