import { z } from "zod";
import { fromDecimal, type Money } from "../../kernel/money";
import { type Mapped, PlatformFailure } from "../adapter";
import { expectShape, mapping } from "../expect";

export const text = z.string().nullish();

/** `Money` of the models: a decimal string, lossless. */
export const money = z.object({ amount: z.string(), currencyCode: z.string() });
export type AmazonMoney = z.infer<typeof money>;

export function amountOf(value: AmazonMoney): Money {
  return fromDecimal(value.amount, value.currencyCode);
}

/** Maps each object, keeping Amazon's own beside it; a fault names the object by its place. */
export function mapEach<S extends z.ZodType, T>(
  list: string,
  raws: readonly unknown[],
  schema: S,
  map: (parsed: z.infer<S>) => T,
): Mapped<T>[] {
  return raws.map((raw, index) => mapOne(`${list}.${index}`, raw, schema, map));
}

export function mapOne<S extends z.ZodType, T>(
  where: string,
  raw: unknown,
  schema: S,
  map: (parsed: z.infer<S>) => T,
): Mapped<T> {
  return { value: mapping(where, () => map(expectShape(schema, raw, where))), raw };
}

/** Reads a cursor of our own making. */
export function readCursor<S extends z.ZodType>(schema: S, cursor: string): z.infer<S> {
  try {
    return schema.parse(JSON.parse(cursor));
  } catch {
    throw new PlatformFailure({ kind: "rejected", detail: "cursor: not one of this list's" }, null);
  }
}

/** Our word for Amazon's; `unknown` for a value that is newer than this file. */
export function known<T extends string>(
  table: Readonly<Record<string, T>>,
  value: string | null | undefined,
) {
  return (value && Object.hasOwn(table, value) && table[value]) || ("unknown" as const);
}
