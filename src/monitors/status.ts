import { clock, rfc3339 } from "../kernel/clock";
import { type HealthCheck, healthChecks } from "../ops/health";
import type { AlertRule } from "./rules";

export type ComponentStatus = "operational" | "degraded" | "down";

export interface Component {
  key: string;
  name: string;
  status: ComponentStatus;
  /** Since when it is not operational; null where nobody has noted it. */
  since: string | null;
}

export interface ServiceStatus {
  status: ComponentStatus;
  components: Component[];
  generated_at: string;
}

const STORES = {
  d1: "Connections and accounts",
  objects: "Calls to platforms",
  r2: "Logs and bundles",
} as const;

/** The operators' alerts that everybody is concerned by, and what they are about. Others are told to whom they concern. */
const PUBLIC_RULES: Partial<Record<AlertRule, { key: string; name: string }>> = {
  meter_incomplete: { key: "meter", name: "Metering" },
  retention_late: { key: "retention", name: "Retention" },
};

export interface OpenAlert {
  rule: string;
  about: string;
  raised_at: number;
}

/** The state of the service, of the stores' answers and the open alerts. */
export function statusOf(
  checks: Readonly<Record<keyof typeof STORES, HealthCheck>>,
  alerts: readonly OpenAlert[],
  now: number,
): ServiceStatus {
  const stores = (Object.keys(STORES) as (keyof typeof STORES)[]).map((key) => ({
    key,
    name: STORES[key],
    status: checks[key].ok ? ("operational" as const) : ("down" as const),
    since: null,
  }));
  const watched = Object.entries(PUBLIC_RULES).map(([rule, named]) => {
    const since = earliest(alerts.filter((alert) => alert.rule === rule));
    return { ...named, status: since === null ? ("operational" as const) : ("degraded" as const), since };
  });
  const platforms = alerts
    .filter(({ rule }) => rule === "refresh_failing")
    .map(({ about, raised_at }) => ({
      key: `platform.${about}`,
      name: `Connections to ${about}`,
      status: "degraded" as const,
      since: rfc3339(raised_at),
    }));
  const components: Component[] = [...stores, ...watched, ...platforms];
  const has = (status: ComponentStatus) => components.some((component) => component.status === status);
  return {
    status: has("down") ? "down" : has("degraded") ? "degraded" : "operational",
    components,
    generated_at: rfc3339(now),
  };
}

function earliest(alerts: readonly OpenAlert[]): string | null {
  return alerts.length === 0 ? null : rfc3339(Math.min(...alerts.map(({ raised_at }) => raised_at)));
}

/** The state of the service now. A database that does not answer is a state, and no failure of this. */
export async function readStatus(env: Env): Promise<ServiceStatus> {
  const checks = await healthChecks(env);
  const alerts = checks.d1.ok ? await operatorsAlerts(env.DB) : [];
  return statusOf(checks, alerts, clock.now());
}

async function operatorsAlerts(db: D1Database): Promise<OpenAlert[]> {
  const { results } = await db
    .prepare(
      "SELECT rule, about, raised_at FROM alerts WHERE resolved_at IS NULL AND app_id IS NULL LIMIT 500",
    )
    .all<OpenAlert>();
  return results;
}
