import type {
  IGetListingInventoryParams,
  IGetListingParams,
  IGetListingsByShopParams,
  IGetShopReceiptParams,
  IGetShopReceiptsParams,
} from "etsy-ts/dist/api/data-contracts";
import type { DescribedOperation, DescribedParameter } from "../described-operations";

const LIMIT: DescribedParameter = { type: "integer", minimum: 1, maximum: 100 };
const OFFSET: DescribedParameter = { type: "integer", minimum: 0 };
/** No time before the year 2000. */
const TIME: DescribedParameter = { type: "integer", minimum: 946684800 };
const FLAG: DescribedParameter = { type: "boolean" };
const ORDERS: readonly Value<IGetShopReceiptsParams["sort_order"]>[] = [
  "asc",
  "ascending",
  "desc",
  "descending",
  "up",
  "down",
];
const ORDER: DescribedParameter = { values: ORDERS };
const OF_LISTING: readonly Value<IGetListingParams["includes"]>[] = [
  "Images",
  "Shop",
  "User",
  "Translations",
  "Videos",
  "Personalization",
  "BuyerPrice",
];
const OF_LISTINGS: readonly Value<IGetListingsByShopParams["includes"]>[] = [
  ...OF_LISTING,
  "Shipping",
  "Inventory",
];
const STATES: readonly Value<IGetListingsByShopParams["state"]>[] = [
  "active",
  "inactive",
  "sold_out",
  "draft",
  "expired",
];
const LISTINGS_BY: readonly Value<IGetListingsByShopParams["sort_on"]>[] = [
  "created",
  "price",
  "updated",
  "score",
];
const RECEIPTS_BY: readonly Value<IGetShopReceiptsParams["sort_on"]>[] = ["created", "updated", "receipt_id"];

/**
 * The operations that the Etsy adapter calls, after the vendor's reference (developers.etsy.com/documentation/reference,
 * Open API v3). That no parameter is left out or invented and every value is one of Etsy's is held by the types of the
 * npm package `etsy-ts` (see vendor.ts); paths and limits are ours. Paths are below /v3/application.
 */
export const OPERATIONS: Readonly<Record<string, DescribedOperation>> = {
  getMe: { method: "GET", path: "/users/me", query: {} },
  getShop: { method: "GET", path: "/shops/{shop_id}", query: {} },
  getListing: {
    method: "GET",
    path: "/listings/{listing_id}",
    query: {
      includes: { list: true, values: OF_LISTING },
      language: {},
      allow_suggested_title: FLAG,
    } satisfies Query<IGetListingParams>,
  },
  getListingInventory: {
    method: "GET",
    path: "/listings/{listing_id}/inventory",
    query: {
      show_deleted: FLAG,
      includes: { values: ["Listing"] },
    } satisfies Query<IGetListingInventoryParams>,
  },
  getListingsByShop: {
    method: "GET",
    path: "/shops/{shop_id}/listings",
    query: {
      state: { values: STATES },
      limit: LIMIT,
      offset: OFFSET,
      sort_on: { values: LISTINGS_BY },
      sort_order: ORDER,
      includes: { list: true, values: OF_LISTINGS },
    } satisfies Query<IGetListingsByShopParams>,
  },
  getShopReceipt: {
    method: "GET",
    path: "/shops/{shop_id}/receipts/{receipt_id}",
    query: { legacy: FLAG } satisfies Query<IGetShopReceiptParams>,
  },
  getShopReceipts: {
    method: "GET",
    path: "/shops/{shop_id}/receipts",
    query: {
      min_created: TIME,
      max_created: TIME,
      min_last_modified: TIME,
      max_last_modified: TIME,
      limit: LIMIT,
      offset: OFFSET,
      sort_on: { values: RECEIPTS_BY },
      sort_order: ORDER,
      was_paid: FLAG,
      was_shipped: FLAG,
      was_delivered: FLAG,
      was_canceled: FLAG,
      legacy: FLAG,
    } satisfies Query<IGetShopReceiptsParams>,
  },
};

/** Those of the package's parameters that are not in the path. */
type Query<Params> = Record<Exclude<keyof Params, "shopId" | "listingId" | "receiptId">, DescribedParameter>;
type Value<T> = NonNullable<T> extends readonly (infer One)[] ? One : NonNullable<T>;
