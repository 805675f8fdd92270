import type { z } from "zod";
import { onInvalid } from "../http/problems";
import { Problem } from "../kernel/problem";

/** An operator's input, checked. @throws Problem `invalid_request`: 400 for what is not JSON, 422 for what does not fit. */
export async function parsed<T extends z.ZodType>(
  schema: T,
  read: () => Promise<unknown>,
  target: "json" | "query",
): Promise<z.infer<T>> {
  let value: unknown;
  try {
    value = await read();
  } catch {
    throw new Problem("invalid_request", "The body is not JSON.", { status: 400 });
  }
  const result = schema.safeParse(value);
  if (!result.success) onInvalid({ target, success: false, error: result.error });
  return schema.parse(value);
}
