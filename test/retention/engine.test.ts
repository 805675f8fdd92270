import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { configOf } from "../../src/config/config";
import { connectionStub } from "../../src/connections/stub";
import { clock, DAY, dayOf, MINUTE } from "../../src/kernel/clock";
import { meterSums } from "../../src/meter/query";
import { verifyReceipt } from "../../src/proof/receipt";
import { STEP_BUDGET } from "../../src/retention/engine";
import { eraseConnection } from "../../src/retention/erase";
import { overdue } from "../../src/retention/overdue";
import { api, connectSandbox, frozenClock, newDeveloper, request } from "../support/harness";
import { r2Objects } from "../support/stores";
import { countRows, endedConnection, insertRow, wholeRun } from "./fixture";

const OPS = { authorization: `Bearer ${env.OPS_DEV_TOKEN}`, "content-type": "application/json" };
const removedOf = (run: { counts: { entry: string; removed: number }[] }, entry: string) =>
  run.counts.find((count) => count.entry === entry)?.removed ?? 0;

/** Each test looks at its own connections only. */
beforeEach(async () => {
  for (const table of [
    "connections",
    "consents",
    "usage_connections",
    "processing_limits",
    "legal_holds",
    "meter_retired",
    "retention_runs",
  ])
    await env.DB.exec(`DELETE FROM ${table}`);
});

