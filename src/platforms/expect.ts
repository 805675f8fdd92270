import type { z } from "zod";
import { NotMoney } from "../kernel/money";
import { PlatformFailure } from "./adapter";

/**
 * Parses a platform's answer with a zod schema of the parts we use.
 * @throws PlatformFailure `unexpected`, naming the field, when the platform answers something else: never a crash,
 * never a silently wrong figure.
 */
export function expectShape<T extends z.ZodType>(schema: T, body: unknown, where = "body"): z.infer<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = [where, ...(issue?.path ?? [])].join(".");
  throw new PlatformFailure({ kind: "unexpected", field, detail: issue?.message ?? "does not fit" }, null);
}

/** Runs a mapping; money or times that cannot be read become `unexpected` with the object at fault. */
export function mapping<T>(where: string, map: () => T): T {
  try {
    return map();
  } catch (error) {
    if (error instanceof PlatformFailure) throw error;
    if (error instanceof NotMoney || error instanceof RangeError) {
      throw new PlatformFailure({ kind: "unexpected", field: where, detail: error.message }, null);
    }
    throw error;
  }
}

/** A platform's time (RFC 3339 with any offset) in UTC; null stays null. @throws RangeError */
export function utc(time: string | null | undefined): string | null {
  return time ? new Date(time).toISOString() : null;
}
