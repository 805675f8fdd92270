import { INVENTORY } from "../inventory/inventory";
import { DATA_CLASSES, type DataClass, type InventoryEntry } from "../inventory/types";

/** What a bundle holds of each class follows from the inventory alone: add an entry there, and it is in here. */

type Export<K extends InventoryEntry["export"]["kind"]> = InventoryEntry & {
  export: Extract<InventoryEntry["export"], { kind: K }>;
};
/** An entry whose records are in the bundle. */
export type ShownEntry = Export<"shown">;
/** An entry of which the bundle tells that it exists, and why its records are not in it. */
export type DescribedEntry = Export<"described">;

const isShown = (entry: InventoryEntry): entry is ShownEntry => entry.export.kind === "shown";
const isDescribed = (entry: InventoryEntry): entry is DescribedEntry => entry.export.kind === "described";
const isPersonal = (entry: InventoryEntry): boolean => entry.erasure.kind !== "not_personal";

export function shownEntries(dataClass: DataClass): ShownEntry[] {
  return entriesOf(dataClass).filter(isShown);
}

export function describedEntries(dataClass: DataClass): DescribedEntry[] {
  return entriesOf(dataClass).filter(isDescribed);
}

function entriesOf(dataClass: DataClass): InventoryEntry[] {
  return INVENTORY.filter((entry) => entry.dataClass === dataClass && isPersonal(entry));
}

/** The classes that a person's data is in; each is one file. */
export const BUNDLE_CLASSES: readonly DataClass[] = DATA_CLASSES.filter(
  (dataClass) => entriesOf(dataClass).length > 0,
);
export const dataFileName = (dataClass: DataClass): string => `data/${dataClass}.json`;
