import { z } from "zod";
import type { Product } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, utc } from "../expect";
import { mapOne } from "../mapped";
import { listingsPage } from "./listing-pages";
import { siteOf } from "./sites";
import { amountOf, money, text } from "./values";

/** GET /listings/2021-08-01/items/{sellerId}[/{sku}] (Listings Items API): what the seller offers, one entry a SKU. */

/** Attributes are free-form, by product type: what does not look as expected is not told. */
const attribute = z
  .array(z.object({ value: z.string(), marketplace_id: text, type: text }))
  .optional()
  .catch(undefined);

const listing = z.object({
  sku: z.string(),
  summaries: z
    .array(
      z.object({
        marketplaceId: z.string(),
        asin: text,
        productType: z.string(),
        status: z.array(z.string()),
        itemName: text,
        createdDate: z.string(),
        lastUpdatedDate: z.string(),
        mainImage: z.object({ link: z.string() }).nullish(),
      }),
    )
    .nullish(),
  attributes: z
    .object({
      brand: attribute,
      product_description: attribute,
      externally_assigned_product_identifier: attribute,
    })
    .nullish(),
  offers: z.array(z.object({ marketplaceId: z.string(), offerType: z.string(), price: money })).nullish(),
});

const DATA = "summaries,attributes,offers";

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const marketplace = query.location_id ?? siteOf(api.target).marketplace;
  const page = await listingsPage(api, query, { marketplace, data: DATA });
  return { ...page, records: page.items.map(({ raw, where }) => mapListing(where, raw, marketplace)) };
}

export async function readProduct(api: Api, sku: string): Promise<Mapped<Product>> {
  const { marketplace } = siteOf(api.target);
  const { body, status } = await api.send({
    method: "GET",
    path: `/listings/2021-08-01/items/${encodeURIComponent(api.account.id)}/${encodeURIComponent(sku)}`,
    query: { marketplaceIds: marketplace, includedData: DATA },
  });
  // A SKU of another store is answered without a summary.
  const { summaries } = expectShape(listing, body);
  if (!summaries?.some((one) => one.marketplaceId === marketplace))
    throw new PlatformFailure({ kind: "not_found" }, status);
  return mapListing("body", body, marketplace);
}

function mapListing(where: string, raw: unknown, marketplace: string): Mapped<Product> {
  return mapOne(where, raw, listing, (from) => {
    const summary = from.summaries?.find((one) => one.marketplaceId === marketplace);
    const told = (name: keyof NonNullable<typeof from.attributes>) =>
      from.attributes?.[name]?.find((one) => !one.marketplace_id || one.marketplace_id === marketplace)
        ?.value;
    const offer = from.offers?.find((one) => one.marketplaceId === marketplace && one.offerType === "B2C");
    return {
      id: from.sku,
      name: summary?.itemName ?? from.sku,
      description: told("product_description") ?? null,
      status: statusOf(summary?.status),
      vendor: told("brand") ?? null,
      category: summary?.productType ?? null,
      tags: [],
      url: null,
      image_urls: summary?.mainImage ? [summary.mainImage.link] : [],
      variants: [
        {
          id: from.sku,
          sku: from.sku,
          barcode: told("externally_assigned_product_identifier") ?? null,
          name: null,
          options: [],
          price: offer ? amountOf(offer.price) : null,
          compare_at_price: null,
          tracks_inventory: null,
          inventory_item_id: null,
        },
      ],
      created_at: utc(summary?.createdDate),
      updated_at: utc(summary?.lastUpdatedDate),
    };
  });
}

/** Seen or bought by shoppers: on offer. With neither it is not (yet) on sale; Amazon has no archive. */
function statusOf(status: readonly string[] | undefined): Product["status"] {
  if (!status) return "unknown";
  if (status.includes("BUYABLE") || status.includes("DISCOVERABLE")) return "active";
  return status.length === 0 ? "draft" : "unknown";
}
