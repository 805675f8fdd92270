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

/** Null for a platform we do not have. */
export async function adapterOf(key: string): Promise<Adapter | null> {
  return (await PLATFORMS.get(key)?.[1]()) ?? null;
}

/** All of them, or those of these keys. */
export function allAdapters(keys?: readonly string[] | null): Promise<readonly Adapter[]> {
  const wanted = [...PLATFORMS].filter(([key]) => !keys || keys.includes(key));
  return Promise.all(wanted.map(([, [, load]]) => load()));
}

/** What a platform is called, told without its adapter. */
export function platformName(key: string): string {
  return PLATFORMS.get(key)?.[0] ?? key;
}
