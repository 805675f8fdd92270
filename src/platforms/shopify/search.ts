import { PlatformFailure } from "../adapter";

/**
 * Shopify's search syntax (shopify.dev/docs/api/usage/search-syntax): `field:comparator value` terms, joined by
 * white space or AND / OR. Dates must be quoted; a backslash escapes.
 */

/** A value as one quoted literal: nothing in it can end the quotes and become syntax. */
export function quoted(value: string): string {
  return `'${value.replace(/[\\']/g, "\\$&")}'`;
}

/** `updated_at:>='2026-01-02T03:04:05Z'`; always UTC, whatever offset was asked with. */
export function timeTerm(field: string, comparator: ">=" | "<", time: string): string {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) throw rejected(`${time} is not a time`);
  return `${field}:${comparator}${quoted(new Date(ms).toISOString().replace(".000Z", "Z"))}`;
}

/** Ids are digits and stand unquoted, as in Shopify's examples; anything else is refused here. */
export function idTerm(field: string, id: string): string {
  if (!/^\d{1,20}$/.test(id)) throw rejected(`${field} is not a Shopify id`);
  return `${field}:${id}`;
}

/** A term chosen by name from a fixed table. */
export function choiceTerm(choices: Readonly<Record<string, string>>, choice: string): string {
  const term = Object.hasOwn(choices, choice) ? choices[choice] : undefined;
  if (term === undefined) throw rejected(`status must be one of ${Object.keys(choices).join(", ")}`);
  return term;
}

/** All terms must hold; null, and so no filter, where there is none. */
export function allOf(terms: readonly string[]): string | null {
  return terms.length === 0 ? null : terms.join(" AND ");
}

function rejected(detail: string): PlatformFailure {
  return new PlatformFailure({ kind: "rejected", detail }, null);
}
