import { z } from "zod";
import { DAY } from "../../kernel/clock";
import type { Warning } from "../../model/common";
import type { Customer, Location, Product, Store } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { complete, isTruncated, list, query, type Sender } from "./graphql";
import { globalId } from "./ids";
import { mapCustomer, mapLocation, mapProduct, mapStore } from "./map-catalog";
import {
  CUSTOMERS,
  LOCATIONS,
  PRODUCT_ALONE,
  PRODUCT_BY_ID,
  PRODUCT_IN_LIST,
  PRODUCT_MEDIA,
  PRODUCT_VARIANTS,
  PRODUCTS,
  STORE,
} from "./queries";
import { allOf, choiceTerm, timeTerm } from "./search";
import { shopCurrencyShape, storeShape } from "./shapes";

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { data } = await query(api, STORE);
  const { shop } = expectShape(storeShape, data, "data");
  return { value: mapStore(shop), raw: data.shop };
}

export async function readLocations(api: Api, ask: ListQuery): Promise<Page<Location>> {
  const page = await list(api, "locations", LOCATIONS, { first: ask.limit, after: ask.cursor });
  return {
    records: page.edges.map(({ node }) => ({ value: mapLocation(node), raw: node })),
    next: page.next,
    warnings: page.warnings,
  };
}

export const PRODUCT_STATUSES = {
  active: "status:active,unlisted",
  draft: "status:draft",
  archived: "status:archived",
};
/** Named in full: the filter's documented default is `active` alone. */
const ANY_STATUS = "status:active,archived,draft,unlisted";
/** Products of one page that are read again alone, for their long lists; the next such product begins the next page. */
const REREADS_PER_PAGE = 5;

export async function readProducts(api: Api, ask: ListQuery): Promise<Page<Product>> {
  const terms = [
    ask.status ? choiceTerm(PRODUCT_STATUSES, ask.status) : ANY_STATUS,
    ...(ask.updated_since ? [timeTerm("updated_at", ">=", ask.updated_since)] : []),
    ...(ask.created_after ? [timeTerm("created_at", ">=", ask.created_after)] : []),
    ...(ask.created_before ? [timeTerm("created_at", "<", ask.created_before)] : []),
  ];
  const page = await list(
    api,
    "products",
    PRODUCTS,
    { first: ask.limit, after: ask.cursor },
    {
      search: allOf(terms),
      sort: ask.updated_since ? "UPDATED_AT" : "ID",
      ...PRODUCT_IN_LIST,
    },
  );
  const { shop } = expectShape(shopCurrencyShape, page.data, "data");
  const records: Mapped<Product>[] = [];
  let { next } = page;
  let read = ask.cursor;
  let rereads = 0;
  for (const { cursor, node } of page.edges) {
    let raw: unknown = node;
    if (isTruncated(node)) {
      if (rereads++ === REREADS_PER_PAGE) {
        next = read;
        break;
      }
      raw = (await wholeProduct(api, expectShape(z.object({ id: z.string() }), node, "product").id)).product;
    }
    read = cursor;
    if (raw !== null) records.push({ value: mapProduct(raw, shop.currencyCode), raw });
  }
  return { records, next, warnings: page.warnings };
}

/** @throws PlatformFailure `not_found` */
export async function readProduct(api: Api, id: string): Promise<Mapped<Product>> {
  const gid = globalId("Product", id);
  const whole = gid ? await wholeProduct(api, gid) : null;
  if (!whole?.product) throw new PlatformFailure({ kind: "not_found" }, null);
  return { value: mapProduct(whole.product, whole.currency), raw: whole.product };
}

/** A product with all its variants and media; null where there is none of that id. */
async function wholeProduct(
  api: Sender,
  id: string,
): Promise<{ product: Record<string, unknown> | null; currency: string }> {
  const { data } = await query(api, PRODUCT_BY_ID, { id, ...PRODUCT_ALONE });
  const { shop } = expectShape(shopCurrencyShape, data, "data");
  let product = expectShape(z.record(z.string(), z.unknown()).nullable(), data.product, "data.product");
  product = product && (await complete(api, product, "variants", PRODUCT_VARIANTS));
  product = product && (await complete(api, product, "media", PRODUCT_MEDIA));
  return { product, currency: shop.currencyCode };
}

export async function readCustomers(api: Api, ask: ListQuery): Promise<Page<Customer>> {
  // Shopify matches a customer's times by whole days: asked for a day wider here, and cut to the moment below.
  const wider = (time: string, by: number) => new Date(Date.parse(time) + by).toISOString();
  const terms = [
    ...(ask.updated_since ? [timeTerm("updated_at", ">=", wider(ask.updated_since, -DAY))] : []),
    ...(ask.created_after ? [timeTerm("customer_date", ">=", wider(ask.created_after, -DAY))] : []),
    ...(ask.created_before ? [timeTerm("customer_date", "<", wider(ask.created_before, DAY))] : []),
  ];
  const page = await list(
    api,
    "customers",
    CUSTOMERS,
    { first: ask.limit, after: ask.cursor },
    {
      search: allOf(terms),
      sort: ask.updated_since ? "UPDATED_AT" : "ID",
    },
  );
  const records = page.edges
    .map(({ node }) => ({ value: mapCustomer(node), raw: node }))
    .filter(({ value }) => isWanted(value, ask));
  const cut = records.flatMap(({ raw }, at) => (isTruncated(raw) ? [addressesCut(at)] : []));
  return { records, next: page.next, warnings: [...page.warnings, ...cut] };
}

function addressesCut(at: number): Warning {
  return {
    code: "nested_truncated",
    field: `data[${at}].addresses`,
    message: "This customer has more addresses than the 20 that are read with a list.",
  };
}

function isWanted(customer: Customer, ask: ListQuery): boolean {
  const at = (time: string | null) => Date.parse(time ?? "");
  if (ask.updated_since && at(customer.updated_at) < Date.parse(ask.updated_since)) return false;
  if (ask.created_after && at(customer.created_at) < Date.parse(ask.created_after)) return false;
  return !(ask.created_before && at(customer.created_at) >= Date.parse(ask.created_before));
}
