/** A connection's life. `pending` is unusable until its code is exchanged; `disconnected` is final. */
export const CONNECTION_STATUSES = ["pending", "active", "degraded", "needs_reauth", "disconnected"] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

export type ConnectionEvent =
  | { kind: "exchanged" }
  | { kind: "reconnected" }
  | { kind: "refresh_failed"; detail: string }
  | { kind: "refreshed" }
  | { kind: "grant_lost"; reason: string }
  | { kind: "disconnected" };

/** The next status, or null where the event changes nothing in this status. */
export function nextStatus(status: ConnectionStatus, event: ConnectionEvent): ConnectionStatus | null {
  if (status === "disconnected") return null;
  switch (event.kind) {
    case "exchanged":
      return status === "pending" ? "active" : null;
    case "reconnected":
      return status === "pending" ? null : "active";
    // A platform that is down is not a revoked grant: calls go on as long as a token is good.
    case "refresh_failed":
      return status === "active" ? "degraded" : null;
    case "refreshed":
      return status === "degraded" ? "active" : null;
    case "grant_lost":
      return status === "pending" ? null : "needs_reauth";
    case "disconnected":
      return "disconnected";
  }
}

/** Whether calls may be made. */
export function isUsable(status: ConnectionStatus): boolean {
  return status === "active" || status === "degraded";
}
