import type { ShopQuestion, Target } from "../adapter";

/**
 * Amazon's stores: where a seller signs in, and which of the three regions answers for it. Hosts and ids after
 * developer-docs.amazon.com/sp-api/docs/{sp-api-endpoints,marketplace-ids,seller-central-urls} (2026-11); the
 * currency is the country's own, used only for an order that names none.
 */
interface Site {
  name: string;
  /** Where the seller agrees. */
  central: string;
  region: "na" | "eu" | "fe";
  marketplace: string;
  currency: string;
}

const EUROPE = "sellercentral-europe.amazon.com";

const SITES: Readonly<Record<string, Site>> = {
  ae: site("United Arab Emirates", "sellercentral.amazon.ae", "eu", "A2VIGQ35RCS4UG", "AED"),
  au: site("Australia", "sellercentral.amazon.com.au", "fe", "A39IBJ37TRP1C6", "AUD"),
  be: site("Belgium", "sellercentral.amazon.com.be", "eu", "AMEN7PMS3EDWL", "EUR"),
  br: site("Brazil", "sellercentral.amazon.com.br", "na", "A2Q3Y263D00KWC", "BRL"),
  ca: site("Canada", "sellercentral.amazon.ca", "na", "A2EUQ1WTGCTBG2", "CAD"),
  de: site("Germany", EUROPE, "eu", "A1PA6795UKMFR9", "EUR"),
  eg: site("Egypt", "sellercentral.amazon.eg", "eu", "ARBP9OOSHTCHU", "EGP"),
  es: site("Spain", EUROPE, "eu", "A1RKKUPIHCS9HS", "EUR"),
  fr: site("France", EUROPE, "eu", "A13V1IB3VIYZZH", "EUR"),
  gb: site("United Kingdom", EUROPE, "eu", "A1F83G8C2ARO7P", "GBP"),
  ie: site("Ireland", "sellercentral.amazon.ie", "eu", "A28R8C7NBKEWEA", "EUR"),
  in: site("India", "sellercentral.amazon.in", "eu", "A21TJRUUN4KGV", "INR"),
  it: site("Italy", EUROPE, "eu", "APJ6JRA9NG5V4", "EUR"),
  jp: site("Japan", "sellercentral.amazon.co.jp", "fe", "A1VC38T7YXB528", "JPY"),
  mx: site("Mexico", "sellercentral.amazon.com.mx", "na", "A1AM78C64UM0Y8", "MXN"),
  nl: site("Netherlands", "sellercentral.amazon.nl", "eu", "A1805IZSGTT6HS", "EUR"),
  pl: site("Poland", "sellercentral.amazon.pl", "eu", "A1C3SOZRARQ6R3", "PLN"),
  sa: site("Saudi Arabia", "sellercentral.amazon.sa", "eu", "A17E79C6D8DWNP", "SAR"),
  se: site("Sweden", "sellercentral.amazon.se", "eu", "A2NODRKZP88ZB9", "SEK"),
  sg: site("Singapore", "sellercentral.amazon.sg", "fe", "A19VAU5U5O7RUS", "SGD"),
  tr: site("Türkiye", "sellercentral.amazon.com.tr", "eu", "A33AVAJ2PDY3EV", "TRY"),
  us: site("United States", "sellercentral.amazon.com", "na", "ATVPDKIKX0DER", "USD"),
  za: site("South Africa", "sellercentral.amazon.co.za", "eu", "AE08WJ6YKNBMC", "ZAR"),
};

function site(
  name: string,
  central: string,
  region: Site["region"],
  marketplace: string,
  currency: string,
): Site {
  return { name, central: `https://${central}`, region, marketplace, currency };
}

export const siteQuestion: ShopQuestion = {
  label: "Your Amazon store",
  placeholder: "za",
  hint: "The country whose Seller Central you sign in to. All stores of its region are connected with it.",
  // By code points, which for these names is the alphabet: a collator would cost a tenth of the Worker's start.
  choices: Object.entries(SITES)
    .map(([value, { name }]) => ({ value, label: name }))
    .sort((a, b) => (a.label < b.label ? -1 : 1)),
  normalise(input) {
    const code = input.trim().toLowerCase();
    return Object.hasOwn(SITES, code) ? code : null;
  },
};

/** @throws RangeError for a connection without its store: the flow always asks for one. */
export function siteOf(target: Target): Site {
  const found = target.shop === null ? undefined : SITES[target.shop];
  if (!found) throw new RangeError("an Amazon connection names no store");
  return found;
}

/** The region's endpoint; in test mode its static sandbox, which answers only the requests its model lists. */
export function hostOf(target: Target): string {
  const world = target.mode === "live" ? "" : "sandbox.";
  return `https://${world}sellingpartnerapi-${siteOf(target).region}.amazon.com`;
}

const CURRENCIES = new Map(Object.values(SITES).map(({ marketplace, currency }) => [marketplace, currency]));

/** The currency a marketplace trades in; undefined for one newer than this file. */
export function currencyOfMarketplace(id: string | null | undefined): string | undefined {
  return id ? CURRENCIES.get(id) : undefined;
}
