import type { z } from "zod";
import { configOf } from "../config/config";
import { invalid } from "../kernel/problem";
import { Sealer } from "../kernel/sealer";

/**
 * Cursors are opaque and sealed: nobody can read a platform's own cursor out of one, make one up, or use it with
 * another app, connection or query than the one it was made for (`binding`).
 */
export async function sealCursor(env: Env, binding: readonly string[], position: unknown): Promise<string> {
  return new Sealer(configOf(env).sealKeys, "cursor").sealText(JSON.stringify(binding), position);
}

/** @throws Problem `invalid_request` at `query.cursor`. */
export async function openCursor<T extends z.ZodType>(
  env: Env,
  binding: readonly string[],
  cursor: string,
  schema: T,
): Promise<z.infer<T>> {
  try {
    const position = await new Sealer(configOf(env).sealKeys, "cursor").openText(
      JSON.stringify(binding),
      cursor,
    );
    return schema.parse(position);
  } catch {
    throw invalid("query.cursor", "is not a cursor of this list and query; begin again without one");
  }
}
