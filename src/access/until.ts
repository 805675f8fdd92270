import { metadataDueAt, metadataPeriod } from "../connections/retention";
import type { InventoryEntry } from "../inventory/types";
import { dayOf } from "../kernel/clock";
import type { Period } from "../kernel/period";

/** What a date depends on beyond the inventory. */
export interface Circumstances {
  disconnectedAt: number | null;
  restoreWindowDays: number;
  /** A legal hold keeps the connection's data (GDPR Art. 17(3)). */
  held: boolean;
  /** Whether the person it is about is spoken to, as by default, or spoken of. */
  voice?: "to_the_person" | "about_the_person";
}

/** Until when what an entry holds about a connection is kept: for people, from the inventory's retention. */
export function untilWhen(entry: InventoryEntry, circumstances: Circumstances): string {
  return circumstances.held && isHoldable(entry)
    ? "until a legal hold on it is lifted"
    : ordinarily(entry, circumstances);
}

/** Credentials end with the connection whatever is held: no claim needs them. */
const isHoldable = ({ retention }: InventoryEntry): boolean =>
  retention.kind !== "with_connection_end" && retention.kind !== "in_transit";

function ordinarily(entry: InventoryEntry, circumstances: Circumstances): string {
  const { retention } = entry;
  const { disconnectedAt } = circumstances;
  switch (retention.kind) {
    case "with_connection_end":
      return disconnectedAt === null
        ? `until ${disconnects(circumstances)}`
        : `erased when the connection ended, on ${dayOf(disconnectedAt)}`;
    case "with_connection_metadata":
      return withMetadata(circumstances);
    case "after_column":
      return retention.column === "disconnected_at"
        ? withMetadata(circumstances)
        : `${afterwards(retention.period)}: ${entry.fields[retention.column] ?? retention.column}`;
    case "after_day_partition":
      return `${words(retention.period)} after each record's day`;
    case "after_upload":
      return `${words(retention.period)} after it is made`;
    case "after_calendar":
      return `${words(retention.period)} after each ${retention.unit}, then ${
        entry.end === "erase" ? "erased" : entry.end === "move" ? "summed by the day" : "made anonymous"
      }`;
    case "with_request":
      return "as long as the rights request it belongs to";
    case "with_run":
      return "as long as the retention run it belongs to";
    case "with_incident":
      return "as long as the incident it belongs to";
    case "with_account":
      return "as long as the developer's account";
    case "in_transit":
      return `at most ${words(retention.period)}`;
    case "kept":
      return `kept: ${retention.why}`;
  }
}

function withMetadata(circumstances: Circumstances): string {
  const { disconnectedAt, restoreWindowDays } = circumstances;
  return disconnectedAt === null
    ? `${afterwards(metadataPeriod(restoreWindowDays))} ${disconnects(circumstances)}`
    : `until ${dayOf(metadataDueAt(disconnectedAt, restoreWindowDays))}`;
}

function disconnects({ voice }: Circumstances): string {
  return voice === "about_the_person" ? "the end-user disconnects" : "you disconnect";
}

function afterwards(period: Period): string {
  return lengthOf(period) === 0 ? "until" : `${words(period)} after`;
}

const lengthOf = (period: Period): number => ("days" in period ? period.days : period.months);

function words(period: Period): string {
  const count = lengthOf(period);
  const unit = "days" in period ? "day" : "month";
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