describe("a night on which 10,000 disconnected connections are due", () => {
  it("is done in bounded steps, every row and count of it", async () => {
    const ended = clock.now() - 30 * DAY - MINUTE;
    const rows = Array.from({ length: 10_000 }, (_, i) => `conn_a${String(i).padStart(22, "0")}`);
    for (let at = 0; at < rows.length; at += 500) {
      const ids = JSON.stringify(rows.slice(at, at + 500));
      await env.DB.batch([
        env.DB.prepare(
          `INSERT INTO connections (id, app_id, mode, platform, external_user_id, region, status, account_hash, missing_scopes, created_at, disconnected_at, checked_at)
             SELECT value, 'app_x', 'test', 'sandbox', 'u', 'af', 'disconnected', 'h', '[]', 1, ?2, 1 FROM json_each(?1)`,
        ).bind(ids, ended),
        env.DB.prepare(
          "INSERT INTO usage_connections (connection_id, month, app_id, calls) SELECT value, '2099-01', 'app_x', 3 FROM json_each(?1)",
        ).bind(ids),
      ]);
    }
    const before = await meterSums(env.DB);
    // The test runtime slows down with each living object, so the ten thousand calls go to fifty real ones.
    let asked = 0;
    const CONNECTIONS = new Proxy(env.CONNECTIONS, {
      get(target, name) {
        if (name === "getByName") return (id: string) => target.getByName(`${id.slice(0, 7)}${asked++ % 50}`);
        const value = Reflect.get(target, name) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const { run, steps } = await wholeRun(clock.now(), { env: { ...env, CONNECTIONS } });
    expect(asked).toBe(10_000);
    console.log(`retention: 10,000 connections in ${steps} steps of at most ${STEP_BUDGET} subrequests`);
    expect(removedOf(run, "d1.connections")).toBe(10_000);
    expect(removedOf(run, "d1.usage_connections")).toBe(10_000);
    expect(await countRows("connections")).toBe(0);
    // One object call a connection is the least there is: 10,000 / 800 = 13 steps.
    expect(steps).toBeGreaterThanOrEqual(13);
    expect(steps).toBeLessThanOrEqual(20);
    expect((await meterSums(env.DB)).bySource).toBe(before.bySource);
    const claims = await verifyReceipt(configOf(env), run.receipt ?? "");
    expect(claims).toMatchObject({ type: "retention_run", run: run.id });
    expect((claims["removed"] as Record<string, number>)["d1.connections"]).toBe(10_000);
  });
});

describe("a million expired log lines", () => {
  it("cost at most ten storage operations", async () => {
    // 90 days of five-minute cron and one batch a minute give at most 1,440 objects a day; a million lines lie in few.
    const day = dayOf(clock.now() - 95 * DAY);
    const objects = 1_440;
    for (let at = 0; at < objects; at += 60)
      await Promise.all(
        Array.from({ length: 60 }, (_, i) =>
          env.LOGS.put(`logs/${day}/00-${at + i}.ndjson.gz`, new Uint8Array(1)),
        ),
      );
    let operations = 0;
    const LOGS = new Proxy(env.LOGS, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          if (
            String(
              args[0] && typeof args[0] === "object" && "prefix" in args[0] ? args[0].prefix : args[0],
            ).includes("logs/")
          )
            operations += 1;
          return (value as (...all: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    const { run } = await wholeRun(clock.now(), { env: { ...env, LOGS } });
    expect(removedOf(run, "r2.logs")).toBe(objects);
    expect((await r2Objects("LOGS")).filter(({ key }) => key.includes(day))).toEqual([]);
    console.log(`retention: ${objects} objects of one day dropped in ${operations} storage operations`);
    expect(operations).toBeLessThanOrEqual(10);
  });
});

describe("a dry run", () => {
  it("counts what would go, removes nothing, and gives no receipt", async () => {
    await endedConnection(clock.now() - 31 * DAY);
    await endedConnection(clock.now() - 29 * DAY);
    const { run } = await wholeRun(clock.now(), { dryRun: true });
    expect(removedOf(run, "d1.connections")).toBe(1);
    expect(run).toMatchObject({ dry_run: true, receipt: null });
    expect(await countRows("connections")).toBe(2);
  });
});

describe("a legal hold", () => {
  it("keeps a connection and what hangs on it, and lets it go when it is released", async () => {
    const held = await endedConnection(clock.now() - 31 * DAY);
    const free = await endedConnection(clock.now() - 31 * DAY);
    const placed = await request("/ops/legal-holds", {
      method: "POST",
      headers: OPS,
      body: JSON.stringify({
        scope: "connection",
        target: held,
        reason: "Court order 12/2026",
        placed_by: "privacy officer",
      }),
    });
    expect(placed.status).toBe(201);
    const { id } = (await placed.json()) as { id: string };
    const { run } = await wholeRun(clock.now());
    expect(run.counts.find(({ entry }) => entry === "d1.connections")).toMatchObject({ removed: 1, held: 1 });
    expect(await countRows("connections", `id = '${held}'`)).toBe(1);
    expect(await countRows("consents", `connection_id = '${held}'`)).toBe(1);
    expect(await countRows("connections", `id = '${free}'`)).toBe(0);
    expect(await eraseConnection(env, { id: held, appId: "app_x", externalUserId: "u" })).toBe("held");
    expect((await overdue(env, clock.now())).find(({ entry }) => entry === "d1.connections")?.late).toBe(
      false,
    );
    expect((await request(`/ops/legal-holds/${id}`, { method: "DELETE", headers: OPS })).status).toBe(200);
    expect((await request(`/ops/legal-holds/${id}`, { method: "DELETE", headers: OPS })).status).toBe(404);
    await wholeRun(clock.now());
    expect(await countRows("connections")).toBe(0);
  });

  it("on a class keeps all of it", async () => {
    await endedConnection(clock.now() - 31 * DAY);
    const body = { scope: "class", target: "connection_metadata", reason: "Audit", placed_by: "officer" };
    await request("/ops/legal-holds", { method: "POST", headers: OPS, body: JSON.stringify(body) });
    await wholeRun(clock.now());
    expect(await countRows("connections")).toBe(1);
  });

  it.each([
    [{ scope: "connection", target: "nonsense", reason: "why not", placed_by: "x" }, "body.target"],
    [{ scope: "class", target: "orders", reason: "why not", placed_by: "x" }, "body.target"],
    [{ scope: "class", target: "system_logs", reason: "", placed_by: "x" }, "body.reason"],
  ])("of %j is refused with the field at fault", async (body, path) => {
    const answer = await request("/ops/legal-holds", {
      method: "POST",
      headers: OPS,
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as { errors: { path: string }[] }).errors[0]?.path).toBe(path);
  });
});

describe("a real connection", () => {
  it("is gone from D1 and its object at its limit, its calls still in both sums of the meter", async () => {
    const developer = await newDeveloper();
    const first = await meterSums(env.DB);
    const madeUp = first.bySource - first.byCell;
    const { id } = await connectSandbox(developer);
    await api(developer, "GET", `/v1/connections/${id}/orders?limit=1`);
    const gone = (await (await api(developer, "DELETE", `/v1/connections/${id}`)).json()) as {
      disconnected_at: string;
      metadata_deletion_due: string;
    };
    const due = Date.parse(gone.disconnected_at) + 30 * DAY;
    expect(Date.parse(gone.metadata_deletion_due)).toBe(due);
    const time = frozenClock(due - 1);
    try {
      await wholeRun(due - 1);
      expect((await api(developer, "GET", `/v1/connections/${id}`)).status).toBe(200);
      time.set(due);
      await wholeRun(due);
      expect((await api(developer, "GET", `/v1/connections/${id}`)).status).toBe(404);
      expect(await connectionStub(env, id)!.snapshot()).toBeNull();
      // The two sums differ by what earlier tests made up, and no more than before.
      const sums = await meterSums(env.DB);
      expect(sums.bySource - sums.byCell).toBe(madeUp);
    } finally {
      time.release();
    }
  });
});

describe("steps", () => {
  it("in parallel remove everything once, and count it once", async () => {
    for (let i = 0; i < 30; i++) await insertRow("idempotency_keys", { id: `p${i}`, expires_at: 1 });
    const runs = await Promise.all(Array.from({ length: 4 }, () => wholeRun(clock.now())));
    expect(await countRows("idempotency_keys", "id LIKE 'p%'")).toBe(0);
    const counted = await env.DB.prepare(
      `SELECT sum(removed) AS n FROM retention_counts WHERE entry = 'd1.idempotency_keys' AND run_id IN (${runs.map(() => "?").join(",")})`,
    )
      .bind(
        ...new Set(runs.map(({ run }) => run.id)),
        ...Array.from({ length: runs.length - new Set(runs.map(({ run }) => run.id)).size }, () => "none"),
      )
      .first<number>("n");
    expect(counted).toBeGreaterThanOrEqual(30);
  });

  it("with nothing to do leave one run a day, not one every five minutes", async () => {
    const time = frozenClock(Date.parse("2031-05-05T00:00:00Z"));
    try {
      await wholeRun(clock.now());
      const before = await countRows("retention_runs");
      for (let i = 0; i < 12; i++) {
        time.add(5 * MINUTE);
        await wholeRun(clock.now());
      }
      expect((await countRows("retention_runs")) - before).toBeLessThanOrEqual(1);
      time.add(DAY);
      await wholeRun(clock.now());
      expect((await countRows("retention_runs")) - before).toBeGreaterThanOrEqual(1);
    } finally {
      time.release();
    }
  });
});

describe("an operator", () => {
  it("runs retention by the clock asked for, locally, and sees runs and what is late", async () => {
    await endedConnection(clock.now());
    const now = new Date(clock.now() + 30 * DAY + 1_000).toISOString();
    const dry = await request(`/ops/retention/run?dry_run=true&now=${now}`, { method: "POST", headers: OPS });
    expect(dry.status).toBe(200);
    expect(removedOf((await dry.json()) as never, "d1.connections")).toBe(1);
    const late = await overdue(env, clock.now() + 31 * DAY);
    expect(late.find(({ entry }) => entry === "d1.connections")).toMatchObject({ late: true });
    const real = await request(`/ops/retention/run?now=${now}`, { method: "POST", headers: OPS });
    expect(removedOf((await real.json()) as never, "d1.connections")).toBe(1);
    expect((await request("/ops/retention/runs", { headers: OPS })).status).toBe(200);
    expect((await request("/ops/retention/overdue", { headers: OPS })).status).toBe(200);
    expect((await request("/ops/retention/run?now=yesterday", { method: "POST", headers: OPS })).status).toBe(
      422,
    );
    expect((await request("/ops/retention/run", { method: "POST" })).status).toBe(401);
  });

  it("tells a restored database what it has forgotten: who was erased, who has left, who has ended", async () => {
    const developer = await newDeveloper();
    const [kept, ended, left] = await Promise.all(
      ["kept", "ended", "left"].map(
        async (user) => (await connectSandbox(developer, undefined, { user })).id,
      ),
    );
    const erased = await endedConnection(clock.now());
    expect(await eraseConnection(env, { id: erased, appId: "app_x", externalUserId: "u" })).toBe("erased");
    const rowOf = (id: string) =>
      env.DB.prepare("SELECT * FROM connections WHERE id = ?1").bind(id).first<Record<string, string>>();
    const before = { ended: await rowOf(ended!), left: await rowOf(left!) };
    for (const id of [ended, left]) await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(await connectionStub(env, left!)!.purge(left!)).toBe("purged");
    // The restore: rows as they were, of connections that are gone or have ended since.
    await env.DB.prepare("DELETE FROM connections WHERE id IN (?1, ?2)").bind(ended, left).run();
    await insertRow("connections", before.ended!);
    await insertRow("connections", before.left!);
    await insertRow("connections", { id: erased, status: "active", missing_scopes: "[]" });

    const replay = () => request("/ops/retention/replay", { method: "POST", headers: OPS });
    expect(await (await replay()).json()).toEqual({ looked_at: 4, erased: 2, ended: 1, next: null });
    expect(await rowOf(erased)).toBeNull();
    expect(await rowOf(left!)).toBeNull();
    expect(await rowOf(ended!)).toMatchObject({
      status: "disconnected",
      disconnected_at: (await connectionStub(env, ended!)!.snapshot())!.disconnectedAt,
    });
    expect(await rowOf(kept!)).toMatchObject({ status: "active" });
    expect(await (await replay()).json()).toMatchObject({ looked_at: 2, erased: 0, ended: 0 });
  });
});
