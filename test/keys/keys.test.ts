import { createExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createApp } from "../../src/app";
import { parseConfig } from "../../src/config/config";
import { database } from "../../src/db/client";
import { base62, crc32 } from "../../src/kernel/base62";
import { base64, randomBytes } from "../../src/kernel/bytes";
import { clock, DAY, HOUR, hourOf, SECOND } from "../../src/kernel/clock";
import { UnknownKeyVersion } from "../../src/kernel/keyring";
import { makeKey, parseKey } from "../../src/keys/format";
import { permits, SCOPES, type Scope } from "../../src/keys/scopes";
import { keyMac, keyMatches } from "../../src/keys/secret";
import { findKey, revokeKey } from "../../src/keys/store";
import {
  api,
  connectSandbox,
  type Developer,
  flushMeter,
  frozenClock,
  newDeveloper,
  REDIRECT,
  request,
} from "../support/harness";

let time: ReturnType<typeof frozenClock> | null = null;
afterEach(() => {
  time?.release();
  time = null;
  vi.restoreAllMocks();
});

interface KeyView {
  id: string;
  key?: string;
  name: string;
  mode: string;
  scopes: Scope[];
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  rotated_from: string | null;
  last_used_at: string | null;
}

async function json<T>(answer: Response | Promise<Response>, status = 200): Promise<T> {
  const got = await answer;
  const text = await got.text();
  expect(got.status, text).toBe(status);
  return JSON.parse(text) as T;
}

const createKey = (by: Developer, scopes: readonly string[] = ["usage"], name = "made") =>
  json<KeyView>(api(by, "POST", "/v1/api-keys", { name, scopes }), 201);
const withKey = (text: string, path = "/v1/usage") =>
  request(path, { headers: { authorization: `Bearer ${text}` } });
const code = async (answer: Response | Promise<Response>) =>
  ((await (await answer).json()) as { code: string }).code;

/** Every way to D1, watched. */
function watchD1() {
  const prototype = Object.getPrototypeOf(env.DB) as D1Database;
  return [vi.spyOn(prototype, "prepare"), vi.spyOn(prototype, "batch"), vi.spyOn(prototype, "exec")];
}

describe("a key's form", () => {
  it("is mtr_<mode>_sk_, an id, 190 random bits and a checksum, and reads back", () => {
    for (const mode of ["test", "live"] as const) {
      const key = makeKey(mode);
      expect(key.text).toMatch(new RegExp(`^mtr_${mode}_sk_[0-9A-Za-z]{50}$`));
      expect(parseKey(key.text)).toEqual({ mode, id: key.id, secret: key.secret });
      expect(key.secret).toHaveLength(32);
      expect(key.text.slice(-6)).toBe(base62(crc32(key.text.slice(0, -6)), 6));
    }
    expect(new Set(Array.from({ length: 500 }, () => makeKey("test").secret)).size).toBe(500);
  });

  it("shows any one wrong character, and any two neighbours that changed places", () => {
    const { text } = makeKey("test");
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, other) => {
        fc.pre(other !== text[at]);
        expect(parseKey(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
      }),
      { numRuns: 500 },
    );
    for (let at = 0; at + 1 < text.length; at++) {
      if (text[at] === text[at + 1]) continue;
      expect(parseKey(text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2))).toBeNull();
    }
  });

  it("is none with anything before, after or missing", () => {
    const { text } = makeKey("live");
    for (const other of [
      "",
      text.slice(0, -1),
      `${text}0`,
      ` ${text}`,
      `${text}\n`,
      text.toUpperCase(),
      text.replace("live", "test"),
      text.replace("_sk_", "_pk_"),
    ]) {
      expect(parseKey(other), JSON.stringify(other)).toBeNull();
    }
  });

  it("that is wrong costs no I/O", async () => {
    const { key } = await newDeveloper();
    const spies = watchD1();
    const objects = vi.spyOn(Object.getPrototypeOf(env.API_KEYS) as typeof env.API_KEYS, "get");
    const wrong = key.slice(0, -1) + (key.endsWith("0") ? "1" : "0");
    for (const authorization of [
      `Bearer ${wrong}`,
      "Bearer x",
      "Bearer ",
      "",
      `Basic ${btoa(`${key}:`)}`,
      `Bearer ${key.slice(0, -6)}`,
    ]) {
      const answer = await request("/v1/usage", { headers: { authorization } });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="metristack"');
      expect(await code(answer)).toBe("unauthenticated");
    }
    for (const spy of [...spies, objects]) expect(spy).not.toHaveBeenCalled();
    // The spies do see what costs I/O: a key that is well made, and unknown. Asking twice costs it once.
    const unknown = makeKey("test").text;
    expect((await withKey(unknown)).status).toBe(401);
    const asked = spies[0]!.mock.calls.length;
    expect(asked).toBe(1);
    expect((await withKey(unknown)).status).toBe(401);
    expect(spies[0]!.mock.calls.length).toBe(asked);
    expect(objects).not.toHaveBeenCalled();
  });
});

