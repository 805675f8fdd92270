import { configOf } from "../config/config";
import { database } from "../db/client";
import { INVENTORY } from "../inventory/inventory";
import { clock, DAY, rfc3339 } from "../kernel/clock";
import { meterSums } from "../meter/query";
import { type KeyAge, keyAges } from "../ops/key-versions";
import { policyHeads } from "../policy/store";
import { inForceAt } from "../policy/versions";
import { daysUnder } from "../retention/objects";
import { overdue, type Standing } from "../retention/overdue";
import { OPEN_STATUSES } from "../rights/types";

/** What can be told about the keeping of the policy at this moment; counts, times and versions, nobody's data. */
export interface Facts {
  now: number;
  /** The oldest record of each place against its limit. */
  retention: readonly Standing[];
  credentials: {
    /** Places of the inventory outside of the vaults that hold credentials, sealed, while they pass to a vault. */
    passing: readonly string[];
    /** Records there now. */
    inPassing: number;
    /** Places of the inventory that hold credentials for good, besides the vaults. */
    elsewhere: readonly string[];
  };
  meter: { byLedger: number; byUsage: number };
  rights: { open: number; late: number; nextDueAt: string | null; oldestReceivedAt: string | null };
  keys: {
    vault: number;
    vaultVersions: number;
    sealing: number;
    pepper: number;
    signing: string;
    ages: readonly KeyAge[];
  };
  policy: { inForce: string; versions: number; latest: string; latestPublishedAt: string };
  audit: {
    entries: number;
    /** When the first of them was made. */
    since: number | null;
    head: string | null;
    checkpoint: string | null;
    checkpointSeq: number | null;
  };
  logs: { partitions: number; oldest: string | null };
  apps: {
    all: number;
    withPrivacyPolicy: number;
    withStatement: number;
    withSecurityContact: number;
    accepted: number;
  };
  incidents: { reported: number; late: number; open: number; clocksLate: number };
  alerts: { open: number };
  /** Connections by the ground on which their data goes to their app's country. */
  transfers: Readonly<Record<string, number>>;
}

/** How long facts are told again before they are gathered anew. */
const TOLD_FOR_MS = 60_000;
let told: { at: number; facts: Promise<Facts> } | null = null;

/** The facts, at most a minute old: gathering reads much, and anybody may ask. */
export function factsOf(env: Env): Promise<Facts> {
  const now = clock.now();
  if (told && now >= told.at && now - told.at < TOLD_FOR_MS) return told.facts;
  const facts = gather(env, now);
  told = { at: now, facts };
  // What failed is asked again by the next.
  facts.catch(forgetFacts);
  return facts;
}

/** After a failure, and for tests. */
export function forgetFacts(): void {
  told = null;
}

async function gather(env: Env, now: number): Promise<Facts> {
  const [retention, credentials, sums, rights, keys, policy, audit, logs, incidents, alerts, transfers] =
    await Promise.all([
      overdue(env, now),
      credentialPlaces(env.DB),
      meterSums(env.DB),
      rightsNow(env.DB, now),
      keysNow(env),
      policyAndApps(env, now),
      auditNow(env.DB),
      daysUnder(env.LOGS, "logs/"),
      incidentsNow(env.DB, now),
      env.DB.prepare("SELECT count(*) AS n FROM alerts WHERE resolved_at IS NULL").first<number>("n"),
      transfersNow(env.DB),
    ]);
  return {
    now,
    retention,
    credentials,
    meter: { byLedger: sums.bySource, byUsage: sums.byCell },
    rights,
    keys,
    ...policy,
    audit,
    logs: { partitions: logs.length, oldest: logs[0] ?? null },
    incidents,
    alerts: { open: alerts ?? 0 },
    transfers,
  };
}

const SAYS_CREDENTIALS = /\bcredentials\b|\b(access|refresh) tokens?\b/i;

/**
 * Where credentials may lie besides the connections' objects, read off the inventory: which is held against the real
 * schema by a test, so that a place it does not name does not exist.
 */
async function credentialPlaces(db: D1Database): Promise<Facts["credentials"]> {
  const places = INVENTORY.filter(
    ({ place, fields }) =>
      place.kind !== "object_table" &&
      Object.values(fields).some((meaning) => SAYS_CREDENTIALS.test(meaning)),
  );
  const passing = places.flatMap(({ id, place, dataClass, retention }) =>
    place.kind === "d1_table" && dataClass === "authentication_data" && retention.kind === "after_column"
      ? [{ id, table: place.table }]
      : [],
  );
  const counts = await Promise.all(
    passing.map(({ table }) => db.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>("n")),
  );
  const passingIds = passing.map(({ id }) => id);
  return {
    passing: passingIds,
    inPassing: counts.reduce<number>((sum, n) => sum + (n ?? 0), 0),
    elsewhere: places.map(({ id }) => id).filter((id) => !passingIds.includes(id)),
  };
}

