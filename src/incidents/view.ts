import { z } from "@hono/zod-openapi";
import { rfc3339 } from "../kernel/clock";
import { affectedSchema, REPORT_WITHIN_MS } from "./body";
import { BREACH_LAWS, isLawKey } from "./laws";
import { INTERNAL_EVENTS, type IncidentRow, type TimelineRow } from "./store";

const clockSchema = z.object({
  authority: z.string().openapi({ example: "eu" }),
  name: z.string(),
  law: z.string(),
  term: z.string().openapi({ description: "The law's own: hours, or its words" }),
  due_at: z.string(),
  told_at: z.string().nullable(),
});
const lineSchema = z.object({
  at: z.string(),
  actor: z.enum(["developer", "operator", "system"]),
  event: z.string(),
  note: z.string().nullable(),
});

export const incidentSchema = z
  .object({
    id: z.string().openapi({ example: "inc_4kX0pQ2mZ7aB1cD3eF5gH9" }),
    channel: z.enum(["developer", "operator"]).openapi({ description: "Who reported it" }),
    mode: z.enum(["test", "live"]).nullable(),
    status: z.enum(["reported", "triaged", "contained", "closed"]),
    severity: z.enum(["unknown", "low", "medium", "high"]),
    discovered_at: z.string(),
    reported_at: z.string(),
    reported_within_24h: z.boolean().nullable().openapi({ description: "null for an incident of ours" }),
    hours_to_report: z.number().nullable(),
    nature: z.string(),
    affected: affectedSchema,
    clocks: z.array(clockSchema).openapi({
      description:
        "Authorities that may have to be told, counted from the discovery. Whether you must is for you to decide.",
    }),
    timeline: z.array(lineSchema),
    closed_at: z.string().nullable(),
  })
  .openapi("Incident");
export type IncidentView = z.infer<typeof incidentSchema>;

/** An incident as developers see it: without what operators note for themselves, and without other apps. */
export function incidentView(row: IncidentRow, timeline: readonly TimelineRow[]): IncidentView {
  const { apps: _, ...affected } = row.affected;
  const ours = row.channel === "operator";
  const delay = row.receivedAt - row.discoveredAt;
  return {
    id: row.id,
    channel: row.channel,
    mode: row.mode,
    status: row.status,
    severity: row.severity,
    discovered_at: rfc3339(row.discoveredAt),
    reported_at: rfc3339(row.receivedAt),
    reported_within_24h: ours ? null : delay <= REPORT_WITHIN_MS,
    hours_to_report: ours ? null : Math.round((Math.max(0, delay) / 3_600_000) * 10) / 10,
    nature: row.nature,
    affected: affected as IncidentView["affected"],
    clocks: row.clocks.map(clockView),
    timeline: timeline.filter(({ event }) => !INTERNAL_EVENTS.includes(event)).map(lineView),
    closed_at: row.closedAt === null ? null : rfc3339(row.closedAt),
  };
}

/** All of it, for operators. */
export function operatorView(row: IncidentRow, timeline: readonly TimelineRow[], now: number) {
  return {
    ...incidentView(row, timeline),
    app_id: row.appId,
    affected: row.affected as IncidentView["affected"] & { apps?: "all" | string[] },
    clocks: row.clocks.map((clock) => ({
      ...clockView(clock),
      late: (clock.toldAt ?? now) > clock.dueAt,
    })),
    timeline: timeline.map(lineView),
  };
}

function clockView({ authority, dueAt, toldAt }: IncidentRow["clocks"][number]) {
  const law = isLawKey(authority) ? BREACH_LAWS[authority] : null;
  return {
    authority,
    name: law?.authority ?? authority,
    law: law?.law ?? authority,
    term: law === null ? "" : law.term.kind === "hours" ? `${law.term.hours} hours` : law.term.words,
    due_at: rfc3339(dueAt),
    told_at: toldAt === null ? null : rfc3339(toldAt),
  };
}

function lineView({ at, actor, event, note }: TimelineRow) {
  return { at: rfc3339(at), actor, event, note };
}