describe("what is stored of a key", () => {
  const first = env.KEY_PEPPERS;
  const second = `2:${base64(randomBytes(32))}`;
  const peppers = (text: string) => parseConfig({ ...env, KEY_PEPPERS: text }).keyPeppers;

  it("is a MAC under the pepper: no other pepper, key or id gives it", async () => {
    const ring = peppers(`${second},${first}`);
    const key = makeKey("test");
    const mac = await keyMac(ring, 1, key);
    expect(mac).toHaveLength(32);
    expect(await keyMatches(ring, { mac, pepperVersion: 1 }, key)).toBe(true);
    expect(await keyMatches(ring, { mac, pepperVersion: 2 }, key)).toBe(false);
    expect(
      await keyMatches(ring, { mac, pepperVersion: 1 }, { ...key, secret: makeKey("test").secret }),
    ).toBe(false);
    expect(await keyMatches(ring, { mac, pepperVersion: 1 }, { ...key, id: makeKey("test").id })).toBe(false);
    expect(await keyMatches(ring, { mac: mac.slice(0, 31), pepperVersion: 1 }, key)).toBe(false);
    expect(await keyMatches(ring, { mac: new Uint8Array(32), pepperVersion: 1 }, key)).toBe(false);
    await expect(keyMatches(peppers(second), { mac, pepperVersion: 1 }, key)).rejects.toThrow(
      UnknownKeyVersion,
    );
  });

  it("is of the old pepper for old keys and of the new for new ones, and both work", async () => {
    const rotated = { ...env, KEY_PEPPERS: `${second},${first}` };
    const app = createApp();
    const call = (key: string, method: string, path: string, body?: unknown) =>
      app.fetch(
        new Request(`https://metristack.test${path}`, {
          method,
          headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
        rotated,
        Object.assign(createExecutionContext(), { exports }),
      );
    const old = await newDeveloper();
    const made = await json<KeyView>(
      call(old.key, "POST", "/v1/api-keys", { name: "new", scopes: ["usage"] }),
      201,
    );
    expect((await findKey(database(env), old.keyId))?.pepperVersion).toBe(1);
    expect((await findKey(database(env), made.id))?.pepperVersion).toBe(2);
    for (const key of [old.key, made.key!]) expect((await call(key, "GET", "/v1/usage")).status).toBe(200);
  });

  it("never holds the key or its secret", async () => {
    const developer = await newDeveloper();
    const { id, key } = await createKey(developer);
    const row = await env.DB.prepare("SELECT * FROM api_keys WHERE id = ?1").bind(id).first();
    expect(JSON.stringify(row)).not.toContain(key!.slice(-38, -6));
    expect((row!.mac as number[]).length).toBe(32);
  });
});

describe("creating and listing", () => {
  it("shows a key once, and then all about it but itself", async () => {
    const developer = await newDeveloper();
    const made = await createKey(developer, ["orders:read", "usage"], "  Till reports ");
    expect(made).toMatchObject({
      name: "Till reports",
      mode: "test",
      scopes: ["orders:read", "usage"],
      expires_at: null,
      revoked_at: null,
      rotated_from: null,
      last_used_at: null,
    });
    expect(parseKey(made.key!)?.id).toBe(made.id);
    const list = await json<{ data: KeyView[]; next_cursor: string | null; warnings: [] }>(
      api(developer, "GET", "/v1/api-keys"),
    );
    expect(list.data.map(({ id }) => id).sort()).toEqual([made.id, developer.keyId].sort());
    expect(list.next_cursor).toBeNull();
    expect(JSON.stringify(list)).not.toContain(made.key!.slice(-38));
    expect(list.data.every((view) => !("key" in view) && !("mac" in view))).toBe(true);
    expect((await withKey(made.key!)).status).toBe(200);
  });

  it("lists newest first, in pages that miss and repeat nothing", async () => {
    time = frozenClock(Date.UTC(2026, 10, 23, 19));
    const developer = await newDeveloper();
    const ids = [developer.keyId];
    for (let made = 0; made < 6; made++) {
      if (made % 2) time.add(SECOND); // some of one moment, too
      ids.push((await createKey(developer)).id);
    }
    const seen: KeyView[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { data: KeyView[]; next_cursor: string | null } = await json(
        api(developer, "GET", `/v1/api-keys?limit=2${cursor && `&cursor=${cursor}`}`),
      );
      expect(page.data.length).toBeLessThanOrEqual(2);
      seen.push(...page.data);
      cursor = page.next_cursor;
    }
    expect(seen.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(seen.map(({ created_at }) => created_at)).toEqual(
      seen
        .map(({ created_at }) => created_at)
        .sort()
        .reverse(),
    );
  });

  it("takes no cursor of another app or list", async () => {
    const developer = await newDeveloper();
    await createKey(developer);
    const { next_cursor } = await json<{ next_cursor: string }>(
      api(developer, "GET", "/v1/api-keys?limit=1"),
    );
    const other = await newDeveloper();
    for (const [who, path] of [
      [other, "/v1/api-keys"],
      [developer, "/v1/connections"],
    ] as const) {
      const answer = await api(who, "GET", `${path}?cursor=${next_cursor}`);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({
        code: "invalid_request",
        errors: [{ path: "query.cursor" }],
      });
    }
  });

  it.each([
    [{ scopes: ["usage"] }, "body.name"],
    [{ name: " ", scopes: ["usage"] }, "body.name"],
    [{ name: "x".repeat(81), scopes: ["usage"] }, "body.name"],
    [{ name: "x" }, "body.scopes"],
    [{ name: "x", scopes: [] }, "body.scopes"],
    [{ name: "x", scopes: ["admin"] }, "body.scopes.0"],
    [[], "body"],
  ])("refuses %j and names %s", async (body, path) => {
    const developer = await newDeveloper();
    const answer = await json<{ errors: { path: string }[] }>(
      api(developer, "POST", "/v1/api-keys", body),
      422,
    );
    expect(answer.errors.map((error) => error.path)).toContain(path);
    expect((await json<{ data: [] }>(api(developer, "GET", "/v1/api-keys"))).data).toHaveLength(1);
  });
});

describe("rotating", () => {
  const rotate = (by: Developer, id: string, body: unknown = {}) =>
    api(by, "POST", `/v1/api-keys/${id}/rotate`, body);

  it("without overlap ends the old key at once", async () => {
    const developer = await newDeveloper();
    const old = await createKey(developer, ["usage", "orders:read"], "nightly");
    expect((await withKey(old.key!)).status).toBe(200);
    const fresh = await json<KeyView>(rotate(developer, old.id), 201);
    expect(fresh).toMatchObject({
      name: "nightly",
      scopes: ["usage", "orders:read"],
      rotated_from: old.id,
      expires_at: null,
    });
    const refused = await withKey(old.key!);
    expect(refused.status).toBe(401);
    expect(await code(refused)).toBe("key_revoked");
    expect((await withKey(fresh.key!)).status).toBe(200);
  });

  it("with seven days' overlap lets both work, and ends the old one on the second", async () => {
    time = frozenClock(Date.UTC(2026, 10, 23, 19));
    const developer = await newDeveloper();
    const old = await createKey(developer);
    const fresh = await json<KeyView>(
      rotate(developer, old.id, { overlap_seconds: (7 * DAY) / SECOND }),
      201,
    );
    time.add(7 * DAY - 1);
    expect((await withKey(old.key!)).status).toBe(200);
    expect((await withKey(fresh.key!)).status).toBe(200);
    time.add(1);
    expect(await code(withKey(old.key!))).toBe("key_revoked");
    expect((await withKey(fresh.key!)).status).toBe(200);
    const list = await json<{ data: KeyView[] }>(api(developer, "GET", "/v1/api-keys"));
    expect(list.data.find(({ id }) => id === old.id)?.expires_at).toBe("2026-11-30T19:00:00.000Z");
  });

  it("twice never gives the old key a longer life than it had", async () => {
    time = frozenClock(Date.UTC(2026, 10, 23, 19));
    const developer = await newDeveloper();
    const old = await createKey(developer);
    await json(rotate(developer, old.id, { overlap_seconds: 60 }), 201);
    await json(rotate(developer, old.id, { overlap_seconds: 604_800 }), 201);
    time.add(60 * SECOND);
    expect(await code(withKey(old.key!))).toBe("key_revoked");
  });

  it("is refused for overlaps beyond seven days, for what is no number, and for keys no longer in force", async () => {
    const developer = await newDeveloper();
    const key = await createKey(developer);
    for (const overlap_seconds of [604_801, -1, 1.5, "60", null]) {
      const answer = await json<{ errors: { path: string }[] }>(
        rotate(developer, key.id, { overlap_seconds }),
        422,
      );
      expect(answer.errors[0]?.path).toBe("body.overlap_seconds");
    }
    expect((await withKey(key.key!)).status).toBe(200);
    await json(api(developer, "DELETE", `/v1/api-keys/${key.id}`));
    expect(await code(rotate(developer, key.id))).toBe("conflict");
    const rotated = await createKey(developer);
    await json(rotate(developer, rotated.id), 201);
    expect(await code(rotate(developer, rotated.id))).toBe("conflict");
  });

  it("may be done by the key itself", async () => {
    const developer = await newDeveloper();
    const fresh = await json<KeyView>(rotate(developer, developer.keyId), 201);
    expect(await code(withKey(developer.key))).toBe("key_revoked");
    expect((await withKey(fresh.key!, "/v1/api-keys")).status).toBe(200);
  });
});

describe("revoking", () => {
  it("takes effect at once in this isolate, is told, and may be repeated", async () => {
    time = frozenClock(Date.UTC(2026, 10, 23, 19));
    const developer = await newDeveloper();
    const key = await createKey(developer);
    expect((await withKey(key.key!)).status).toBe(200);
    expect(await json(api(developer, "DELETE", `/v1/api-keys/${key.id}`))).toMatchObject({
      id: key.id,
      revoked_at: "2026-11-23T19:00:00.000Z",
    });
    const refused = await withKey(key.key!);
    expect(refused.status).toBe(401);
    expect(await code(refused)).toBe("key_revoked");
    time.add(HOUR);
    expect(await json(api(developer, "DELETE", `/v1/api-keys/${key.id}`))).toMatchObject({
      revoked_at: "2026-11-23T19:00:00.000Z",
    });
  });

  it("elsewhere takes effect here within 30 seconds, however stale this isolate's cache", async () => {
    time = frozenClock(Date.UTC(2026, 10, 23, 19));
    const developer = await newDeveloper();
    const key = await createKey(developer);
    for (const age of [0, 7, 19]) {
      time.set(Date.UTC(2026, 10, 23, 19) + age * SECOND);
      expect((await withKey(key.key!)).status).toBe(200);
    }
    // As another isolate does it: this one is told nothing.
    await revokeKey(database(env), key.id, clock.now());
    expect((await withKey(key.key!)).status, "the cache is there: else this test shows nothing").toBe(200);
    time.add(30 * SECOND);
    expect(await code(withKey(key.key!))).toBe("key_revoked");
  });

  it("is not undone by a clock that goes back", async () => {
    time = frozenClock(Date.UTC(2026, 10, 23, 19));
    const developer = await newDeveloper();
    const key = await createKey(developer);
    expect((await withKey(key.key!)).status).toBe(200);
    await revokeKey(database(env), key.id, clock.now());
    time.add(-HOUR);
    expect(await code(withKey(key.key!))).toBe("key_revoked");
  });

  it("an unknown key that is made later is seen within 30 seconds", async () => {
    time = frozenClock(Date.UTC(2026, 10, 23, 19));
    const key = makeKey("test");
    expect((await withKey(key.text)).status).toBe(401);
    const developer = await newDeveloper();
    const { keyPeppers } = parseConfig({ ...env });
    await env.DB.prepare(
      "INSERT INTO api_keys (id, app_id, mode, name, scopes, mac, pepper_version, created_at) VALUES (?1, ?2, 'test', 'x', '[\"usage\"]', ?3, 1, 0)",
    )
      .bind(key.id, developer.appId, await keyMac(keyPeppers, 1, key))
      .run();
    time.add(30 * SECOND);
    expect((await withKey(key.text)).status).toBe(200);
  });
});

describe("scopes", () => {
  it("cannot be made more by making or rotating a key", async () => {
    const mighty = await newDeveloper();
    const weak = await newDeveloper({ appId: mighty.appId, scopes: ["keys", "usage"] });
    for (const scopes of [["orders:read"], ["keys", "orders:read"], [...SCOPES]]) {
      const answer = await api(weak, "POST", "/v1/api-keys", { name: "x", scopes });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({
        code: "forbidden",
        errors: [{ path: "header.authorization" }],
      });
    }
    expect(await code(api(weak, "POST", `/v1/api-keys/${mighty.keyId}/rotate`, {}))).toBe("forbidden");
    expect((await withKey(mighty.key)).status).toBe(200);
    expect((await createKey(weak, ["usage"])).scopes).toEqual(["usage"]);
  });

  it("for reading connections: it reads them, and ends, repairs or makes none", async () => {
    const owner = await newDeveloper();
    const { id } = await connectSandbox(owner);
    const reader = await newDeveloper({ appId: owner.appId, scopes: ["connections:read"] });
    for (const path of ["/v1/connections", `/v1/connections/${id}`, "/v1/events", "/v1/transfers"])
      expect((await api(reader, "GET", path)).status, path).toBe(200);
    const session = { external_user_id: "u", redirect_uri: REDIRECT };
    expect(await code(api(reader, "DELETE", `/v1/connections/${id}`))).toBe("forbidden");
    expect(await code(api(reader, "POST", "/v1/connect/sessions", session))).toBe("forbidden");
    expect(await code(api(reader, "GET", `/v1/connections/${id}/webhook`))).toBe("forbidden");
  });

  it("are held through a mightier one: a key for connections makes a key that reads them", async () => {
    const mighty = await newDeveloper({ scopes: ["keys", "connections"] });
    expect((await createKey(mighty, ["connections:read"])).scopes).toEqual(["connections:read"]);
    expect((await api(mighty, "GET", "/v1/connections")).status).toBe(200);
    const reader = await newDeveloper({ appId: mighty.appId, scopes: ["keys", "connections:read"] });
    const made = api(reader, "POST", "/v1/api-keys", { name: "more", scopes: ["connections"] });
    expect(await code(made)).toBe("forbidden");
  });

  it("are asked for by every route", async () => {
    const owner = await newDeveloper();
    const { id } = await connectSandbox(owner);
    const routes: [Scope, string, string, unknown?][] = [
      ...(["store", "locations", "products", "orders", "refunds", "inventory", "customers"] as const).map(
        (name): [Scope, string, string] => [`${name}:read`, "GET", `/v1/connections/${id}/${name}`],
      ),
      ["orders:read", "GET", `/v1/connections/${id}/orders/ord_000001`],
      ["products:read", "GET", `/v1/connections/${id}/products/x`],
      ["proxy", "GET", `/v1/connections/${id}/proxy/shop`],
      ["proxy", "POST", `/v1/connections/${id}/proxy/shop`, {}],
      ["connections:read", "GET", "/v1/connections"],
      ["connections:read", "GET", `/v1/connections/${id}`],
      ["connections:read", "GET", "/v1/events"],
      ["connections:read", "GET", "/v1/transfers"],
      ["connections", "GET", `/v1/connections/${id}/webhook`],
      ["connections", "POST", `/v1/connections/${id}/reconnect`, { redirect_uri: REDIRECT }],
      ["connections", "POST", "/v1/connect/sessions", { external_user_id: "u", redirect_uri: REDIRECT }],
      ["connections", "POST", "/v1/connect/exchange", { code: "x" }],
      ["connections", "POST", `/v1/sandbox/connections/${id}/break`, { as: "down" }],
      ["connections", "DELETE", `/v1/connections/${id}`],
      ["usage", "GET", "/v1/usage"],
      ["usage", "GET", `/v1/connections/${id}/usage`],
      ["usage", "GET", "/v1/logs"],
      ["keys", "GET", "/v1/api-keys"],
      ["keys", "POST", "/v1/api-keys", { name: "x", scopes: ["usage"] }],
      ["keys", "POST", `/v1/api-keys/${owner.keyId}/rotate`, {}],
      ["keys", "DELETE", `/v1/api-keys/${owner.keyId}`],
    ];
    for (const [scope, method, path, body] of routes) {
      const lacking = await newDeveloper({
        appId: owner.appId,
        scopes: SCOPES.filter((other) => !permits(new Set([other]), scope)),
      });
      const answer = await api(lacking, method, path, body);
      expect(answer.status, `${method} ${path} without ${scope}`).toBe(403);
      expect(await answer.json()).toMatchObject({
        code: "forbidden",
        errors: [{ message: expect.stringContaining(scope) as string }],
      });
    }
    // Nothing of it was done.
    expect((await json<{ status: string }>(api(owner, "GET", `/v1/connections/${id}`))).status).toBe(
      "active",
    );
  });
});

describe("test and live", () => {
  it("never see each other's keys and connections", async () => {
    const test = await newDeveloper();
    const live = await newDeveloper({ appId: test.appId, mode: "live" });
    const { id } = await connectSandbox(test);
    const ids = async (who: Developer) =>
      (await json<{ data: KeyView[] }>(api(who, "GET", "/v1/api-keys"))).data.map((key) => key.id);
    expect(await ids(test)).toEqual([test.keyId]);
    expect(await ids(live)).toEqual([live.keyId]);
    expect((await createKey(live)).key).toMatch(/^mtr_live_sk_/);
    for (const [who, method, path, body] of [
      [live, "DELETE", `/v1/api-keys/${test.keyId}`],
      [live, "POST", `/v1/api-keys/${test.keyId}/rotate`, {}],
      [test, "DELETE", `/v1/api-keys/${live.keyId}`],
      [live, "GET", `/v1/connections/${id}`],
      [live, "GET", `/v1/connections/${id}/orders`],
      [live, "GET", `/v1/connections/${id}/proxy/shop`],
      [live, "POST", `/v1/sandbox/connections/${id}/break`, { as: "revoked" }],
      [live, "DELETE", `/v1/connections/${id}`],
    ] as const) {
      const answer = await api(who, method, path, body);
      expect(answer.status, `${method} ${path}`).toBe(404);
      expect(await code(answer)).toBe("not_found");
    }
    expect((await json<{ data: [] }>(api(live, "GET", "/v1/connections"))).data).toEqual([]);
    expect((await api(test, "GET", `/v1/connections/${id}/orders?limit=1`)).status).toBe(200);
  });

  it("are not a matter of what the key says of itself", async () => {
    const { key } = await newDeveloper();
    const body = key.slice(0, -6).replace("mtr_test_", "mtr_live_");
    const forged = body + base62(crc32(body), 6);
    expect(parseKey(forged)?.mode).toBe("live");
    expect(await code(withKey(forged))).toBe("unauthenticated");
  });

  it("someone else's key reads exactly like one that does not exist", async () => {
    const mine = await newDeveloper();
    const other = await newDeveloper();
    const answers = [];
    for (const id of [other.keyId, makeKey("test").id]) {
      const { request_id: _, ...rest } = await json<Record<string, unknown>>(
        api(mine, "DELETE", `/v1/api-keys/${id}`),
        404,
      );
      answers.push(rest);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect((await withKey(other.key)).status).toBe(200);
  });
});

describe("last used", () => {
  it("comes from the meter, once it is flushed, and from no write of a call", async () => {
    time = frozenClock(Date.UTC(2026, 10, 23, 19, 40));
    const developer = await newDeveloper();
    const key = await createKey(developer);
    const view = async () =>
      (await json<{ data: KeyView[] }>(api(developer, "GET", "/v1/api-keys"))).data.find(
        ({ id }) => id === key.id,
      )?.last_used_at;
    expect(await view()).toBeNull();
    const flush = () => flushMeter(key.id);
    await withKey(key.key!);
    expect(await view()).toBeNull();
    await flush();
    expect(await view()).toBe("2026-11-23T19:00:00.000Z");
    time.add(3 * HOUR);
    await withKey(key.key!);
    await flush();
    expect(await view()).toBe("2026-11-23T22:00:00.000Z");
    expect(hourOf(clock.now())).toBe("2026-11-23T22");
  });
});
