import type { z } from "zod";
import { database } from "../db/client";
import { clock } from "../kernel/clock";
import { newId } from "../kernel/ids";
import { Problem } from "../kernel/problem";
import { audit } from "../proof/audit";
import type { Affected, OurIncident, Report, reportBody } from "./body";
import { clocksOf } from "./laws";
import {
  changeIncident,
  type IncidentRow,
  insertIncident,
  type Line,
  type Loaded,
  loadIncident,
  noticeStatement,
  type Owner,
  type Settable,
} from "./store";

/** Far more than ever change one incident at once. */
const ATTEMPTS = 10;

/** A change as it follows from the incident's state; @throws Problem where the state does not allow it. */
type Decide = (loaded: Loaded, now: number) => { set: Settable; lines: [Line, ...Line[]]; tell?: boolean };

/**
 * Changes an incident, whoever else does so meanwhile, and tells the developers it concerns where the change says so.
 * @returns it as it stands then; null when there is none
 */
async function change(env: Env, id: string, decide: Decide): Promise<IncidentRow | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const loaded = await loadIncident(database(env), id, null);
    if (!loaded) return null;
    const now = clock.now();
    const { set, lines, tell = false } = decide(loaded, now);
    const also = tell ? [noticeStatement(env.DB, id, now)] : [];
    if (await changeIncident(env.DB, loaded, now, { set, lines, also })) return { ...loaded.row, ...set };
  }
  throw new Problem("conflict", "The incident is being changed by many at once. Try again.");
}

function requireOpen({ row }: Loaded): void {
  if (row.status === "closed") throw new Problem("conflict", "The incident is closed.");
}

/** A developer reports an incident of theirs. Whoever calls puts it in the audit log, by whom it was. */
export async function reportIncident(
  env: Env,
  { appId, mode }: Owner,
  { discovered_at, nature, affected }: z.infer<typeof reportBody>,
): Promise<IncidentRow> {
  const now = clock.now();
  // A clock of theirs that is ahead of ours must not make a report come before its discovery.
  const discoveredAt = Math.min(Date.parse(discovered_at), now);
  const row: IncidentRow = {
    id: newId("inc"),
    appId,
    mode,
    channel: "developer",
    status: "reported",
    severity: "unknown",
    discoveredAt,
    receivedAt: now,
    nature,
    affected,
    clocks: clocksOf(affected.countries ?? [], discoveredAt),
    report: null,
    closedAt: null,
  };
  await insertIncident(env.DB, row, [{ event: "reported", actor: "developer" }]);
  return row;
}

/**
 * The reporter adds what it has learnt since, and may say that it is contained.
 * @throws Problem `conflict` for an incident of ours, or one that is closed
 */
export async function add(
  env: Env,
  { id, channel }: Pick<IncidentRow, "id" | "channel">,
  note: string,
  contained: boolean,
): Promise<IncidentRow | null> {
  if (channel !== "developer")
    throw new Problem("conflict", "This incident is ours: write to security@metristack.com about it.");
  return change(env, id, (loaded) => {
    requireOpen(loaded);
    const said: Line = { event: "added", actor: "developer", note };
    return contained && loaded.row.status !== "contained"
      ? { set: { status: "contained" }, lines: [said, { event: "contained", actor: "developer" }] }
      : { set: {}, lines: [said] };
  });
}

/** An incident of ours: the developers it concerns are told in the same transaction. */
export async function reportOurs(env: Env, input: OurIncident, by: string): Promise<IncidentRow> {
  const now = clock.now();
  const discoveredAt = Math.min(Date.parse(input.discovered_at), now);
  const row: IncidentRow = {
    id: newId("inc"),
    appId: null,
    mode: null,
    channel: "operator",
    status: "triaged",
    severity: input.severity,
    discoveredAt,
    receivedAt: now,
    nature: input.nature,
    affected: { ...input.affected, apps: input.apps },
    clocks: clocksOf(input.affected.countries ?? [], discoveredAt),
    report: null,
    closedAt: null,
  };
  await insertIncident(
    env.DB,
    row,
    [
      { event: "reported", actor: "operator" },
      { event: "notice", actor: "operator" },
    ],
    [noticeStatement(env.DB, row.id, now)],
  );
  await record(env, row, by, "incident.reported", { severity: input.severity });
  return row;
}

