/**
 * What is sold is a product and, where it has any, one of its combinations: PrestaShop names it by both ids. Ids of
 * products and combinations overlap, so that neither alone would do: `63-0`, `41-7`.
 */
export function variantId(productId: string, combinationId: string | null): string {
  return `${productId}-${combinationId ?? "0"}`;
}
