import { PlatformFailure } from "../adapter";

/**
 * Shopify names an object by a global id (`gid://shopify/Order/450789469`). Ours is its last, numeric part: it stands
 * in an address without escaping, and it is the id of Shopify's admin pages, webhooks and search filters.
 */
const GLOBAL_ID = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)(?:\?.*)?$/;

/** @throws PlatformFailure `unexpected` for what is not a global id. */
export function numericId(globalId: string): string {
  const number = GLOBAL_ID.exec(globalId)?.[2];
  if (number === undefined)
    throw new PlatformFailure({ kind: "unexpected", field: "id", detail: "not a Shopify global id" }, null);
  return number;
}

/** The global id of an id that lists gave out (or of a global id of the same type); null for any other text. */
export function globalId(type: string, id: string): string | null {
  if (/^\d{1,20}$/.test(id)) return `gid://shopify/${type}/${id}`;
  const match = GLOBAL_ID.exec(id);
  return match?.[1] === type ? `gid://shopify/${type}/${match[2]}` : null;
}
