import { env } from "cloudflare:workers";
import { newId } from "../../src/kernel/ids";
import { newDeveloper } from "../support/harness";
import type { Counter } from "./counter";
import type { Used } from "./prices";

/** What a meter costs that is written down as it is thought of: the key read, a line logged, a counter raised. */
export async function naive(counter: Counter, calls: number): Promise<Used> {
  await env.DB.batch([
    env.DB.prepare("CREATE TABLE naive_log (id TEXT PRIMARY KEY, app_id TEXT, time INTEGER, line TEXT)"),
    env.DB.prepare("CREATE INDEX naive_log_app ON naive_log (app_id, time)"),
    env.DB.prepare(
      "CREATE TABLE naive_usage (app_id TEXT, hour TEXT, calls INTEGER, PRIMARY KEY (app_id, hour)) WITHOUT ROWID",
    ),
  ]);
  const { appId, keyId } = await newDeveloper();
  counter.take();
  for (let call = 0; call < calls; call++) {
    await env.DB.prepare("SELECT * FROM api_keys WHERE id = ?1").bind(keyId).first();
    await env.DB.batch([
      env.DB.prepare("INSERT INTO naive_log VALUES (?1, ?2, ?3, '{}')").bind(newId("req"), appId, call),
      env.DB.prepare(
        "INSERT INTO naive_usage VALUES (?1, '2026-11-23T19', 1) ON CONFLICT DO UPDATE SET calls = calls + 1",
      ).bind(appId),
    ]);
  }
  const used = counter.take();
  await env.DB.batch([env.DB.prepare("DROP TABLE naive_log"), env.DB.prepare("DROP TABLE naive_usage")]);
  return used;
}
