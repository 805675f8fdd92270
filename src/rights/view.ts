import { z } from "@hono/zod-openapi";
import { rfc3339 } from "../kernel/clock";
import { stepsOf } from "./advance";
import {
  EXTENSION_REASONS,
  type HistoryRow,
  REFUSAL_GROUNDS,
  type RequestRow,
  RIGHTS,
  RIGHTS_STATUSES,
  type SubjectRow,
} from "./types";

export const requestSchema = z
  .object({
    id: z.string().openapi({ example: "rr_4kX0pQ2mZ7aB1cD3eF5gH9" }),
    type: z.enum(RIGHTS),
    status: z.enum(RIGHTS_STATUSES),
    channel: z.enum(["developer", "privacy_centre", "mail"]),
    jurisdiction: z.string().openapi({ description: "Whose law's clock runs" }),
    connection_ids: z.array(z.string()),
    received_at: z.string(),
    due_at: z.string().openapi({ description: "By when it must be answered" }),
    confirm_due_at: z.string().nullable(),
    verified_at: z.string().nullable(),
    closed_at: z.string().nullable(),
    extension: z.enum(EXTENSION_REASONS).nullable(),
    refusal: z
      .object({ ground: z.enum(REFUSAL_GROUNDS), detail: z.string() })
      .nullable()
      .openapi({ description: "The ground of a refusal, and what can be done about it" }),
    steps: z
      .object({ done: z.number().int(), planned: z.number().int() })
      .nullable()
      .openapi({ description: "While it is carried out" }),
    bundle_expires_at: z
      .string()
      .nullable()
      .openapi({ description: "Until then `/bundle` answers; null without a bundle" }),
    receipt: z.string().nullable().openapi({
      description: "Compact JWS, once completed; verify it against /.well-known/jwks.json",
    }),
    history: z.array(
      z.object({ at: z.string(), event: z.string(), actor: z.string(), note: z.string().nullable() }),
    ),
  })
  .openapi("RightsRequest");

export type RequestView = z.infer<typeof requestSchema>;

const COMPLAINT = "A complaint can be lodged with the supervisory authority (GDPR Art. 12(4)).";
const REFUSALS: Readonly<Record<(typeof REFUSAL_GROUNDS)[number], string>> = {
  identity_not_proved: `Control of a connection was not proved (GDPR Art. 12(6)). ${COMPLAINT}`,
  manifestly_unfounded: `The request is manifestly unfounded (GDPR Art. 12(5)). ${COMPLAINT}`,
  excessive: `The request is excessive, in particular because it is repeated (GDPR Art. 12(5)). ${COMPLAINT}`,
  legal_hold: `A legal duty or claim requires the data to be kept for now (GDPR Art. 17(3)). ${COMPLAINT}`,
  rights_of_others: `It would adversely affect the rights of others (GDPR Art. 15(4), 20(4)). ${COMPLAINT}`,
  nothing_held: `Nothing is held about the account that was proved. ${COMPLAINT}`,
  not_inaccurate: `What is held is accurate as it stands (GDPR Art. 16). ${COMPLAINT}`,
};

/** A request as developers and operators see it. */
export function requestView(
  row: RequestRow,
  subjects: readonly SubjectRow[],
  history: readonly HistoryRow[],
): RequestView {
  const ground = REFUSAL_GROUNDS.find((known) => known === row.reason);
  const steps = stepsOf(row);
  return {
    id: row.id,
    type: row.type,
    status: row.status,
    channel: row.channel,
    jurisdiction: row.jurisdiction,
    connection_ids: subjects.map(({ connectionId }) => connectionId),
    received_at: rfc3339(row.receivedAt),
    due_at: rfc3339(row.dueAt),
    confirm_due_at: timeOrNull(row.confirmDueAt),
    verified_at: timeOrNull(row.verifiedAt),
    closed_at: timeOrNull(row.closedAt),
    extension: EXTENSION_REASONS.find((reason) => reason === row.extendedReason) ?? null,
    refusal: row.status === "refused" && ground ? { ground, detail: REFUSALS[ground] } : null,
    steps: row.status === "in_progress" ? { done: row.stepsDone, planned: steps.length } : null,
    bundle_expires_at: timeOrNull(row.bundleExpiresAt),
    receipt: row.receipt,
    history: history.map(({ at, event, actor, note }) => ({ at: rfc3339(at), event, actor, note })),
  };
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : rfc3339(ms);
}
