import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { meterSums } from "../../src/meter/query";
import { shardOf } from "../../src/meter/shards";
import { OPS } from "../policy/support";
import { api, connectSandbox, flushMeter, newDeveloper, request } from "../support/harness";

const resume = () => request("/ops/meter/resume", { method: "POST", headers: OPS });

it("a ledger goes on after the database was restored, and what is lost is told", async () => {
  const developer = await newDeveloper();
  const shop = await connectSandbox(developer);
  const call = () => api(developer, "GET", `/v1/connections/${shop.id}/store`);
  await call();
  await flushMeter(shop.id);
  const tables = ["usage_hourly", "usage_connections", "meter_sources"];
  const before = await env.DB.batch<Record<string, unknown>>(
    tables.map((table) => env.DB.prepare(`SELECT * FROM ${table}`)),
  );
  await call();
  await call();
  await flushMeter(shop.id);

  // What Time Travel does: every table is what it was.
  for (const [index, table] of tables.entries()) {
    await env.DB.prepare(`DELETE FROM ${table}`).run();
    for (const row of before[index]!.results) {
      const names = Object.keys(row);
      await env.DB.prepare(`INSERT INTO ${table} (${names}) VALUES (${names.map(() => "?")})`)
        .bind(...Object.values(row))
        .run();
    }
  }
  await call();
  expect(await flushMeter(shop.id)).toBe(false);

  const done = await (await resume()).json<{ ledgers: string[]; lost: number }>();
  expect(done.ledgers).toContain(shardOf(shop.id));
  expect(done.lost).toBeGreaterThanOrEqual(2);
  expect(await (await resume()).json()).toEqual({ ledgers: [], lost: 0 });
  expect(await flushMeter(shop.id)).toBe(true);
  const { bySource, byCell } = await meterSums(env.DB);
  expect(bySource).toBe(byCell);
  const usage = await api(developer, "GET", `/v1/connections/${shop.id}/usage`);
  expect(await usage.json()).toMatchObject({ completeness: { complete: true } });
});
