import type { Adapter } from "./adapter";

type Entry = readonly [name: string, load: () => Promise<Adapter>];

/**
 * Every platform there is, with the name people know it by. A new one is its file and one line here. An adapter is
 * evaluated when it is first asked for: an isolate seldom meets more than a few.
 */
const PLATFORMS: ReadonlyMap<string, Entry> = new Map<string, Entry>([
  [
    "adobe-commerce",
    ["Adobe Commerce as a Cloud Service", async () => (await import("./adobe-commerce")).adobeCommerce],
  ],
  ["amazon", ["Amazon", async () => (await import("./amazon")).amazon]],
  ["bigcommerce", ["BigCommerce", async () => (await import("./bigcommerce")).bigcommerce]],
  ["clover", ["Clover", async () => (await import("./clover")).clover]],
  ["ebay", ["eBay", async () => (await import("./ebay")).ebay]],
  ["ecwid", ["Ecwid by Lightspeed", async () => (await import("./ecwid")).ecwid]],
  ["etsy", ["Etsy", async () => (await import("./etsy")).etsy]],
  ["jumia", ["Jumia", async () => (await import("./jumia")).jumia]],
  [
    "lightspeed-r",
    ["Lightspeed Retail (R-Series)", async () => (await import("./lightspeed-r")).lightspeedR],
  ],
  [
    "lightspeed-x",
    ["Lightspeed Retail (X-Series)", async () => (await import("./lightspeed-x")).lightspeedX],
  ],
  ["magento", ["Magento / Adobe Commerce", async () => (await import("./magento")).magento]],
  ["paypal", ["PayPal", async () => (await import("./paypal")).paypal]],
  ["prestashop", ["PrestaShop", async () => (await import("./prestashop")).prestashop]],
  ["sandbox", ["Sandbox shops", async () => (await import("./sandbox")).sandbox]],
  ["shopify", ["Shopify", async () => (await import("./shopify")).shopify]],
  ["square", ["Square", async () => (await import("./square")).square]],
  ["squarespace", ["Squarespace", async () => (await import("./squarespace")).squarespace]],
  ["stripe", ["Stripe", async () => (await import("./stripe")).stripe]],
  ["toast", ["Toast", async () => (await import("./toast")).toast]],
  ["wix", ["Wix", async () => (await import("./wix")).wix]],
  ["woocommerce", ["WooCommerce", async () => (await import("./woocommerce")).woocommerce]],
]);

/** Adapters, not the promises of them: in Workers one request's promise may never settle for another. */
const loaded = new Map<string, Adapter>();

/** Null for a platform we do not have. */
export async function adapterOf(key: string): Promise<Adapter | null> {
  const known = loaded.get(key);
  if (known) return known;
  const adapter = await PLATFORMS.get(key)?.[1]();
  if (adapter) loaded.set(key, adapter);
  return adapter ?? null;
}

/** All of them, or those of these keys. */
export async function allAdapters(keys?: readonly string[] | null): Promise<readonly Adapter[]> {
  const wanted = [...PLATFORMS.keys()].filter((key) => !keys || keys.includes(key));
  return (await Promise.all(wanted.map(adapterOf))).filter((adapter) => adapter !== null);
}

/** What a platform is called, told without its adapter. */
export function platformName(key: string): string {
  return PLATFORMS.get(key)?.[0] ?? key;
}
