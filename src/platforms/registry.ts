import type { Adapter } from "./adapter";
import { adobeCommerce } from "./adobe-commerce";
import { amazon } from "./amazon";
import { bigcommerce } from "./bigcommerce";
import { clover } from "./clover";
import { ebay } from "./ebay";
import { ecwid } from "./ecwid";
import { etsy } from "./etsy";
import { jumia } from "./jumia";
import { lightspeedR } from "./lightspeed-r";
import { lightspeedX } from "./lightspeed-x";
import { magento } from "./magento";
import { paypal } from "./paypal";
import { prestashop } from "./prestashop";
import { sandbox } from "./sandbox";
import { shopify } from "./shopify";
import { square } from "./square";
import { squarespace } from "./squarespace";
import { stripe } from "./stripe";
import { toast } from "./toast";
import { wix } from "./wix";
import { woocommerce } from "./woocommerce";

/** Every platform there is. A new one is its file and one line here. */
const ADAPTERS: readonly Adapter[] = [
  adobeCommerce,
  amazon,
  bigcommerce,
  clover,
  ebay,
  ecwid,
  etsy,
  jumia,
  lightspeedR,
  lightspeedX,
  magento,
  paypal,
  prestashop,
  sandbox,
  shopify,
  square,
  squarespace,
  stripe,
  toast,
  wix,
  woocommerce,
];

const byKey = new Map(ADAPTERS.map((adapter) => [adapter.key, adapter]));

export function allAdapters(): readonly Adapter[] {
  return ADAPTERS;
}

/** Null for a platform we do not have. */
export function adapterOf(key: string): Adapter | null {
  return byKey.get(key) ?? null;
}
