import type { z } from "zod";
import { type Mapped, PlatformFailure } from "./adapter";
import { expectShape, mapping } from "./expect";

/** Maps an object, keeping the platform's own beside it; a fault names the object by its place. @throws PlatformFailure */
export function mapOne<S extends z.ZodType, T>(
  where: string,
  raw: unknown,
  schema: S,
  map: (parsed: z.infer<S>, where: string) => T,
): Mapped<T> {
  return { value: mapping(where, () => map(expectShape(schema, raw, where), where)), raw };
}

/** As `mapOne`, for each object of a list. */
export function mapEach<S extends z.ZodType, T>(
  list: string,
  raws: readonly unknown[],
  schema: S,
  map: (parsed: z.infer<S>, where: string) => T,
): Mapped<T>[] {
  return raws.map((raw, index) => mapOne(`${list}.${index}`, raw, schema, map));
}

/** Our word for the platform's; `unknown` for one that is newer than the table. */
export function known<T extends string>(
  table: Readonly<Record<string, T>>,
  value: string | null | undefined,
): T | "unknown" {
  return (value && Object.hasOwn(table, value) && table[value]) || "unknown";
}

/** Reads a cursor that an adapter made as JSON. @throws PlatformFailure */
export function readCursor<S extends z.ZodType>(schema: S, cursor: string): z.infer<S> {
  try {
    return schema.parse(JSON.parse(cursor));
  } catch {
    throw notACursor();
  }
}

export function notACursor(): PlatformFailure {
  return new PlatformFailure({ kind: "rejected", detail: "cursor: not one of this list's" }, null);
}
