import { z } from "zod";
import type { Money } from "../../kernel/money";
import type { Address } from "../../model/common";
import { type Api, type ListQuery, type Page, PlatformFailure } from "../adapter";
import { decimal, decimalText, moneyOf } from "../decimal";
import { expectShape } from "../expect";
import { mapEach } from "../mapped";
import { API_V3 } from "./connect";

/** Everything is text: ids, numbers, booleans. "0" is no id, and "" nothing. */
export const text = z.string().nullish();
const figure = z.string().regex(/^-?\d+(\.\d+)?$/, "not a decimal number");
export const amount = figure.nullish();
export const quantity = figure;

export function idOf(value: string | null | undefined): string | null {
  return value && value !== "0" ? value : null;
}

/** Up to five decimals, rounded to the currency's own. @throws NotMoney */
export function amountOf(value: string | null | undefined, currency: string): Money {
  return moneyOf(decimal(value ?? "0"), currency);
}

export function quantityOf(value: string): string {
  return decimalText(decimal(value));
}

/** One is an object, several a list, none is left out or "". */
export function several<S extends z.ZodType>(schema: S) {
  return z
    .union([z.array(schema), schema, z.literal("")])
    .nullish()
    .transform((value): z.infer<S>[] =>
      Array.isArray(value) ? value : value === "" || value == null ? [] : [value],
    );
}

/** A relation: the list stands one level down, under the name of its kind. */
export function related<K extends string, S extends z.ZodType>(name: K, schema: S) {
  const holder = z.object({ [name]: several(schema) } as Record<K, ReturnType<typeof several<S>>>);
  return z
    .union([holder, z.literal("")])
    .nullish()
    .transform((value): z.infer<S>[] =>
      value === "" || value == null ? [] : ((value as Record<K, z.infer<S>[]>)[name] ?? []),
    );
}

export interface Listing {
  /** The kind, which is both the path and the member of the answer. */
  kind: string;
  id: string;
  relations?: readonly string[];
  filters?: Record<string, string | undefined>;
  /** What `updated_since` goes by; records are then in the order of their changes, else in that of their ids. */
  changed?: string;
}

const attributes = z.object({ "@attributes": z.object({ next: text }).nullish() });

/**
 * A page of V3 (introduction/pagination). The cursor is the `after` of the `next` address; the rest of the question
 * is asked again as it was (tutorials/v2v3migration), so that no address comes out of an answer.
 */
export async function readList<S extends z.ZodType, T>(
  api: Api,
  query: ListQuery,
  listing: Listing,
  schema: S,
  map: (parsed: z.infer<S>) => T,
): Promise<Page<T>> {
  const { kind, id, relations = [], filters = {}, changed = "timeStamp" } = listing;
  const since = query.updated_since;
  const { body } = await api.send({
    method: "GET",
    path: `/${kind}.json`,
    query: {
      limit: query.limit,
      sort: since === undefined ? id : changed,
      after: query.cursor ?? undefined,
      ...(relations.length > 0 && { load_relations: JSON.stringify(relations) }),
      ...(since !== undefined && { [changed]: `>=,${since}` }),
      ...filters,
    },
  });
  const raws = listOf(body, kind);
  const next = expectShape(attributes, body)["@attributes"]?.next;
  return { records: mapEach(kind, raws, schema, map), next: next ? afterOf(next) : null, warnings: [] };
}

function listOf(body: unknown, kind: string): unknown[] {
  const holder = expectShape(z.record(z.string(), z.unknown()), body);
  const value = holder[kind];
  if (value === undefined || value === null || value === "") return [];
  return Array.isArray(value) ? value : [value];
}

function afterOf(next: string): string {
  const after = URL.parse(next)?.searchParams.get("after");
  if (!after)
    throw new PlatformFailure(
      { kind: "unexpected", field: "@attributes.next", detail: "has no `after`" },
      null,
    );
  return after;
}

/** One record by its id, which is a number: anything else names nothing. */
export async function readById(
  api: Api,
  kind: string,
  id: string,
  relations: readonly string[],
): Promise<unknown> {
  if (!/^\d{1,18}$/.test(id)) throw new PlatformFailure({ kind: "not_found" }, null);
  const query = relations.length > 0 ? { load_relations: JSON.stringify(relations) } : {};
  const { body } = await api.send({ method: "GET", path: `/${kind}/${id}.json`, query });
  const found = listOf(body, kind)[0];
  if (found === undefined) throw new PlatformFailure({ kind: "not_found" }, null);
  return found;
}

const account = z.object({ name: text, defaultCurrency: z.object({ code: z.string() }) });

/** The account itself, whose currency all amounts are in. The answer's example has no wrapper, the object's has one. */
export async function readAccount(api: Api) {
  const { body } = await api.send({ method: "GET", base: API_V3, path: `/Account/${api.account.id}.json` });
  const holder = expectShape(z.record(z.string(), z.unknown()), body);
  const raw = holder["Account"] ?? body;
  return { from: expectShape(account, raw, "Account"), raw };
}

/** Created between two moments, as the operators have it (introduction/parameters). */
export function createdFilter({ created_after, created_before }: ListQuery): string | undefined {
  if (created_after !== undefined && created_before !== undefined)
    return `><,${created_after},${created_before}`;
  if (created_after !== undefined) return `>=,${created_after}`;
  return created_before === undefined ? undefined : `<=,${created_before}`;
}

export const contact = z.object({
  Addresses: related(
    "ContactAddress",
    z.object({
      address1: text,
      address2: text,
      city: text,
      state: text,
      zip: text,
      country: text,
      countryCode: text,
    }),
  ),
  Phones: related("ContactPhone", z.object({ number: text, useType: text })),
  Emails: related("ContactEmail", z.object({ address: text, useType: text })),
});

export function addressesOf(from: z.infer<typeof contact> | null | undefined): Address[] {
  const phone = from?.Phones[0]?.number || null;
  return (from?.Addresses ?? []).flatMap((one) => {
    const mapped = {
      name: null,
      line1: one.address1 || null,
      line2: one.address2 || null,
      city: one.city || null,
      region: one.state || null,
      postal_code: one.zip || null,
      // The code may be empty where the name is not; a name is no ISO 3166 code.
      country: one.countryCode || null,
      phone: null,
    };
    return Object.values(mapped).some((value) => value !== null) ? [{ ...mapped, phone }] : [];
  });
}
