import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connectionStub } from "../../src/connections/stub";
import { Vault } from "../../src/connections/vault";
import { base64 } from "../../src/kernel/bytes";
import { clock, HOUR, SECOND } from "../../src/kernel/clock";
import { type Keyring, parseKeyring } from "../../src/kernel/keyring";
import { SealBroken } from "../../src/kernel/seal";
import {
  everythingInD1,
  everythingInObject,
  isRevocation,
  isTokenCall,
  openReconnect,
  tapSandbox,
  tokenIn,
  tokensOf,
  walkToPlatform,
} from "../support/fake-platforms";
import {
  allowAtSandbox,
  api,
  Browser,
  connectSandbox,
  type Developer,
  frozenClock,
  newDeveloper,
  toSandbox,
} from "../support/harness";

let developer: Developer;
let frozen: ReturnType<typeof frozenClock>;

beforeEach(async () => {
  frozen = frozenClock(clock.now());
  developer = await newDeveloper();
});
afterEach(() => {
  vi.restoreAllMocks();
  frozen.release();
});

async function statusOf(id: string): Promise<string> {
  const answer = await api(developer, "GET", `/v1/connections/${id}`);
  return ((await answer.json()) as { status: string }).status;
}

const call = (id: string) => api(developer, "GET", `/v1/connections/${id}/store`);

describe("21. at rest", () => {
  it("21. no token, code, verifier or secret stands in D1 or in the object, in any form a search would find", async () => {
    const seen = tapSandbox();
    const answers: string[] = [];
    const browser = new Browser();
    const callback = await allowAtSandbox(browser, await toSandbox(developer, browser), "lagos-home");
    const back = await browser.get(callback);
    const code = new URL(back.headers.get("location")!).searchParams.get("code")!;
    const { id } = (await (await api(developer, "POST", "/v1/connect/exchange", { code })).json()) as {
      id: string;
    };
    answers.push(await (await call(id)).text());
    const held = await tokensOf(id);
    const form = new URLSearchParams(seen.find(isTokenCall)!.body);
    const secrets = [
      held.access_token,
      held.refresh_token!,
      code,
      form.get("code")!,
      form.get("code_verifier")!,
    ];
    const state = new URL(callback).searchParams.get("state")!;
    const object = await everythingInObject(id);
    const everything = [
      JSON.stringify(await everythingInD1()),
      JSON.stringify(object, (_, value) =>
        value instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(value)) : value,
      ),
    ].join("\n");
    for (const secret of [...secrets, state]) {
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(btoa(secret).replace(/=+$/, ""));
    }
    expect(object["vault_values"]).toHaveLength(2);
  });

  it("21. sealed anew with another nonce each time, under a data key of its own per connection", async () => {
    const first = await connectSandbox(developer, "lagos-home");
    const second = await connectSandbox(developer, "lagos-home");
    const sealed = async (id: string) => {
      const { vault_keys, vault_values } = await everythingInObject(id);
      const bytes = [
        ...vault_keys!.map((row) => row["wrapped"]),
        ...vault_values!.map((row) => row["sealed"]),
      ];
      return bytes.map((value) => base64(new Uint8Array(value as ArrayBuffer)));
    };
    const nonces = [...(await sealed(first.id)), ...(await sealed(second.id))].map((text) =>
      text.slice(0, 16),
    );
    expect(nonces).toHaveLength(6);
    expect(new Set(nonces).size).toBe(6);
  });

  it("21. a sealed value copied to another connection or another field does not open", async () => {
    const from = await connectSandbox(developer, "lagos-home");
    const to = await connectSandbox(developer, "nairobi-fresh");
    const { vault_keys, vault_values } = await everythingInObject(from.id);
    await runInDurableObject(connectionStub(env, to.id)!, async (_object, state) => {
      const { sql } = state.storage;
      const ring = parseKeyring(env.VAULT_KEYS) as Keyring;
      for (const { name, sealed } of vault_values!) {
        sql.exec("UPDATE vault_values SET sealed = ? WHERE name = ?", sealed, name);
      }
      await expect(new Vault(state.storage, to.id, ring).tokens()).rejects.toThrow(SealBroken);
      sql.exec("UPDATE vault_keys SET wrapped = ?", vault_keys![0]!["wrapped"]);
      await expect(new Vault(state.storage, to.id, ring).tokens()).rejects.toThrow(SealBroken);
    });
    await runInDurableObject(connectionStub(env, from.id)!, async (_object, state) => {
      const account = vault_values!.find(({ name }) => name === "account")!;
      state.storage.sql.exec("UPDATE vault_values SET sealed = ? WHERE name = 'tokens'", account["sealed"]);
      const vault = new Vault(state.storage, from.id, parseKeyring(env.VAULT_KEYS) as Keyring);
      await expect(vault.tokens()).rejects.toThrow(SealBroken);
    });
  });

  it("21. rotation: the old key still reads, new writes use the new one, re-wrapping twice changes nothing", async () => {
    const { id } = await connectSandbox(developer);
    const before = await tokensOf(id);
    const fresh = `2:${base64(new Uint8Array(32).map((_, at) => (at * 53 + 9) % 256))}`;
    const both = parseKeyring(`${fresh},${env.VAULT_KEYS}`) as Keyring;
    expect(both.current).toBe(2);
    await runInDurableObject(connectionStub(env, id)!, async (_object, state) => {
      const version = () =>
        state.storage.sql.exec<{ kek_version: number }>("SELECT * FROM vault_keys").one().kek_version;
      const vault = new Vault(state.storage, id, both);
      expect(await vault.tokens()).toEqual(before);
      expect(version()).toBe(1);
      expect(await vault.rewrap()).toBe("rewrapped");
      expect(version()).toBe(2);
      expect(await vault.rewrap()).toBe("current");
      expect(await new Vault(state.storage, id, parseKeyring(fresh) as Keyring).tokens()).toEqual(before);
    });
  });
});

