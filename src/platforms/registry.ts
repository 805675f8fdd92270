import type { Adapter } from "./adapter";
import { sandbox } from "./sandbox";
import { shopify } from "./shopify";
import { square } from "./square";

/** Every platform there is. A new one is its file and one line here. */
const ADAPTERS: readonly Adapter[] = [sandbox, shopify, square];

const byKey = new Map(ADAPTERS.map((adapter) => [adapter.key, adapter]));

export function allAdapters(): readonly Adapter[] {
  return ADAPTERS;
}

/** Null for a platform we do not have. */
export function adapterOf(key: string): Adapter | null {
  return byKey.get(key) ?? null;
}
