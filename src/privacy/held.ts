import { metadataDueAt, metadataPeriod } from "../connections/retention";
import { entryOf, INVENTORY } from "../inventory/inventory";
import type { DataClass, InventoryEntry } from "../inventory/types";
import type { Period } from "../kernel/period";
import { heldKind } from "./pages/held-kinds";
import type { HeldItem, Until } from "./pages/view";

/** What the dates depend on beyond the inventory. */
export interface Circumstances {
  disconnectedAt: number | null;
  restoreWindowDays: number;
  /** A legal hold keeps this connection's data (GDPR Art. 17(3)). */
  isHeld: boolean;
  /** Classes of which a legal hold keeps everything. */
  heldClasses: ReadonlySet<DataClass>;
}

/** What rests about a connection and until when: all of it from the inventory, in its order, equal things once. */
export function heldItems(circumstances: Circumstances): HeldItem[] {
  const items = new Map<string, HeldItem>();
  for (const entry of INVENTORY) {
    const what = heldKind(entry);
    const until = what && untilOf(entry, circumstances);
    if (!what || !until) continue;
    const item = { dataClass: entry.dataClass, what, until };
    items.set(JSON.stringify(item), items.get(JSON.stringify(item)) ?? item);
  }
  return [...items.values()];
}

/** Until when an entry's records stay; null where none is left. `access/until.ts` says the same in words. */
function untilOf(entry: InventoryEntry, circumstances: Circumstances): Until | null {
  const { retention, dataClass } = entry;
  // Credentials end with the connection whatever is held: no claim needs them.
  if (retention.kind === "with_connection_end")
    return circumstances.disconnectedAt === null ? { kind: "while_connected" } : null;
  if (circumstances.isHeld || circumstances.heldClasses.has(dataClass)) return { kind: "legal_hold" };
  switch (retention.kind) {
    case "with_connection_metadata":
      return withMetadata(circumstances);
    case "after_column":
      return retention.column === "disconnected_at" ? withMetadata(circumstances) : rolling(retention.period);
    case "after_day_partition":
    case "after_upload":
      return rolling(retention.period);
    case "after_calendar":
      return { kind: entry.end === "anonymise" ? "anonymised" : "rolling", period: retention.period };
    case "with_request":
      return untilOf(entryOf("d1.rights_requests"), circumstances);
    // Nobody's, or on their way to an entry that is shown.
    case "with_run":
    case "with_incident":
    case "with_account":
    case "in_transit":
    case "kept":
      return null;
  }
}

function withMetadata({ disconnectedAt, restoreWindowDays }: Circumstances): Until {
  return disconnectedAt === null
    ? { kind: "after_disconnection", period: metadataPeriod(restoreWindowDays) }
    : { kind: "date", at: metadataDueAt(disconnectedAt, restoreWindowDays) };
}

function rolling(period: Period): Until {
  return { kind: "rolling", period };
}