/** How bad it is and where; clocks that were answered stay so. */
export async function triage(
  env: Env,
  id: string,
  input: { severity: "low" | "medium" | "high"; countries: string[] | undefined; note: string | undefined },
  by: string,
): Promise<IncidentRow | null> {
  const row = await change(env, id, (loaded) => {
    requireOpen(loaded);
    const { status, affected, clocks, discoveredAt } = loaded.row;
    const set: Settable = { severity: input.severity, ...(status === "reported" && { status: "triaged" }) };
    if (input.countries) {
      set.affected = { ...affected, countries: input.countries } satisfies Partial<Affected>;
      set.clocks = clocksOf(input.countries, discoveredAt).map((fresh) => ({
        ...fresh,
        toldAt: clocks.find(({ authority }) => authority === fresh.authority)?.toldAt ?? null,
      }));
    }
    const note = input.note === undefined ? {} : { note: input.note };
    return { set, lines: [{ event: "triaged", actor: "operator", ...note }], tell: true };
  });
  await record(env, row, by, "incident.triaged", { severity: input.severity });
  return row;
}

/** For the operators' own eyes. */
export async function note(env: Env, id: string, words: string, by: string): Promise<IncidentRow | null> {
  const row = await change(env, id, () => ({
    set: {},
    lines: [{ event: "note", actor: "operator", note: words }],
  }));
  await record(env, row, by, "incident.noted");
  return row;
}

/** Tells the developers it concerns, who read it in the timeline. */
export async function notify(env: Env, id: string, words: string, by: string): Promise<IncidentRow | null> {
  const row = await change(env, id, () => ({
    set: {},
    lines: [{ event: "notice", actor: "operator", note: words }],
    tell: true,
  }));
  await record(env, row, by, "incident.notified");
  return row;
}

export async function contain(env: Env, id: string, by: string): Promise<IncidentRow | null> {
  const row = await change(env, id, (loaded) => {
    requireOpen(loaded);
    if (loaded.row.status === "contained") throw new Problem("conflict", "The incident is contained.");
    return { set: { status: "contained" }, lines: [{ event: "contained", actor: "operator" }], tell: true };
  });
  await record(env, row, by, "incident.contained");
  return row;
}

/** An authority was told: its clock stands. */
export async function tellAuthority(
  env: Env,
  id: string,
  authority: string,
  by: string,
): Promise<IncidentRow | null> {
  const row = await change(env, id, ({ row: { clocks } }, now) => {
    const found = clocks.find((candidate) => candidate.authority === authority);
    if (!found) throw new Problem("conflict", "No clock of this incident is that authority's.");
    if (found.toldAt !== null) throw new Problem("conflict", "That authority was told already.");
    return {
      set: {
        clocks: clocks.map((candidate) => (candidate === found ? { ...found, toldAt: now } : candidate)),
      },
      lines: [{ event: "authority_told", actor: "operator", note: authority }],
    };
  });
  await record(env, row, by, "incident.authority_told", { authority });
  return row;
}

/** Ends an incident with its report. */
export async function closeIncident(
  env: Env,
  id: string,
  report: Report,
  by: string,
): Promise<IncidentRow | null> {
  const row = await change(env, id, (loaded, now) => {
    requireOpen(loaded);
    return {
      set: { status: "closed", closedAt: now, report: JSON.stringify(report) },
      lines: [{ event: "closed", actor: "operator" }],
      tell: true,
    };
  });
  await record(env, row, by, "incident.closed");
  return row;
}

async function record(
  env: Env,
  row: IncidentRow | null,
  by: string,
  action: string,
  detail: Record<string, string> = {},
): Promise<void> {
  if (row) await audit(env.DB, { actor: by, action, target: row.id, detail });
}
