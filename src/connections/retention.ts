import { entryOf } from "../inventory/inventory";
import { after } from "../kernel/period";

/** When a disconnected connection's metadata is gone at the latest: read from the inventory, written nowhere else. */
export function metadataDueAt(disconnectedAt: number): number {
  const { retention } = entryOf("d1.connections");
  if (retention.kind !== "after_column")
    throw new Error("d1.connections must be kept by its disconnected_at");
  return after(disconnectedAt, retention.period);
}
