import type { ContactOriginal } from "@wix/auto_sdk_crm_contacts/meta";
import type { OrderLineItemOriginal, OrderOriginal, RefundOriginal } from "@wix/auto_sdk_ecom_orders/meta";
import type { InventoryItemV2Original } from "@wix/auto_sdk_stores_inventory/meta";
import type { ProductOriginal } from "@wix/auto_sdk_stores_products/meta";
import type { V3ProductOriginal, VariantOriginal } from "@wix/auto_sdk_stores_products-v-3/meta";

/** Wix's own declarations, from the SDK's `meta` entries: the names that go over the wire (`id`, not `_id`). */
type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer One)[]
    ? Wire<One>[]
    : T extends object
      ? { [Key in keyof T]: Wire<T[Key]> }
      : T;

export type Order = Wire<OrderOriginal>;
export type Line = Wire<OrderLineItemOriginal>;
export type Refund = Wire<RefundOriginal>;
export type V1Product = Wire<ProductOriginal>;
export type V1Item = Wire<InventoryItemV2Original>;
export type V3Product = Wire<V3ProductOriginal>;
export type Contact = Wire<ContactOriginal>;

/** A variant as the list of variants has it: the catalogue's own, and whose it is (stores_read-only-variants-v-3). */
export type V3Variant = Wire<Pick<VariantOriginal, "sku" | "barcode" | "price">> & {
  variantId: string;
  optionChoices: Pick<NonNullable<Wire<VariantOriginal>["choices"]>[number], "optionChoiceNames">[];
  productData: { productId: string };
};
