import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { AppEnv } from "./context";
import { onInvalid } from "./problems";

/** A router whose inputs are checked by their schemas and whose routes describe themselves. */
export function router(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({ defaultHook: onInvalid });
}

export const bearer = [{ apiKey: [] }];

export const idempotencyHeader = z.object({
  "idempotency-key": z.string().optional().openapi({
    description: "Repeating a POST with the same key and body gives the first answer again, for 24 hours",
  }),
});

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20).openapi({ description: "1 to 100" }),
  cursor: z.string().max(4_096).optional().openapi({ description: "`next_cursor` of the page before" }),
};

/** `{data, next_cursor, warnings}`, as every list is. */
export function listOf<T extends z.ZodType>(item: T, warning: () => z.ZodType) {
  return z.object({
    data: z.array(item),
    next_cursor: z.string().nullable().openapi({ description: "null on the last page" }),
    warnings: z.array(warning()),
  });
}

export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "application/json": { schema } } };
}

/** @param schema may be made when the document is: answers are described by it, not checked. */
export function jsonAnswer<T extends z.ZodType>(description: string, schema: T | (() => T)) {
  const media = {
    get schema() {
      return typeof schema === "function" ? schema() : schema;
    },
  };
  return { description, content: { "application/json": media } };
}
