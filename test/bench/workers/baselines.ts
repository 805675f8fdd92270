import { type Context, Hono } from "hono";
import type { Api } from "../../../src/platforms/adapter";
import { readOrders } from "../../../src/platforms/squarespace/orders";

/**
 * What the product is measured against, all on the same upstream page of orders:
 * `/pass` hands it on; `/mapped` also puts it into the unified model, by the adapter's own mapper; `/naive` also looks
 * up a key, writes a log line and counts the call in D1, one statement each.
 */

interface Bindings {
  UPSTREAM: string;
  DB: D1Database;
}
type Bench = { Bindings: Bindings };

const app = new Hono<Bench>();

app.get("/pass", async (c) => {
  const answer = await fetch(`${c.env.UPSTREAM}/1.0/commerce/orders`, {
    headers: { accept: "application/json", authorization: "Bearer bench" },
  });
  return new Response(answer.body, answer);
});

app.get("/mapped", async (c) => c.json(await mapped(c)));

app.get("/naive", async (c) => {
  const key = c.req.header("authorization") ?? "";
  const known = await c.env.DB.prepare("SELECT app_id FROM api_keys WHERE key = ?1")
    .bind(key)
    .first<{ app_id: string }>();
  if (!known) return c.json({ error: "unknown key" }, 401);
  const page = await mapped(c);
  const now = Date.now();
  await c.env.DB.prepare("INSERT INTO logs (id, at, app_id, operation, status) VALUES (?1, ?2, ?3, ?4, 200)")
    .bind(crypto.randomUUID(), now, known.app_id, "orders.list")
    .run();
  await c.env.DB.prepare(
    "INSERT INTO usage (app_id, hour, calls) VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET calls = calls + 1",
  )
    .bind(known.app_id, Math.floor(now / 3_600_000))
    .run();
  return c.json(page);
});

async function mapped(c: Context<Bench>) {
  const api: Api = {
    account: { id: "bench", facts: {} },
    target: { mode: "test", shop: null },
    now: Date.now(),
    async send({ path, query }) {
      const url = new URL(c.env.UPSTREAM + path);
      for (const [name, value] of Object.entries(query ?? {}))
        if (value !== undefined) url.searchParams.set(name, String(value));
      const answer = await fetch(url, {
        headers: { accept: "application/json", authorization: "Bearer bench" },
      });
      return { status: answer.status, headers: answer.headers, body: await answer.json() };
    },
  };
  const page = await readOrders(api, { limit: 50, cursor: null });
  return { data: page.records.map(({ value }) => value), next_cursor: page.next, warnings: page.warnings };
}

export default app;