describe("22. refreshing", () => {
  it("22. an answer without a refresh token keeps the old one, and the next refresh uses it", async () => {
    const { id } = await connectSandbox(developer);
    const before = await tokensOf(id);
    const kept: string[] = [];
    tapSandbox(async (asked, forward) => {
      if (!isTokenCall(asked)) return forward(asked);
      kept.push(new URLSearchParams(await asked.clone().text()).get("refresh_token")!);
      const { refresh_token: _, ...rest } = (await (await forward(asked)).json()) as Record<string, unknown>;
      return Response.json(rest);
    });
    for (let round = 0; round < 2; round++) {
      frozen.add(2 * HOUR);
      expect((await call(id)).status).toBe(200);
    }
    const after = await tokensOf(id);
    expect(after.refresh_token).toBe(before.refresh_token);
    expect(after.access_token).not.toBe(before.access_token);
    expect(kept).toEqual([before.refresh_token, before.refresh_token]);
  });

  it("22. a new refresh token replaces the old one before the new access token is used", async () => {
    const { id } = await connectSandbox(developer);
    const before = await tokensOf(id);
    frozen.add(2 * HOUR);
    let storedAtUse: string | undefined;
    const seen = tapSandbox(async (asked, forward) => {
      if (asked.url.includes("/api/")) storedAtUse = (await tokensOf(id)).access_token;
      return forward(asked);
    });
    expect((await call(id)).status).toBe(200);
    const used = seen.find(({ url }) => url.includes("/api/"))!.headers.get("authorization");
    expect(used).toBe(`Bearer ${storedAtUse}`);
    expect(storedAtUse).not.toBe(before.access_token);
    expect((await tokensOf(id)).refresh_token).not.toBe(before.refresh_token);
  });

  it("22. invalid_grant: needs_reauth, told as such, and the platform is not asked again and again", async () => {
    const { id } = await connectSandbox(developer);
    await api(developer, "POST", `/v1/sandbox/connections/${id}/break`, { as: "revoked" });
    const seen = tapSandbox();
    const first = await call(id);
    expect(await first.json()).toMatchObject({ code: "needs_reauth", status: 409 });
    expect(await statusOf(id)).toBe("needs_reauth");
    const asked = seen.filter(isTokenCall).length;
    expect(asked).toBe(1);
    expect(await (await call(id)).json()).toMatchObject({ code: "needs_reauth" });
    expect(seen.filter(isTokenCall)).toHaveLength(asked);
  });

  it.each<[string, () => Response]>([
    ["500", () => new Response("oops", { status: 500 })],
    ["503 that says invalid_grant", () => Response.json({ error: "invalid_grant" }, { status: 503 })],
    ["520 with HTML", () => new Response("<html>", { status: 520 })],
    ["429", () => new Response(null, { status: 429 })],
    [
      "invalid_client (our fault, not the person's)",
      () => Response.json({ error: "invalid_client" }, { status: 401 }),
    ],
    ["HTML with 200", () => new Response("<html>hello")],
    ["nothing", () => new Response(null, { status: 204 })],
  ])("22. %s never marks the grant revoked: degraded, told as 502, and good again afterwards", async (_, answer) => {
    const { id } = await connectSandbox(developer);
    const before = await tokensOf(id);
    frozen.add(2 * HOUR);
    tapSandbox((asked, forward) => (isTokenCall(asked) ? answer() : forward(asked)));
    expect(await (await call(id)).json()).toMatchObject({ code: "platform_error", status: 502 });
    expect(await statusOf(id)).toBe("degraded");
    expect(await tokensOf(id)).toEqual(before);
    vi.restoreAllMocks();
    frozen.add(6 * SECOND);
    expect((await call(id)).status).toBe(200);
    expect(await statusOf(id)).toBe("active");
  });

  it("22. while the present token is still good, a failing refresh stops no call, and the status stays told", async () => {
    const { id } = await connectSandbox(developer);
    frozen.add(HOUR - 30 * SECOND);
    const seen = tapSandbox((asked, forward) =>
      isTokenCall(asked) ? new Response(null, { status: 503 }) : forward(asked),
    );
    expect((await call(id)).status).toBe(200);
    expect(await statusOf(id)).toBe("degraded");
    frozen.add(SECOND);
    await runInDurableObject(connectionStub(env, id)!, (object) =>
      object.lease({ appId: developer.appId, mode: "test", calls: 1 }),
    );
    expect(seen.filter(isTokenCall)).toHaveLength(1);
    expect(await statusOf(id)).toBe("degraded");
  });

  it("22. an answer lost on the way is recovered: the same refresh token is tried again", async () => {
    const { id } = await connectSandbox(developer);
    frozen.add(2 * HOUR);
    tapSandbox(async (asked, forward) => {
      const answer = await forward(asked);
      return isTokenCall(asked) ? new Response(null, { status: 504 }) : answer;
    });
    expect((await call(id)).status).toBe(502);
    vi.restoreAllMocks();
    frozen.add(6 * SECOND);
    expect((await call(id)).status).toBe(200);
  });

  it("22. a reconnect during a refresh wins: its grant stays, the refresh's answer does not overwrite it", async () => {
    const { id } = await connectSandbox(developer);
    frozen.add(2 * HOUR);
    const browser = new Browser();
    const { connectUrl } = await openReconnect(developer, id);
    const callback = await allowAtSandbox(
      browser,
      (await walkToPlatform(browser, connectUrl)).href,
      "lagos-home",
    );
    const former = (await tokensOf(id)).refresh_token;
    let issued = "";
    let reconnected: Awaited<ReturnType<typeof tokensOf>> | null = null;
    const seen = tapSandbox(async (asked, forward) => {
      const isRefresh =
        isTokenCall(asked) && (await asked.clone().text()).includes("grant_type=refresh_token");
      const answer = await forward(asked);
      if (!isRefresh || reconnected) return answer;
      issued = ((await answer.clone().json()) as { refresh_token: string }).refresh_token;
      expect((await browser.get(callback)).status).toBe(303);
      reconnected = await tokensOf(id);
      return answer;
    });
    expect((await call(id)).status).toBe(200);
    expect(issued).toMatch(/^sbx_rt\./);
    expect(reconnected).not.toBeNull();
    expect(await tokensOf(id)).toEqual(reconnected);
    expect(await statusOf(id)).toBe("active");
    // Nobody holds the replaced grant, nor what the refresh was given: both are handed back, the new one is not.
    expect(seen.filter(isRevocation).map(tokenIn)).toEqual([former, issued]);
    frozen.add(2 * HOUR);
    expect((await call(id)).status).toBe(200);
  });
});
