import { z } from "@hono/zod-openapi";
import { RESOURCES } from "../platforms/adapter";

/** What an API key may do. Reads are per resource, so that a key for stock need not see customers. */
export const SCOPES = [
  ...RESOURCES.map((resource) => `${resource}:read` as const),
  "proxy",
  "connections",
  "rights",
  "usage",
  "keys",
  "webhooks",
  "incidents",
] as const;

export const scopeSchema = z.enum(SCOPES).openapi("Scope");
export type Scope = (typeof SCOPES)[number];

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}
