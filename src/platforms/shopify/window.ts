import { DAY } from "../../kernel/clock";
import type { Warning } from "../../model/common";
import { expectShape } from "../expect";
import { scopesShape } from "./shapes";

export const ORDER_WINDOW_DAYS = 60;

/**
 * Without `read_all_orders` Shopify shows the orders of the last 60 days, and says nothing of the older ones
 * (note on the Order object, shopify.dev/docs/api/admin-graphql/2026-10/objects/Order).
 * @param since the oldest creation time asked for; null where the caller set no such bound.
 */
export function windowWarnings(data: Record<string, unknown>, since: string | null, now: number): Warning[] {
  const { currentAppInstallation } = expectShape(scopesShape, data, "data");
  if (currentAppInstallation.accessScopes.some((scope) => scope.handle === "read_all_orders")) return [];
  if (since !== null && Date.parse(since) >= now - ORDER_WINDOW_DAYS * DAY) return [];
  return [
    {
      code: "window_limited",
      message: `Shopify shows only orders created in the last ${ORDER_WINDOW_DAYS} days; older ones need the read_all_orders scope, which Shopify grants on request.`,
    },
  ];
}
