import { DAYS_OF, SANDBOX_END } from "./calendar";
import { articleOf, productRef, sellable, stockItemRef, variantCount, variantRef } from "./catalogue";
import { Dice } from "./dice";
import { locationRef, stockrooms } from "./places";
import type { Shop } from "./shop";
import type { WireStock } from "./wire";

/** The counted variants of one line of the catalogue, by article; every line has the same (see catalogue.ts). */
function countedOfLine(shop: Shop): { article: number; variant: number }[] {
  return shop.catalogue.articles.flatMap((thing, article) =>
    thing.counted
      ? Array.from({ length: variantCount(shop, article) }, (_, variant) => ({ article, variant }))
      : [],
  );
}

export function stockCount(shop: Shop): number {
  return countedOfLine(shop).length * shop.catalogue.lines.length * stockrooms(shop).length;
}

/** Stock record `index`: one variant at one location, the locations of a variant together. */
export function stock(shop: Shop, index: number): WireStock | null {
  const rooms = stockrooms(shop);
  const perLine = countedOfLine(shop);
  const room = rooms[index % rooms.length];
  const ordinal = Math.floor(index / rooms.length);
  const slot = perLine[ordinal % perLine.length];
  const line = Math.floor(ordinal / perLine.length);
  if (room === undefined || !slot || line >= shop.catalogue.lines.length) return null;
  const product = line * shop.catalogue.articles.length + slot.article;
  return level(shop, product, slot.variant, room);
}

function level(shop: Shop, product: number, variant: number, room: number): WireStock {
  const dice = new Dice(`${shop.key}/stock/${product}/${variant}/${room}`);
  const unit = articleOf(shop, product).sold === "weight" ? 250 : 1_000;
  const shelf = dice.chance(0.08) ? 0 : dice.int(0, 120) * unit;
  // Promised to orders not yet packed; a busy shop promises more than it has now and then.
  const promised = dice.chance(0.25) ? dice.int(1, 6) * unit : 0;
  return {
    stock_item: stockItemRef(product, variant),
    variant: variantRef(product, variant),
    product: productRef(product),
    code: sellable(shop, product, variant).code,
    location: locationRef(room),
    free_milli: shelf - promised,
    shelf_milli: shelf,
    changed: SANDBOX_END - dice.int(0, DAYS_OF(90)),
  };
}
