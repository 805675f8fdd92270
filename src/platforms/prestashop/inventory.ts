import { z } from "zod";
import type { InventoryLevel } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { decimal, decimalText } from "../decimal";
import { expectShape } from "../expect";
import { mapEach } from "../mapped";
import { variantId } from "./ids";
import { listBy, readPage } from "./requests";
import { figure, id, reference } from "./values";

/** `stock_availables`: what is free to sell, for each product and each of its combinations. */

const stock = z.object({ id, id_product: id, id_product_attribute: reference, quantity: figure });
const owner = z.object({ id_product: id });

export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { raws, next } = await readPage(api, "stock_availables", query);
  const rows = mapEach("stock_availables", raws, stock, (from) => from);
  // A product with combinations has a row of its own as well: their sum, which would count everything twice.
  const wholes = rows.filter(({ value }) => value.id_product_attribute === null);
  const combinations = await listBy(
    api,
    "combinations",
    "id_product",
    wholes.map(({ value }) => value.id_product),
    "[id,id_product]",
  );
  const owners = expectShape(z.array(owner), combinations, "combinations");
  const summed = new Set(owners.map((one) => one.id_product));
  return {
    records: rows
      .filter(({ value }) => value.id_product_attribute !== null || !summed.has(value.id_product))
      .map(({ value, raw }) => ({ value: mapLevel(value), raw })),
    next,
    warnings: [],
  };
}

function mapLevel(from: z.infer<typeof stock>): InventoryLevel {
  return {
    variant_id: variantId(from.id_product, from.id_product_attribute),
    inventory_item_id: null,
    product_id: from.id_product,
    sku: null,
    location_id: null,
    available: decimalText(decimal(from.quantity)),
    on_hand: null,
    updated_at: null,
  };
}
