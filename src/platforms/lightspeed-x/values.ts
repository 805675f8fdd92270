import { z } from "zod";
import type { Money } from "../../kernel/money";
import type { Address } from "../../model/common";
import type { Api, ListQuery, Page } from "../adapter";
import { decimal, decimalText, moneyOf } from "../decimal";
import { expectShape } from "../expect";
import { mapEach } from "../mapped";

export const text = z.string().nullish();
export const number = z.number().nullish();

/** JSON numbers with up to five decimals, net of tax as a rule: finer than any currency. @throws NotMoney */
export function amountOf(value: number | null | undefined, currency: string): Money {
  return moneyOf(decimal(value ?? 0), currency);
}

/** @throws NotMoney */
export function quantityOf(value: number): string {
  return decimalText(decimal(value));
}

const versions = z.object({ max: z.int().nullable() }).nullish();
const collectionAnswer = z.object({ data: z.array(z.unknown()), version: versions });

/**
 * One page of a collection, in the order of changes: `after` is the highest version seen, and the end is an empty page
 * (docs/pagination). What changes meanwhile gets a higher version, and comes again at the end.
 */
export async function readCollection<S extends z.ZodType, T>(
  api: Api,
  query: ListQuery,
  path: string,
  schema: S,
  map: (parsed: z.infer<S>) => T,
): Promise<Page<T>> {
  const { body } = await api.send({
    method: "GET",
    path,
    query: { page_size: query.limit, after: query.cursor ?? undefined },
  });
  const { data, version } = expectShape(collectionAnswer, body);
  const max = version?.max ?? null;
  const next = data.length === 0 || max === null ? null : String(max);
  return { records: mapEach("data", data, schema, map), next, warnings: [] };
}

/** `{data: …}` around one object. */
export async function readOne(api: Api, path: string): Promise<unknown> {
  const { body } = await api.send({ method: "GET", path });
  return expectShape(z.object({ data: z.unknown() }), body).data;
}

/** Addresses stand flat in outlets and customers, under two prefixes. */
export function addressOf(
  from: Record<string, unknown>,
  prefix: "physical" | "postal",
  phone: string | null,
): Address | null {
  const part = (name: string) => {
    const value = from[`${prefix}_${name}`];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const further = [part("address_2"), part("suburb")].filter(Boolean).join(", ");
  const mapped: Address = {
    name: null,
    line1: part("address_1"),
    line2: further || null,
    city: part("city"),
    region: part("state"),
    postal_code: part("postcode"),
    country: part("country_id"),
    phone,
  };
  const { phone: _, ...rest } = mapped;
  return Object.values(rest).some((value) => value !== null) ? mapped : null;
}
