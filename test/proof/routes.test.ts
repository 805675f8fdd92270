import { env } from "cloudflare:workers";
import { createLocalJWKSet, createRemoteJWKSet, customFetch, type JSONWebKeySet, jwtVerify } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../src/app";
import { configOf, parseConfig } from "../../src/config/config";
import { clock, DAY, MINUTE } from "../../src/kernel/clock";
import { audit, checkpoint } from "../../src/proof/audit";
import { verifyLines } from "../../src/proof/chain";
import { publicJwks } from "../../src/proof/jwks";
import { sign, signReceipt, verifyReceipt } from "../../src/proof/receipt";
import { frozenClock, ORIGIN, request } from "../support/harness";
import { newSigningKey, OPS, tamper, wipeAudit } from "./fixture";

const served = async (): Promise<JSONWebKeySet> => (await request("/.well-known/jwks.json")).json();
const rotated = (keys: unknown[]) =>
  ({ ...env, SIGNING_KEYS: JSON.stringify(keys) }) as unknown as Env & Record<string, unknown>;

describe("the served key set", () => {
  it("is public, cached, readable from everywhere, and holds no private part", async () => {
    const answer = await request("/.well-known/jwks.json", {
      headers: { origin: "https://elsewhere.example" },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=3600");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    const { keys } = (await answer.json()) as { keys: Record<string, unknown>[] };
    expect(keys.map(Object.keys).map((names) => names.sort())).toEqual([
      ["alg", "crv", "kid", "kty", "use", "x"],
    ]);
  });

  it("is what jose verifies a receipt with, fetching it by itself", async () => {
    const jws = await signReceipt(configOf(env), { type: "retention_run", run: "run_1" });
    const keys = createRemoteJWKSet(new URL(`${ORIGIN}/.well-known/jwks.json`), {
      [customFetch]: (url) => request(url),
    });
    const { payload } = await jwtVerify(jws, keys, { issuer: ORIGIN, typ: "receipt+jwt" });
    expect(payload).toMatchObject({ type: "retention_run", run: "run_1" });
  });

  it("verifies no receipt that another key signed, or that was changed", async () => {
    const keys = createLocalJWKSet(await served());
    const foreign = parseConfig(rotated([await newSigningKey("test-1")]));
    await expect(jwtVerify(await signReceipt(foreign, { type: "x" }), keys)).rejects.toThrow("signature");
    const [head, body, tail] = (await signReceipt(configOf(env), { type: "x" })).split(".");
    const flipped = `${head}.${body!.slice(0, -2)}${body!.at(-2) === "A" ? "B" : "A"}${body!.at(-1)}.${tail}`;
    await expect(verifyReceipt(configOf(env), flipped)).rejects.toThrow();
    const checkpointLike = await sign(configOf(env), "audit-checkpoint+jwt", { type: "x" });
    await expect(verifyReceipt(configOf(env), checkpointLike)).rejects.toThrow("typ");
  });

  it("still has the old key after a rotation, so that old receipts verify; the new one signs", async () => {
    const [old, next] = [await newSigningKey("k-old"), await newSigningKey("k-new")];
    const receipt = await signReceipt(parseConfig(rotated([old])), { type: "x" });
    const after = rotated([next, old]);
    const answer = await createApp().request(`${ORIGIN}/.well-known/jwks.json`, {}, after);
    const set = (await answer.json()) as JSONWebKeySet;
    expect(set.keys.map(({ kid }) => kid)).toEqual(["k-new", "k-old"]);
    expect((await jwtVerify(receipt, createLocalJWKSet(set))).protectedHeader.kid).toBe("k-old");
    const fresh = await signReceipt(parseConfig(after), { type: "x" });
    expect((await jwtVerify(fresh, createLocalJWKSet(set))).protectedHeader.kid).toBe("k-new");
  });
});

describe("operators", () => {
  let time: ReturnType<typeof frozenClock>;
  beforeEach(async () => {
    await wipeAudit();
    time = frozenClock(Date.parse("2027-05-01T10:00:00Z"));
    for (let n = 1; n <= 7; n++) {
      await audit(env.DB, { actor: "operator", action: "test.done", target: `run_${n}`, detail: { n } });
      if (n === 5) await checkpoint(env, clock.now());
      time.add(MINUTE);
    }
  });
  afterEach(() => time.release());

  const list = async (query: string) =>
    (await (await request(`/ops/audit${query}`, { headers: OPS })).json()) as {
      data: { seq: number }[];
      next_cursor: string | null;
    };
  const seqs = ({ data }: { data: { seq: number }[] }) => data.map(({ seq }) => seq);

  it("see the newest entries first, and page back", async () => {
    const first = await list("?limit=4");
    expect(seqs(first)).toEqual([7, 6, 5, 4]);
    expect(first.data[0]).toMatchObject({
      actor: "operator",
      target: "run_7",
      at: "2027-05-01T10:06:00.000Z",
    });
    const second = await list(`?limit=4&before=${first.next_cursor}`);
    expect(seqs(second)).toEqual([3, 2, 1]);
    expect(second.next_cursor).toBeNull();
  });

  it("read on in the chain's order", async () => {
    const first = await list("?limit=4&after=0");
    expect(seqs(first)).toEqual([1, 2, 3, 4]);
    const second = await list(`?limit=4&after=${first.next_cursor}`);
    expect(seqs(second)).toEqual([5, 6, 7]);
    expect(second.next_cursor).toBeNull();
  });

  it("are told what is wrong with a query", async () => {
    for (const [query, path] of [
      ["?limit=0", "query.limit"],
      ["?after=x", "query.after"],
      ["?after=1&before=3", "query.before"],
    ]) {
      const answer = await request(`/ops/audit${query}`, { headers: OPS });
      expect(answer.status).toBe(422);
      expect(((await answer.json()) as { errors: { path: string }[] }).errors[0]?.path).toBe(path);
    }
  });

  it("export a chain that holds under the served keys, checkpoints first", async () => {
    const answer = await request("/ops/audit/export", { headers: OPS });
    expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
    expect(answer.headers.get("content-disposition")).toContain("audit-2027-05-01.ndjson");
    const lines = (await answer.text()).trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
      "checkpoint",
      ...Array.from({ length: 7 }, () => "entry"),
    ]);
    const read = async function* () {
      yield* lines;
    };
    expect(await verifyLines(read, await served(), clock.now())).toMatchObject({
      ok: true,
      entries: 7,
      signed_to: 5,
    });
  });

  it("export an entry that cannot be read as such, and the rest with it", async () => {
    await tamper("UPDATE audit_log SET detail = '{' WHERE seq = 3");
    const lines = (await (await request("/ops/audit/export", { headers: OPS })).text()).trimEnd().split("\n");
    expect(lines).toHaveLength(8);
    const read = async function* () {
      yield* lines;
    };
    expect((await verifyLines(read, publicJwks(configOf(env)), clock.now())).first_broken).toMatchObject({
      seq: 3,
    });
    expect(seqs(await list("?limit=3&after=0"))).toEqual([1, 2, 3]);
  });

  it("export thousands of entries, no more than a page of them at a time", async () => {
    await env.DB.exec(
      `WITH RECURSIVE n(i) AS (SELECT 8 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
       INSERT INTO audit_log SELECT i, at, actor, action, target, detail, prev_hash, hash FROM n, audit_log WHERE seq = 7`.replaceAll(
        "\n",
        " ",
      ),
    );
    const pages: number[] = [];
    const DB = new Proxy(env.DB, {
      get(target, name) {
        if (name !== "prepare") return Reflect.get(target, name) as unknown;
        return (sql: string) => {
          const statement = target.prepare(sql);
          return !sql.includes("FROM audit_log WHERE")
            ? statement
            : {
                bind: (...values: unknown[]) => ({
                  all: async () => {
                    const result = await statement.bind(...values).all();
                    pages.push(result.results.length);
                    return result;
                  },
                }),
              };
        };
      },
    });
    const answer = await createApp().request(`${ORIGIN}/ops/audit/export`, { headers: OPS }, { ...env, DB });
    expect((await answer.text()).trimEnd().split("\n")).toHaveLength(3_001);
    expect(pages).toHaveLength(6);
    expect(Math.max(...pages)).toBe(500);
  });

  it("alone see any of it", async () => {
    for (const path of [
      "/ops/audit",
      "/ops/audit/export",
      "/ops/audit/verification",
      "/ops/record-of-processing",
    ])
      expect((await request(path)).status, path).toBe(401);
  });

  it("are told that the chain holds", async () => {
    time.add(DAY);
    await checkpoint(env, clock.now());
    const answer = await request("/ops/audit/verification", { headers: OPS });
    expect(await answer.json()).toEqual({
      ok: true,
      entries: 7,
      first_seq: 1,
      last_seq: 7,
      checkpoints: 2,
      signed_to: 7,
      notes: [],
    });
  });
});
