import type * as products from "../../../node_modules/@aligent/bigcommerce-api/dist/esm/internal/reference/generated/catalog/products_catalog.v3.js";
import type * as customers from "../../../node_modules/@aligent/bigcommerce-api/dist/esm/internal/reference/generated/customers.v3.js";
import type * as inventory from "../../../node_modules/@aligent/bigcommerce-api/dist/esm/internal/reference/generated/inventory.v3.js";
import type * as locations from "../../../node_modules/@aligent/bigcommerce-api/dist/esm/internal/reference/generated/locations.v3.js";
import type * as ordersV2 from "../../../node_modules/@aligent/bigcommerce-api/dist/esm/internal/reference/generated/orders.v2.oas2.js";
import type * as ordersV3 from "../../../node_modules/@aligent/bigcommerce-api/dist/esm/internal/reference/generated/orders.v3.js";
import type * as stores from "../../../node_modules/@aligent/bigcommerce-api/dist/esm/internal/reference/generated/store_information.v2.js";

/**
 * What BigCommerce's own OpenAPI documents declare, as @aligent/bigcommerce-api 1.1.1 generates types from them. By path:
 * the package exports clients for a request and an answer together, not the objects in them.
 */

export type Operations = Pick<ordersV2.operations, "getOrders" | "getOrder"> &
  Pick<ordersV3.operations, "getOrdersRefunds"> &
  Pick<products.operations, "getProducts" | "getProduct"> &
  Pick<inventory.operations, "get-inventory-items"> &
  Pick<locations.operations, "getLocations"> &
  Pick<customers.operations, "getCustomers"> &
  Pick<stores.operations, "getStoreInformation">;

type Catalog = products.components["schemas"];
type Old = ordersV2.components["schemas"];

export type Line = Old["orderProducts"];
export type Shipment = WithLines<Old["shippingConsignment_Get"]>;
export type Fee = Old["orderFees_Resp"];

/**
 * The document declares the lines of a consignment, and an order's consignments, as links alone; with
 * `include=consignments.line_items` they are the objects, as its description of `include` says.
 */
type WithLines<T> = Omit<T, "line_items"> & { line_items: readonly object[] };

export interface Consignments {
  pickups: readonly WithLines<Old["pickupConsignment_Get"]>[];
  shipping: readonly Shipment[];
  downloads: readonly object[];
  email: { gift_certificates: readonly object[] };
}

export type Order = Omit<Old["order_Resp"], "consignments"> & { consignments?: object };
export type Refund = ordersV3.components["schemas"]["Refund"];
export type Store = stores.components["schemas"]["StoreInformation"];
/** With what `include` adds to it, which the document describes and does not declare. */
export type Product = Catalog["product_Full"] & {
  custom_url: { url: string; is_customized: boolean };
  images: readonly Catalog["productImage_Full"][];
  variants: readonly Catalog["productVariant_Full"][];
};
export type Location = locations.components["schemas"]["LocationResponse"];
export type Item = inventory.components["schemas"]["ItemResponse"];
export type Customer = customers.components["schemas"]["customer_Full"];
export type CustomersMeta = customers.components["schemas"]["_metaCollectionWithCursorPagination"];

/** An object as declared, any part of which a test may leave out. */
export type Some<T> = T extends readonly (infer One)[]
  ? readonly Some<One>[]
  : T extends object
    ? { [Key in keyof T]?: Some<T[Key]> | undefined }
    : T;