async function rightsNow(db: D1Database, now: number): Promise<Facts["rights"]> {
  const open = OPEN_STATUSES.map((status) => `'${status}'`).join(", ");
  const row = await db
    .prepare(
      `SELECT count(*) AS open, coalesce(sum(due_at < ?1), 0) AS late, min(due_at) AS next, min(received_at) AS oldest
       FROM rights_requests WHERE status IN (${open})`,
    )
    .bind(now)
    .first<{ open: number; late: number; next: number | null; oldest: number | null }>();
  return {
    open: row?.open ?? 0,
    late: row?.late ?? 0,
    nextDueAt: timeOf(row?.next),
    oldestReceivedAt: timeOf(row?.oldest),
  };
}

async function keysNow(env: Env): Promise<Facts["keys"]> {
  const { vaultKeys, sealKeys, keyPeppers, signingKeys } = configOf(env);
  return {
    vault: vaultKeys.current,
    vaultVersions: vaultKeys.versions.length,
    sealing: sealKeys.current,
    pepper: keyPeppers.current,
    signing: signingKeys[0]?.kid ?? "",
    ages: await keyAges(env),
  };
}

async function policyAndApps(env: Env, now: number): Promise<Pick<Facts, "policy" | "apps">> {
  const heads = await policyHeads(database(env));
  const latest = heads.reduce((a, b) => (b.publishedAt > a.publishedAt ? b : a));
  const current = inForceAt(heads, now);
  const row = await env.DB.prepare(
    `SELECT count(*) AS all_apps, count(a.privacy_policy_url) AS with_policy, count(r.app_id) AS with_statement,
       count(r.security_contact) AS with_contact, count(p.app_id) AS accepted
     FROM apps a LEFT JOIN app_readiness r ON r.app_id = a.id
       LEFT JOIN policy_acceptances p ON p.app_id = a.id AND p.policy_id = ?1`,
  )
    .bind(current.id)
    .first<Record<"all_apps" | "with_policy" | "with_statement" | "with_contact" | "accepted", number>>();
  return {
    policy: {
      inForce: current.version,
      versions: heads.length,
      latest: latest.version,
      latestPublishedAt: rfc3339(latest.publishedAt),
    },
    apps: {
      all: row?.all_apps ?? 0,
      withPrivacyPolicy: row?.with_policy ?? 0,
      withStatement: row?.with_statement ?? 0,
      withSecurityContact: row?.with_contact ?? 0,
      accepted: row?.accepted ?? 0,
    },
  };
}

async function auditNow(db: D1Database): Promise<Facts["audit"]> {
  const [head, mark] = await db.batch<{ seq: number; hash: string; day: string; n: number; since: number }>([
    db.prepare(
      `SELECT seq, hash, (SELECT count(*) FROM audit_log) AS n,
        (SELECT at FROM audit_log ORDER BY seq LIMIT 1) AS since FROM audit_log ORDER BY seq DESC LIMIT 1`,
    ),
    db.prepare("SELECT day, seq FROM audit_checkpoints ORDER BY day DESC LIMIT 1"),
  ]);
  return {
    entries: head?.results[0]?.n ?? 0,
    since: head?.results[0]?.since ?? null,
    head: head?.results[0]?.hash ?? null,
    checkpoint: mark?.results[0]?.day ?? null,
    checkpointSeq: mark?.results[0]?.seq ?? null,
  };
}

async function incidentsNow(db: D1Database, now: number): Promise<Facts["incidents"]> {
  const row = await db
    .prepare(
      `SELECT coalesce(sum(channel = 'developer'), 0) AS reported,
         coalesce(sum(channel = 'developer' AND received_at - discovered_at > ?1), 0) AS late,
         coalesce(sum(status != 'closed'), 0) AS open,
         coalesce(sum(status != 'closed' AND EXISTS (SELECT 1 FROM json_each(clocks)
           WHERE value ->> 'toldAt' IS NULL AND value ->> 'dueAt' < ?2)), 0) AS clocks_late
       FROM incidents`,
    )
    .bind(DAY, now)
    .first<{ reported: number; late: number; open: number; clocks_late: number }>();
  return {
    reported: row?.reported ?? 0,
    late: row?.late ?? 0,
    open: row?.open ?? 0,
    clocksLate: row?.clocks_late ?? 0,
  };
}

async function transfersNow(db: D1Database): Promise<Record<string, number>> {
  const { results } = await db
    .prepare(
      "SELECT basis, count(DISTINCT connection_id) AS n FROM connection_transfers GROUP BY basis ORDER BY basis",
    )
    .all<{ basis: string; n: number }>();
  return Object.fromEntries(results.map(({ basis, n }) => [basis, n]));
}

const timeOf = (at: number | null | undefined): string | null => (at == null ? null : rfc3339(at));
