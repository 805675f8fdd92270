import { DAYS_OF, openedAt, SANDBOX_END } from "./calendar";
import { Dice } from "./dice";
import type { Article, Shop } from "./shop";
import type { Visibility, WireProduct, WireVariant } from "./wire";

/**
 * Product `index` is article `index % articles` in line `index / articles`; since the number of variants follows
 * from the article alone, a variant's place in the whole shop is arithmetic as well.
 */

export function productCount(shop: Shop): number {
  return shop.catalogue.articles.length * shop.catalogue.lines.length;
}

export function productRef(index: number): string {
  return `prd_${String(index).padStart(4, "0")}`;
}

export function variantRef(product: number, variant: number): string {
  return `var_${String(product).padStart(4, "0")}_${variant}`;
}

export function stockItemRef(product: number, variant: number): string {
  return `stk_${String(product).padStart(4, "0")}_${variant}`;
}

/** The index a product's reference names, or null. */
export function productIndex(shop: Shop, ref: string): number | null {
  const match = /^prd_(\d{4})$/.exec(ref);
  const index = match ? Number(match[1]) : -1;
  return index >= 0 && index < productCount(shop) ? index : null;
}

export function articleOf(shop: Shop, index: number): Article {
  const { articles } = shop.catalogue;
  return articles[index % articles.length] ?? articles[0];
}

export function variantCount(shop: Shop, index: number): number {
  return articleOf(shop, index).axis?.values.length ?? 1;
}

/** What an order needs of a variant. Cheap: no text but the title is made. */
export interface Sellable {
  product: number;
  variant: number;
  title: string;
  code: string;
  price: number;
  article: Article;
}

export function sellable(shop: Shop, product: number, variant: number): Sellable {
  const thing = articleOf(shop, product);
  const { title, price, code } = variantOf(shop, product, variant);
  return { product, variant, title, price, code, article: thing };
}

export function visibilityOf(shop: Shop, index: number): Visibility {
  const throwOf = new Dice(`${shop.key}/visibility/${index}`).next();
  return throwOf < 0.03 ? "hidden" : throwOf < 0.07 ? "retired" : "listed";
}

export function product(shop: Shop, index: number): WireProduct {
  const dice = new Dice(`${shop.key}/product/${index}`);
  const thing = articleOf(shop, index);
  const line = lineOf(shop, index);
  const title = titleOf(shop, index);
  const opened = openedAt(shop);
  const created = opened + dice.int(0, DAYS_OF(380));
  const web = `https://${shop.key}.example/p/${index}`;
  return {
    ref: productRef(index),
    title,
    text: shop.catalogue.text(title),
    visibility: visibilityOf(shop, index),
    maker: line.maker,
    section: thing.section,
    labels: dice.chance(0.3) ? [thing.section, line.title] : [thing.section],
    web,
    pictures: Array.from({ length: dice.int(0, 3) }, (_, picture) => `${web}/${picture + 1}.jpg`),
    currency: shop.currency,
    variants: Array.from({ length: variantCount(shop, index) }, (_, k) => wireVariant(shop, index, k)),
    created,
    changed: dice.int(created, SANDBOX_END),
  };
}

function wireVariant(shop: Shop, index: number, variant: number): WireVariant {
  const thing = articleOf(shop, index);
  const value = thing.axis?.values[variant];
  const { title, price, code } = variantOf(shop, index, variant);
  const reducedFrom = new Dice(`${shop.key}/was/${index}`);
  return {
    ref: variantRef(index, variant),
    code,
    ean: ean13(shop, index, variant),
    title,
    choices: thing.axis && value ? { [thing.axis.name]: value[0] } : {},
    price,
    was: reducedFrom.chance(0.12) ? price + shop.priceStep * reducedFrom.int(1, 20) : null,
    counted: thing.counted,
    stock_item: thing.counted ? stockItemRef(index, variant) : null,
  };
}

function variantOf(shop: Shop, index: number, variant: number) {
  const thing = articleOf(shop, index);
  const value = thing.axis?.values[variant];
  const base = new Dice(`${shop.key}/price/${index}`).int(thing.from, thing.to);
  const title = titleOf(shop, index);
  return {
    title: value ? `${title}, ${value[0]}` : title,
    price: (base + (value?.[1] ?? 0)) * shop.priceStep,
    code: `${shop.key.slice(0, 3).toUpperCase()}-${String(index).padStart(4, "0")}-${variant}`,
  };
}

function lineOf(shop: Shop, index: number) {
  const { articles, lines } = shop.catalogue;
  return lines[Math.floor(index / articles.length)] ?? lines[0];
}

function titleOf(shop: Shop, index: number): string {
  return shop.catalogue.title(articleOf(shop, index).title, lineOf(shop, index).title);
}

/** EAN-13 with prefix 2, which GS1 keeps for numbers used inside one shop: it can name no real product. */
function ean13(shop: Shop, index: number, variant: number): string {
  const shopDigits = new Dice(`${shop.key}/ean`).int(100, 999);
  const body = `2${shopDigits}${String(index).padStart(6, "0")}${String(variant).padStart(2, "0")}`;
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += Number(body[i]) * (i % 2 === 0 ? 1 : 3);
  return body + String((10 - (sum % 10)) % 10);
}
