import { afterAll, beforeAll, expect, it } from "vitest";
import { newDeveloper } from "../support/harness";
import { naive } from "./naive";
import { dollarsPerMillion, perThousand, UNITS, type Used } from "./prices";
import { Bench, spread } from "./shapes";

/** Counts are exact, and so are these bounds; what a run takes in time is asserted nowhere. */
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

beforeAll(async () => {
  bench = await Bench.open();
});

afterAll(() => {
  bench.time.release();
  const shapes = Object.keys(table);
  const rows = ["$ a million", ...UNITS].map(
    (name) => `${name.padEnd(18)}${shapes.map((shape) => String(table[shape]![name]).padStart(14)).join("")}`,
  );
  console.log(
    `Per thousand calls, on top of the Worker's requests:\n${" ".repeat(18)}${shapes.map((shape) => shape.padStart(14)).join("")}\n${rows.join("\n")}`,
  );
});

it("a: lone calls, each on a connection of its own, one a flush", async () => {
  const places = await spread(bench, 3, 150);
  const calls = places.map((place, index) => ({ ...place, at: index * 390 }));
  const { used, statuses } = await bench.measure(calls);
  expect(statuses).toEqual(new Set([200]));
  note("lone", used, calls.length);
});

it("b: a steady hundred a second on one connection", async () => {
  // Two keys of the same app: one alone would come to its own limit first.
  const developer = await newDeveloper();
  const other = await newDeveloper({ appId: developer.appId });
  const [connectionId] = await bench.connections(developer, 1);
  const calls = Array.from({ length: 2_000 }, (_, index) => ({
    at: index * 10,
    developer: index % 2 ? developer : other,
    connectionId: connectionId!,
  }));
  const { used, statuses } = await bench.measure(calls);
  expect(statuses).toEqual(new Set([200]));
  note("steady", used, calls.length);
});

it("c: a hundred a second, evenly over a thousand connections", async () => {
  const places = await spread(bench, 3, 150);
  const calls = Array.from({ length: 900 }, (_, index) => ({ ...places[index % 150]!, at: index * 10 }));
  const { used, statuses } = await bench.measure(calls);
  expect(statuses).toEqual(new Set([200]));
  note("even", used, calls.length);
});

it("d: syncs of fifty pages, five at a time", async () => {
  const places = await spread(bench, 2, 6);
  const calls = places
    .flatMap((place, sync) =>
      Array.from({ length: 50 }, (_, page) => ({
        ...place,
        at: sync * 2_000 + Math.floor(page / 5) * 300 + (page % 5) * 2,
      })),
    )
    .sort((a, b) => a.at - b.at);
  const { used, statuses } = await bench.measure(calls);
  expect(statuses).toEqual(new Set([200]));
  note("bursts", used, calls.length);
});

it("is compared with a naive design", async () => {
  note("naive", await naive(bench.counter, 200), 200);
});
