import { z } from "@hono/zod-openapi";
import { RESOURCES } from "../platforms/adapter";

/** What an API key may do. Reads are per resource, so that a key for stock need not see customers. */
export const SCOPES = [
  ...RESOURCES.map((resource) => `${resource}:read` as const),
  "proxy",
  "connections:read",
  "connections",
  "rights",
  "usage",
  "keys",
  "webhooks",
  "incidents",
] as const;

export const scopeSchema = z
  .enum(SCOPES)
  .openapi("Scope", { description: "`connections` includes `connections:read`" });
export type Scope = (typeof SCOPES)[number];

/** Whether a key with these scopes may do what asks for `scope`: `connections` is for reading them too. */
export function permits(scopes: ReadonlySet<Scope>, scope: Scope): boolean {
  return scopes.has(scope) || (scope === "connections:read" && scopes.has("connections"));
}

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}
