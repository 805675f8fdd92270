import { database } from "../db/client";
import { openIncidents } from "../incidents/store";
import { DAY, HOUR, hourOf, rfc3339 } from "../kernel/clock";
import type { Mode } from "../kernel/regions";
import { meterSums } from "../meter/query";
import { keyAges } from "../ops/key-versions";
import { overdue } from "../retention/overdue";
import { OPEN_STATUSES } from "../rights/types";
import type { Finding } from "./raise";
import type { AlertRule, PassingRule } from "./rules";

/** What one visit looks at of each kind; with more, nothing is taken for resolved. */
export const MOST_FINDINGS = 200;

/** A key's refused calls in this hour and the last that are worth a look. */
const REFUSED_CALLS = 100;
/** So many degraded connections of a platform, and at least this share of them, are the platform's trouble. */
const DEGRADED_AT_LEAST = 5;
const DEGRADED_SHARE = 0.2;
const RIGHTS_NEAR_MS = 2 * DAY;
const INCIDENT_NEAR_MS = 12 * HOUR;
const ENDPOINT_FAILING_MS = HOUR;
const KEY_OLD_MS = 365 * DAY;

export type Find = (env: Env, now: number) => Promise<Finding[]>;

/** What each rule finds now, from what is there: nothing is gathered for it. */
export const FINDS: Readonly<Record<Exclude<AlertRule, PassingRule>, Find>> = {
  refused_calls: refusedCalls,
  refresh_failing: refreshFailing,
  deadline_near: async (env, now) => [...(await rightsNear(env, now)), ...(await incidentsNear(env, now))],
  retention_late: retentionLate,
  meter_incomplete: meterIncomplete,
  endpoint_failing: endpointsFailing,
  key_old: keysOld,
};

async function refusedCalls(env: Env, now: number): Promise<Finding[]> {
  // From the apps, so that the roll-ups are reached by their key and not read through.
  const { results } = await env.DB.prepare(
    `SELECT u.app_id, u.mode, u.key_id, sum(u.calls) AS refused
     FROM apps a CROSS JOIN usage_hourly u ON u.app_id = a.id AND u.mode IN ('test', 'live') AND u.hour >= ?1
     WHERE u.status IN (401, 403, 429) GROUP BY u.app_id, u.mode, u.key_id HAVING sum(u.calls) >= ?2 LIMIT ?3`,
  )
    .bind(hourOf(now - HOUR), REFUSED_CALLS, MOST_FINDINGS)
    .all<{ app_id: string; mode: Mode; key_id: string; refused: number }>();
  return results.map(({ app_id: appId, mode, key_id, refused }) => ({
    about: key_id,
    owner: { appId, mode },
    detail: { key_id, refused },
  }));
}

async function refreshFailing(env: Env): Promise<Finding[]> {
  const { results } = await env.DB.prepare(
    `SELECT platform, count(*) AS living, sum(status = 'degraded') AS degraded FROM connections
     WHERE status IN ('active', 'degraded') GROUP BY platform`,
  ).all<{ platform: string; living: number; degraded: number }>();
  return results
    .filter(({ living, degraded }) => degraded >= DEGRADED_AT_LEAST && degraded / living >= DEGRADED_SHARE)
    .map(({ platform, living, degraded }) => ({
      about: platform,
      owner: null,
      detail: { platform, connections: living, degraded },
    }));
}

async function rightsNear(env: Env, now: number): Promise<Finding[]> {
  const open = OPEN_STATUSES.map((status) => `'${status}'`).join(", ");
  const { results } = await env.DB.prepare(
    `SELECT id, type, app_id, mode, due_at FROM rights_requests
     WHERE status IN (${open}) AND due_at <= ?1 ORDER BY due_at LIMIT ?2`,
  )
    .bind(now + RIGHTS_NEAR_MS, MOST_FINDINGS)
    .all<{ id: string; type: string; app_id: string | null; mode: Mode | null; due_at: number }>();
  return results.map(({ id, type, app_id: appId, mode, due_at }) => ({
    about: id,
    owner: appId !== null && mode !== null ? { appId, mode } : null,
    detail: { rights_request_id: id, right: type, due_at: rfc3339(due_at) },
  }));
}

async function incidentsNear(env: Env, now: number): Promise<Finding[]> {
  const rows = await openIncidents(database(env), MOST_FINDINGS);
  return rows.flatMap(({ id, appId, mode, clocks }) =>
    clocks
      .filter(({ toldAt, dueAt }) => toldAt === null && dueAt <= now + INCIDENT_NEAR_MS)
      .map(({ authority, dueAt }) => ({
        about: `${id}/${authority}`,
        owner: appId !== null && mode !== null ? { appId, mode } : null,
        detail: { incident_id: id, authority, due_at: rfc3339(dueAt) },
      })),
  );
}

async function retentionLate(env: Env, now: number): Promise<Finding[]> {
  const standings = await overdue(env, now);
  return standings.flatMap(({ entry, dataClass, limit, late }) =>
    late && limit !== null
      ? [{ about: entry, owner: null, detail: { entry, data_class: dataClass, limit: rfc3339(limit) } }]
      : [],
  );
}

async function meterIncomplete(env: Env): Promise<Finding[]> {
  const { bySource, byCell } = await meterSums(env.DB);
  if (bySource === byCell) return [];
  return [{ about: "meter", owner: null, detail: { calls_by_ledger: bySource, calls_by_usage: byCell } }];
}

async function endpointsFailing(env: Env, now: number): Promise<Finding[]> {
  const { results } = await env.DB.prepare(
    `SELECT id, app_id, mode, status, failing_since FROM webhook_endpoints
     WHERE status = 'disabled' OR failing_since <= ?1 LIMIT ?2`,
  )
    .bind(now - ENDPOINT_FAILING_MS, MOST_FINDINGS)
    .all<{ id: string; app_id: string; mode: Mode; status: string; failing_since: number | null }>();
  return results.map(({ id, app_id: appId, mode, status, failing_since }) => ({
    about: id,
    owner: { appId, mode },
    detail: {
      endpoint_id: id,
      disabled: status === "disabled",
      failing_since: failing_since === null ? null : rfc3339(failing_since),
    },
  }));
}

async function keysOld(env: Env, now: number): Promise<Finding[]> {
  return (await keyAges(env))
    .filter(
      ({ purpose, writes, firstSeenAt }) => purpose === "vault" && writes && firstSeenAt <= now - KEY_OLD_MS,
    )
    .map(({ version, firstSeenAt }) => ({
      about: `vault/${version}`,
      owner: null,
      detail: { key_version: version, first_seen_at: rfc3339(firstSeenAt) },
    }));
}
