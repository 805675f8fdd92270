import type { Adapter } from "./adapter";
import { clover } from "./clover";
import { sandbox } from "./sandbox";
import { shopify } from "./shopify";
import { square } from "./square";
import { woocommerce } from "./woocommerce";

/** Every platform there is. A new one is its file and one line here. */
const ADAPTERS: readonly Adapter[] = [clover, sandbox, shopify, square, woocommerce];

const byKey = new Map(ADAPTERS.map((adapter) => [adapter.key, adapter]));

export function allAdapters(): readonly Adapter[] {
  return ADAPTERS;
}

/** Null for a platform we do not have. */
export function adapterOf(key: string): Adapter | null {
  return byKey.get(key) ?? null;
}
