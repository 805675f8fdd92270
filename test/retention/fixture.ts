import { env } from "cloudflare:workers";
import { INVENTORY } from "../../src/inventory/inventory";
import { newConnectionId, newId } from "../../src/kernel/ids";
import { retentionStep } from "../../src/retention/engine";
import type { RunView } from "../../src/retention/runs";

/** Inserts a row made up by the table's own columns, with the values given; and the rows that it needs to refer to. */
export async function insertRow(table: string, given: Record<string, string | number | null>): Promise<void> {
  const values = { ...given };
  const { results: references } = await env.DB.prepare(
    `SELECT "table" AS parent, "from" AS own, "to" AS theirs FROM pragma_foreign_key_list(?1)`,
  )
    .bind(table)
    .all<{ parent: string; own: string; theirs: string }>();
  for (const { parent, own, theirs } of references) {
    if (own in values) continue;
    const key = `x${crypto.randomUUID()}`;
    await insertRow(parent, { [theirs]: key });
    values[own] = key;
  }
  const { results } = await env.DB.prepare(
    `SELECT name, type, "notnull" AS needed, pk FROM pragma_table_info(?1)`,
  )
    .bind(table)
    .all<{ name: string; type: string; needed: number; pk: number }>();
  const row = results
    .filter(({ name, needed, pk }) => name in values || needed || pk)
    .map(({ name, type }): [string, unknown] => [name, name in values ? values[name] : madeUp(type)]);
  await env.DB.prepare(
    `INSERT INTO ${table} (${row.map(([name]) => name).join(", ")}) VALUES (${row.map(() => "?").join(", ")})`,
  )
    .bind(...row.map(([, value]) => value))
    .run();
}

function madeUp(type: string): unknown {
  if (/int/i.test(type)) return 1;
  if (/blob/i.test(type)) return new Uint8Array([1]);
  return `x${crypto.randomUUID()}`;
}

/** A connection that ended at a moment, with what hangs on it. Its object need not exist. */
export async function endedConnection(at: number, region: "eu" | "us" | "af" = "af"): Promise<string> {
  const id = newConnectionId(region);
  await insertRow("connections", {
    id,
    app_id: "app_x",
    mode: "test",
    region,
    status: "disconnected",
    disconnected_at: at,
    missing_scopes: "[]",
  });
  await insertRow("consents", { id: newId("cns"), connection_id: id });
  await insertRow("usage_connections", { connection_id: id, month: "2099-01" });
  await insertRow("processing_limits", { connection_id: id, purpose: "all" });
  await insertRow("connection_transfers", { connection_id: id, recorded_at: at });
  return id;
}

export async function countRows(table: string, where = "1 = 1"): Promise<number> {
  return (await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).first<number>("n")) ?? 0;
}

/** Runs steps until the run is done. @returns it, and how many steps that took. */
export async function wholeRun(
  now: number,
  options: { dryRun?: boolean; budget?: number; env?: Env } = {},
): Promise<{ run: RunView; steps: number }> {
  const { env: under = env, ...rest } = options;
  for (let steps = 1; ; steps++) {
    const run = await retentionStep(under, { now, ...rest });
    if (run.status === "done") return { run, steps };
    if (steps > 500) throw new Error("the run does not end");
  }
}

/** The D1 tables whose rows leave by the time in a column, except connections (which leave with their object). */
export const TIMED = INVENTORY.flatMap(({ id, place, retention }) =>
  place.kind === "d1_table" && retention.kind === "after_column" && id !== "d1.connections"
    ? [{ id, table: place.table, column: retention.column, period: retention.period }]
    : [],
);

export class Crash extends Error {}

/** The same bindings, with a D1 that fails at its n-th statement or batch, before or after it was carried out. */
export function failingAt(n: number, when: "before" | "after"): { env: Env; calls: () => number } {
  let calls = 0;
  const turn = async <T>(run: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls === n && when === "before") throw new Crash("D1 is down");
    const result = await run();
    if (calls === n && when === "after") throw new Crash("D1 answered nothing");
    return result;
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === "inner") return target;
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== "function") return value;
        const method = value.bind(target) as (...args: unknown[]) => unknown;
        if (name === "bind") return (...args: unknown[]) => wrap(method(...args) as D1PreparedStatement);
        return (...args: unknown[]) => turn(async () => method(...args));
      },
    });
  const inner = (statement: D1PreparedStatement) =>
    (statement as unknown as { inner?: D1PreparedStatement }).inner ?? statement;
  const DB = new Proxy(env.DB, {
    get(target, name) {
      if (name === "prepare") return (sql: string) => wrap(target.prepare(sql));
      if (name === "batch") return (all: D1PreparedStatement[]) => turn(() => target.batch(all.map(inner)));
      const value = Reflect.get(target, name) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { env: { ...env, DB }, calls: () => calls };
}
