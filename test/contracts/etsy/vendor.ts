import type {
  IListingInventory,
  IMoney,
  IShop,
  IShopListingsWithAssociations,
  IShopListingWithAssociations,
  IShopReceipt,
  IShopReceiptTransaction,
  IShopRefund,
} from "etsy-ts/dist/api/data-contracts";

/**
 * Etsy's answers as the types of the npm package `etsy-ts` have them, generated there from Etsy's OpenAPI document.
 * Payloads of the tests are held against them when types are checked.
 */

/** Any field may be missing or null, and an enumerated word may be one that is newer than the package. */
type Loose<T, Words extends keyof T = never> = {
  [K in keyof T]?: (K extends Words ? string : T[K]) | null | undefined;
};

export type Receipt = Loose<IShopReceipt, "status">;
export type Line = IShopReceiptTransaction;
export type Refund = IShopRefund;
export type Money = Required<IMoney>;
export type Listing = Loose<IShopListingWithAssociations, "state">;
export type Listings = Omit<IShopListingsWithAssociations, "results"> & { results?: Listing[] };
export type Inventory = IListingInventory;
export type Shop = IShop;
