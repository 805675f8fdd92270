import type { InventoryEntry } from "../../inventory/types";

/** What rests about a person, as a person would tell things apart; several inventory entries can be one of them. */
export const HELD_KINDS = [
  "credentials",
  "connect_flow",
  "connection",
  "consent",
  "limits",
  "usage",
  "logs",
  "bundles",
  "requests",
  "other",
] as const;
export type HeldKind = (typeof HELD_KINDS)[number];

/** By the place's own name, so that a table and its original in the object are one thing. */
const KIND_OF_PLACE: Readonly<Record<string, HeldKind>> = {
  vault_keys: "credentials",
  vault_values: "credentials",
  connect_sessions: "connect_flow",
  oauth_states: "connect_flow",
  connect_codes: "connect_flow",
  connect_pushes: "connect_flow",
  connections: "connection",
  connection: "connection",
  subscription: "connection",
  consents: "consent",
  processing_limits: "limits",
  limits: "limits",
  usage_connections: "usage",
  commits_0: "usage",
  commits_1: "usage",
  "logs/": "logs",
  "bundles/": "bundles",
  rights_requests: "requests",
  rights_subjects: "requests",
  rights_history: "requests",
  developer_notices: "requests",
};

/**
 * Under what an inventory entry is shown to the person it is about; null for one that is about no person, or is
 * only on its way to another entry. An entry that is new to this table is shown as `other`, never hidden.
 */
export function heldKind(entry: InventoryEntry): HeldKind | null {
  const { place, subject } = entry;
  if (entry.erasure.kind === "not_personal" || subject.kind === "none" || subject.kind === "app") return null;
  if (place.kind === "queue") return null;
  if (place.kind === "object_table" && place.object !== "ConnectionObject") return null;
  const name = place.kind === "r2_prefix" ? place.prefix : place.table;
  return KIND_OF_PLACE[name] ?? (entry.dataClass === "usage_analytics" ? "usage" : "other");
}
