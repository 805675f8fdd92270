import type { ProcessingLimit } from "../connections/purposes";
import { PURPOSE_KEYS } from "../connections/purposes";
import { INVENTORY } from "../inventory/inventory";
import type { InventoryEntry } from "../inventory/types";
import type { Right, Wishes } from "./types";

/** One thing to do for a request. `connection` is an index into its subjects: a plan names nobody by itself. */
export type Step =
  | { action: "disconnect"; connection: number; entries: string[] }
  | { action: "erase"; connection: number; entries: string[] }
  | { action: "correct"; connection: number; entry: string; column: string; value: string }
  | { action: "limit"; connection: number; purposes: ProcessingLimit[]; entries: string[] }
  | { action: "build_bundle"; entries: string[] }
  /** A person's own words: an operator reads them and answers. */
  | { action: "review" };

/** What an erasure leaves, and why (GDPR Art. 17(3)). */
export interface Kept {
  entry: string;
  why: string;
}

/**
 * The steps that answer a request, computed from the inventory: add a place there and it is in every plan. Pure.
 * @param connections how many the request is about
 */
export function planOf(right: Right, wishes: Wishes, connections: number): Step[] {
  const each = <T extends Step>(make: (connection: number) => T[]): T[] =>
    Array.from({ length: connections }, (_, connection) => make(connection)).flat();
  switch (right) {
    case "access":
    case "portability":
      return [{ action: "build_bundle", entries: idsOf(isInBundle) }];
    case "deletion":
      return each((connection) => [
        { action: "disconnect", connection, entries: idsOf(endsWithConnection) },
        { action: "erase", connection, entries: idsOf(isErased) },
      ]);
    case "objection":
      return each((connection) => [limit(connection, objectedTo(wishes))]);
    case "restriction":
      return each((connection) => [limit(connection, ["all"])]);
    case "rectification":
      return [
        ...(wishes.remark === undefined ? [] : [{ action: "review" as const }]),
        ...each((connection) => corrections(connection, wishes)),
      ];
  }
}

/** What every erasure leaves. */
export function keptAfterErasure(): Kept[] {
  return INVENTORY.flatMap(({ id, erasure }) =>
    erasure.kind === "by_time_only" ? [{ entry: id, why: erasure.why }] : [],
  );
}

/** Every column that a rectification may set, with the entry it is in (GDPR Art. 16). */
export function correctable(): { entry: InventoryEntry; column: string }[] {
  return INVENTORY.flatMap((entry) => (entry.corrections ?? []).map((column) => ({ entry, column })));
}

function corrections(connection: number, { corrections: wished = {} }: Wishes): Step[] {
  return correctable().flatMap(({ entry, column }) => {
    const value = wished[column];
    return value === undefined
      ? []
      : [{ action: "correct" as const, connection, entry: entry.id, column, value }];
  });
}

/** An objection that names no purpose is one to all that can be objected to. */
function objectedTo({ purposes }: Wishes): ProcessingLimit[] {
  return purposes && purposes.length > 0 ? [...new Set(purposes)] : [...PURPOSE_KEYS];
}

function limit(connection: number, purposes: ProcessingLimit[]): Extract<Step, { action: "limit" }> {
  return { action: "limit", connection, purposes, entries: idsOf(isLimitsEntry) };
}

const idsOf = (test: (entry: InventoryEntry) => boolean): string[] =>
  INVENTORY.filter(test).map(({ id }) => id);

const isPersonal = ({ erasure }: InventoryEntry): boolean => erasure.kind !== "not_personal";
const isInBundle = (entry: InventoryEntry): boolean => isPersonal(entry) && entry.export.kind === "shown";
const endsWithConnection = (entry: InventoryEntry): boolean =>
  entry.retention.kind === "with_connection_end" && isPersonal(entry);
const isErased = ({ erasure }: InventoryEntry): boolean => erasure.kind === "with_subject";
const isLimitsEntry = ({ place }: InventoryEntry): boolean =>
  (place.kind === "d1_table" && place.table === "processing_limits") ||
  (place.kind === "object_table" && place.table === "limits");
