/** What developers are told of. Thin: a type and ids, never business data. */
export const EVENT_TYPES = [
  "connection.changed",
  "connection.disconnected",
  "connection.needs_reauth",
  "rights.erased",
  "rights.corrected",
  "rights.restricted",
  "rights.objected",
  "rights.lifted",
  "policy.published",
  "incident.notice",
  "alert.raised",
  "webhook.test",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];
