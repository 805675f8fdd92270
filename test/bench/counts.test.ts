import { env } from "cloudflare:workers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newDeveloper } from "../support/harness";
import { naive } from "./naive";
import { dollarsPerMillion, perThousand, UNITS, type Used } from "./prices";
import { Bench, type Call, spread } from "./shapes";

/**
 * Counts are exact, and so are these bounds; what a run takes in time is asserted nowhere. Fewer connections than the
 * thousand of `npm run bench:counts` take less time, and share their ledgers' flushes less.
 */
const CONNECTIONS = Number(env.BENCH_CONNECTIONS ?? 100);
const IS_WHOLE = CONNECTIONS >= 1_000;
const APPS = 3;
const LEDGERS = 4;
const TIMEOUT = 1_200_000;

const table: Record<string, Record<string, number>> = {};
let bench: Bench;

function note(shape: string, used: Used, calls: number): number {
  const dollars = dollarsPerMillion(used, calls);
  const counts = perThousand(used, calls);
  table[shape] = {
    "$ a million": Number(dollars.toFixed(3)),
    ...Object.fromEntries(UNITS.map((unit) => [unit, Number(counts[unit].toFixed(2))])),
  };
  return dollars;
}

async function measured(shape: string, calls: readonly Call[]): Promise<{ used: Used; dollars: number }> {
  const { used, statuses } = await bench.measure(calls);
  expect(statuses).toEqual(new Set([200]));
  return { used, dollars: note(shape, used, calls.length) };
}

beforeAll(async () => {
  bench = await Bench.open();
});

afterAll(() => {
  bench.time.release();
  const shapes = Object.keys(table);
  const line = (name: string, cells: string[]) =>
    name.padEnd(18) + cells.map((cell) => cell.padStart(10)).join("");
  const rows = ["$ a million", ...UNITS].map((name) =>
    line(
      name,
      shapes.map((shape) => String(table[shape]?.[name])),
    ),
  );
  console.log(["Per thousand calls, on top of the Worker's own:", line("", shapes), ...rows].join("\n"));
});

it(
  "a: lone calls, each on a connection of its own, one a flush",
  async () => {
    const places = await spread(bench, APPS, CONNECTIONS);
    const { used, dollars } = await measured(
      "lone",
      places.map((place, index) => ({ ...place, at: (index * 59_000) / CONNECTIONS })),
    );
    // A row a call in its ledger, a row a call for its connection's month; the rest is shared.
    expect(used.objectRowsWritten).toBeLessThanOrEqual(CONNECTIONS + LEDGERS * 9);
    expect(used.d1RowsWritten).toBeLessThanOrEqual(CONNECTIONS + LEDGERS * (1 + APPS * 2));
    // A lease, a settling, and a share of the key's limit where none is held.
    expect(used.objectRequests).toBeLessThanOrEqual(3 * CONNECTIONS + LEDGERS * 4);
    expect(dollars).toBeLessThan(IS_WHOLE ? 2.5 : 3.2);
  },
  TIMEOUT,
);

it(
  "b: a steady hundred a second on one connection",
  async () => {
    // Two keys of the same app: one alone would come to its own limit first.
    const developer = await newDeveloper();
    const other = await newDeveloper({ appId: developer.appId });
    const [connectionId] = await bench.connections(developer, 1);
    const calls = Array.from({ length: IS_WHOLE ? 4_000 : 1_000 }, (_, index) => ({
      at: index * 10,
      developer: index % 2 ? developer : other,
      connectionId: connectionId!,
    }));
    const { used, dollars } = await measured("steady", calls);
    // Four lines a row; a commit more where a flush or the run's end cuts one short.
    expect(used.objectRowsWritten).toBeLessThanOrEqual((calls.length / 4) * 1.02 + 8);
    expect(used.objectRequests).toBeLessThanOrEqual(calls.length * 1.07);
    expect(dollars).toBeLessThan(0.5);
  },
  TIMEOUT,
);

it(
  "c: evenly over all connections, each every ten seconds",
  async () => {
    const places = await spread(bench, APPS, CONNECTIONS);
    const calls = Array.from({ length: CONNECTIONS * 3 }, (_, index) => ({
      ...places[index % CONNECTIONS]!,
      at: (index * 10_000) / CONNECTIONS,
    }));
    const { dollars } = await measured("even", calls);
    expect(dollars).toBeLessThan(IS_WHOLE ? 1.6 : 2.1);
  },
  TIMEOUT,
);

it(
  "d: syncs of fifty pages, five at a time",
  async () => {
    const places = await spread(bench, 2, 6);
    const calls = places
      .flatMap((place, sync) =>
        Array.from({ length: 50 }, (_, page) => ({
          ...place,
          at: sync * 2_000 + Math.floor(page / 5) * 300 + (page % 5) * 2,
        })),
      )
      .sort((a, b) => a.at - b.at);
    const { dollars } = await measured("bursts", calls);
    expect(dollars).toBeLessThan(0.9);
  },
  TIMEOUT,
);

it("costs less than a naive design, whatever the shape", async () => {
  const calls = 200;
  const dollars = note("naive", await naive(bench.counter, calls), calls);
  for (const shape of ["lone", "steady", "even", "bursts"])
    expect(table[shape]?.["$ a million"]).toBeLessThan(dollars);
});

it("awaits nothing over the network before the platform is called, once key, allowance and lease are held", async () => {
  const developer = await newDeveloper();
  const [connectionId] = await bench.connections(developer, 1);
  const call = { developer, connectionId: connectionId! };
  await bench.trace(call);
  const events = await bench.trace(call);
  expect(events[0]).toMatch(/^platform /);
  expect(events.filter((event) => !event.startsWith("platform "))).toEqual(["MeterObject settle"]);
});
