import { isOpen, type RightsStatus } from "./types";

/**
 * A rights request's states, after CONTRACT "Rights":
 *
 *   received ── asked_proof ──▶ verifying ── lapsed ──▶ expired
 *       └────── proved ──────▶ verified ◀── proved ──┘
 *                                 └── begun ──▶ in_progress ── completed ──▶ completed
 *   any open ── refused ──▶ refused      any open, nothing done yet ── withdrawn ──▶ withdrawn
 */
export type RightsEvent =
  | { kind: "asked_proof" }
  | { kind: "proved" }
  | { kind: "begun" }
  | { kind: "completed" }
  | { kind: "refused" }
  | { kind: "withdrawn"; stepsDone: number }
  | { kind: "lapsed" };

/** The state an event leads to; null where it is not allowed in this state. */
export function nextStatus(status: RightsStatus, event: RightsEvent): RightsStatus | null {
  switch (event.kind) {
    case "asked_proof":
      return status === "received" ? "verifying" : null;
    case "proved":
      return status === "received" || status === "verifying" ? "verified" : null;
    case "begun":
      return status === "verified" ? "in_progress" : null;
    case "completed":
      return status === "in_progress" ? "completed" : null;
    case "refused":
      return isOpen(status) ? "refused" : null;
    case "withdrawn":
      // What has begun to be erased cannot be called back.
      return isOpen(status) && event.stepsDone === 0 ? "withdrawn" : null;
    case "lapsed":
      return status === "received" || status === "verifying" ? "expired" : null;
  }
}
