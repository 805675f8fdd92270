import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { SECOND } from "../../src/kernel/clock";
import type { DeskRoute } from "../../src/ops/desk";
import { DESK_ROUTES } from "../../src/ops/desk-routes";
import { OPS_ROLES } from "../../src/ops/roles";
import { Operator, serveAccessKeys } from "../ops/people";
import { waiting } from "../rights/support";
import { frozenClock, ORIGIN } from "../support/harness";
import { addressOf, faultsOfPage, type Visit, visits } from "./pages";
import { faultsOver, Tally } from "./runs";

/* Every route of the operators' desk, from operators of every role and from nobody, with odd input of every kind. */

const ROLES = [...OPS_ROLES].sort((a, b) => Number(b === "admin") - Number(a === "admin"));
const people = [
  ...ROLES.map((role) => Operator.as(role)),
  new Operator(null),
  new Operator({ forged: true }),
];
let csrf: string[];
let ids: Record<string, string>;
const time = frozenClock(Date.now());
const tally = new Tally();

const FIELDS =
  "as after before ground reason severity triage_note note notice authority people apps nature discovered_at data_class countries summary cause impact response prevention version text scope target token correct_external_user_id effective_at material";
const GOOD = {
  as: "dry_run",
  ground: "excessive",
  reason: "complexity",
  severity: "low",
  authority: "eu",
  nature: "A laptop was lost on a train.",
  discovered_at: "2026-11-20 08:00",
  data_class: "system_logs",
  countries: "KE DE",
  scope: "class",
  target: "operational",
};

beforeAll(async () => {
  serveAccessKeys();
  const { asked } = await waiting();
  const made = await Operator.as("officer").submit("/ops/desk/incidents", GOOD);
  expect(made.status, await made.clone().text()).toBe(303);
  ids = { rights: asked.id, incidents: made.headers.get("location")!.split("/").at(-1)! };
  csrf = await Promise.all(people.map((one, at) => (at < ROLES.length ? one.csrf() : "")));
});
beforeEach(() => {
  serveAccessKeys();
});
afterAll(() => {
  vi.restoreAllMocks();
  time.release();
});

async function faultsOf(visit: Visit<DeskRoute>, index: number): Promise<string[]> {
  time.add(SECOND / 10);
  const { route, form, isSigned, headers, junk } = visit;
  const own = () => ids[route.path.split("/").at(-2)!] ?? ids[route.path.split("/")[3]!] ?? "none";
  const address = addressOf(visit, own, () => ids["incidents"]!);
  const at = visit.who % people.length;
  const body = new URLSearchParams(form);
  if (isSigned) body.set("csrf", csrf[at]!);
  const type = junk === null ? "application/x-www-form-urlencoded" : "multipart/form-data; boundary=x";
  const init: RequestInit =
    route.method === "GET"
      ? { headers }
      : { method: "POST", body: `${body}`, headers: { origin: ORIGIN, "content-type": type, ...headers } };
  const what = `${at} ${route.method} ${address.slice(0, 300)} ${body.toString().slice(0, 300)} ${JSON.stringify(headers)}`;
  return faultsOfPage(what, () => people[at]!.send(address, init), {
    marks: [],
    secrets: [],
    said: "",
    isSampled: index % 15 === 0,
    tally,
  });
}

it("holds for every route of the desk, whatever it is sent", async () => {
  expect(await faultsOver(visits(DESK_ROUTES, FIELDS.split(" "), GOOD), faultsOf)).toEqual([]);
  for (const status of [200, 303, 401, 403, 404, 422])
    expect(tally.of(status), `${status} of ${tally}`).toBeGreaterThan(0);
}, 3_000_000);
