import { rfc3339 } from "../kernel/clock";

/** What an event is told with: who, what, when, and the ids by which to ask further. */
export interface TellableEvent {
  id: string;
  app_id: string;
  mode: "test" | "live";
  type: string;
  connection_id: string | null;
  /** The platform's word for what changed, or the id of what it is about. */
  topic: string | null;
  /** The rights request a notice belongs to. */
  request_id: string | null;
  created_at: number;
}

/** What the id in an event's `topic` is called, by the first word of its type. */
const NAMED_IDS: Readonly<Record<string, string>> = {
  incident: "incident_id",
  alert: "alert_id",
  policy: "policy_version",
};

/** The body of a delivery: the same bytes at each attempt. Thin: nothing of a shop is in it. */
export function bodyOf(event: TellableEvent): string {
  const name = NAMED_IDS[event.type.split(".")[0] ?? ""] ?? "topic";
  return JSON.stringify({
    type: event.type,
    id: event.id,
    timestamp: rfc3339(event.created_at),
    data: {
      app_id: event.app_id,
      mode: event.mode,
      ...(event.connection_id !== null && { connection_id: event.connection_id }),
      ...(event.request_id !== null && { rights_request_id: event.request_id }),
      ...(event.topic !== null && { [name]: event.topic }),
    },
  });
}
