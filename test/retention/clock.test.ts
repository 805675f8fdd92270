import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { DAY, dayOf, HOUR, monthOf } from "../../src/kernel/clock";
import { after as endOf } from "../../src/kernel/period";
import { frozenClock } from "../support/harness";
import { Random } from "../support/random";
import { Crash, endedConnection, failingAt, insertRow, TIMED, wholeRun } from "./fixture";

const BEGIN = Date.parse("2026-11-24T00:00:00Z");
const SPAN = 3 * 365 * DAY;
const SEED = Math.floor(Math.random() * 1e9);

/** Something that has to leave at a moment, and how to see whether it is still there. */
interface Thing {
  what: string;
  limit: number;
  there(): Promise<boolean>;
}

const found = async (sql: string, ...values: (string | number)[]) =>
  (await env.DB.prepare(sql)
    .bind(...values)
    .first()) !== null;

/** The column that names a row of a table. */
async function keyOf(table: string): Promise<string> {
  const key = await env.DB.prepare("SELECT name FROM pragma_table_info(?1) WHERE pk = 1")
    .bind(table)
    .first<string>("name");
  if (!key) throw new Error(`which column names a row of ${table}?`);
  return key;
}

it(`three years: nothing is there beyond its limit, nothing leaves before, whatever crashes (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const things: Thing[] = [];
  const moment = () => {
    // Whole days of 28 to 31 occur more often than chance would have them.
    const at = BEGIN + random.below(SPAN / HOUR) * HOUR + random.below(HOUR);
    return random.below(3)
      ? at
      : Date.parse(`20${27 + random.below(2)}-0${1 + random.below(3)}-28T12:00:00Z`) + random.below(4) * DAY;
  };
  const time = frozenClock(BEGIN);
  try {
    for (const { table, column, period } of TIMED) {
      // Runs and the audit log are written by the engine itself, with its own times.
      if (table === "retention_runs" || table.startsWith("audit_")) continue;
      for (let i = 0; i < 5; i++) {
        const at = moment();
        const mark = `m${things.length}`;
        const key = await keyOf(table);
        await insertRow(table, { [key]: mark, [column]: at });
        if (table === "rights_requests") {
          await insertRow("rights_history", { request_id: mark, seq: 1 });
          await insertRow("rights_subjects", { request_id: mark });
          things.push({
            what: "history",
            limit: endOf(at, period),
            there: () => found("SELECT 1 FROM rights_history WHERE request_id = ?", mark),
          });
          things.push({
            what: "subjects",
            limit: endOf(at, period),
            there: () => found("SELECT 1 FROM rights_subjects WHERE request_id = ?", mark),
          });
        }
        if (table === "incidents") {
          await insertRow("incident_events", { incident_id: mark, seq: 1 });
          things.push({
            what: "timeline",
            limit: endOf(at, period),
            there: () => found("SELECT 1 FROM incident_events WHERE incident_id = ?", mark),
          });
        }
        things.push({
          what: `${table} ${new Date(at).toISOString()}`,
          limit: endOf(at, period),
          there: () => found(`SELECT 1 FROM ${table} WHERE ${key} = ?`, mark),
        });
      }
    }
    for (let i = 0; i < 10; i++) {
      const at = moment();
      const id = await endedConnection(at);
      for (const [table, column] of [
        ["connections", "id"],
        ["consents", "connection_id"],
        ["usage_connections", "connection_id"],
        ["processing_limits", "connection_id"],
        ["connection_transfers", "connection_id"],
      ])
        things.push({
          what: `${table} of a connection`,
          limit: endOf(at, { days: 30 }),
          there: () => found(`SELECT 1 FROM ${table} WHERE ${column} = ?`, id),
        });
    }
    for (let i = 0; i < 8; i++) {
      const day = dayOf(moment());
      const key = `logs/${day}/05-${i}.ndjson.gz`;
      await env.LOGS.put(key, "x");
      things.push({
        what: key,
        limit: Date.parse(`${day}T00:00:00Z`) + 91 * DAY,
        there: async () => (await env.LOGS.head(key)) !== null,
      });
    }
    for (let i = 0; i < 6; i++) {
      const at = BEGIN - random.below(700) * DAY;
      const app = `app_${i}`;
      await insertRow("usage_daily", {
        app_id: app,
        mode: "test",
        day: dayOf(at),
        key_id: "k",
        platform: "p",
        operation: "o",
        status: 200,
      });
      const limit = endOf(endOf(Date.parse(`${monthOf(at)}-01T00:00:00Z`), { months: 1 }), { months: 24 });
      things.push({
        what: `usage of ${dayOf(at)}`,
        limit,
        there: () => found("SELECT 1 FROM usage_daily WHERE app_id = ?", app),
      });
    }

    // At each limit, and a millisecond before; and at hours in between, in which nothing may happen.
    const moments = new Set<number>();
    for (const { limit } of things) if (limit > BEGIN) moments.add(limit - 1).add(limit);
    for (let i = 0; i < 60; i++) moments.add(BEGIN + random.below(SPAN / HOUR) * HOUR);
    let crashes = 0;
    for (const now of [...moments].sort((a, b) => a - b)) {
      time.set(now);
      if (random.below(4) === 0) {
        const broken = failingAt(1 + random.below(70), random.below(2) ? "before" : "after");
        try {
          await wholeRun(now, { env: broken.env, budget: 150 });
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
          crashes += 1;
        }
      }
      // A run that crashed is taken up with its own moment; the next one is of now.
      await wholeRun(now, { budget: 400 });
      await wholeRun(now, { budget: 400 });
      const near = things.filter(
        ({ limit }) => Math.abs(limit - now) <= 1 || (limit > now && limit < now + DAY),
      );
      for (const thing of near)
        expect(await thing.there(), `${thing.what} at ${new Date(now).toISOString()}`).toBe(
          thing.limit > now,
        );
    }
    for (const thing of things)
      expect(await thing.there(), thing.what).toBe(thing.limit > BEGIN + SPAN + 4 * 365 * DAY);
    expect(crashes).toBeGreaterThan(5);
    console.log(
      `retention clock: ${things.length} records, ${moments.size} moments, ${crashes} crashes, seed ${SEED}`,
    );
  } finally {
    time.release();
  }
}, 600_000); // each record is looked at around its own limit: the time grows with the tables
