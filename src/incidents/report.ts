import { z } from "@hono/zod-openapi";
import { reportSchema } from "./body";
import type { IncidentRow, TimelineRow } from "./store";
import { incidentSchema, incidentView } from "./view";

export const postIncidentSchema = z
  .object({ incident: incidentSchema, report: reportSchema })
  .openapi("PostIncidentReport");
export type PostIncident = z.infer<typeof postIncidentSchema>;

/** The report on a closed incident, as developers may read it; null as long as it is not closed. */
export function postIncidentOf(row: IncidentRow, timeline: readonly TimelineRow[]): PostIncident | null {
  if (row.report === null) return null;
  return { incident: incidentView(row, timeline), report: reportSchema.parse(JSON.parse(row.report)) };
}

/** What each part of a report is called. */
export const REPORT_HEADINGS = {
  summary: "Summary",
  cause: "Cause",
  impact: "Impact",
  response: "What was done",
  prevention: "What keeps it from happening again",
} as const;

/** The same in Markdown. */
export function markdownOf({ incident, report }: PostIncident): string {
  const facts = [
    ["Discovered", incident.discovered_at],
    ["Reported", incident.reported_at],
    ...(incident.reported_within_24h === null
      ? []
      : [["Reported within 24 hours", incident.reported_within_24h ? "yes" : "no"]]),
    ["Closed", incident.closed_at ?? ""],
    ["Severity", incident.severity],
    ["Data classes", incident.affected.data_classes.join(", ")],
    ...(incident.affected.people === undefined ? [] : [["People", String(incident.affected.people)]]),
    ...(incident.affected.countries?.length ? [["Countries", incident.affected.countries.join(", ")]] : []),
  ];
  return [
    `# Post-incident report ${incident.id}`,
    "",
    ...facts.map(([term, detail]) => `- ${term}: ${detail}`),
    "",
    ...(Object.keys(REPORT_HEADINGS) as (keyof typeof REPORT_HEADINGS)[]).flatMap((key) => [
      `## ${REPORT_HEADINGS[key]}`,
      "",
      plain(report[key]),
      "",
    ]),
    "## Authorities",
    "",
    ...incident.clocks.map(
      ({ name, law, due_at, told_at }) => `- ${name} (${law}): due ${due_at}, told ${told_at ?? "no"}`,
    ),
    "",
    "## Timeline",
    "",
    ...incident.timeline.map(
      ({ at, actor, event, note }) => `- ${at} ${actor}: ${event}${note === null ? "" : `: ${plain(note)}`}`,
    ),
    "",
  ].join("\n");
}

/** Someone's words, which must not become headings, links or markup of the report. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|!]/g, "\\$&").replaceAll(/\s*\n\s*/g, " ");
}
