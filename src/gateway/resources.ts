import { z } from "@hono/zod-openapi";
import type { Lease } from "../connections/messages";
import { invalid, Problem } from "../kernel/problem";
import {
  type Adapter,
  FILTERS,
  type ListQuery,
  type Mapped,
  type Resource,
  type ResourceFacts,
} from "../platforms/adapter";

const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  // An offset can carry a time out of the years that RFC 3339 can write.
  .refine((text) => /^\d{4}-/.test(text), "must be in the years 0000 to 9999, in UTC")
  .openapi({ type: "string", format: "date-time" });

export const filterQuery = {
  updated_since: instant.optional(),
  created_after: instant.optional(),
  created_before: instant.optional(),
  location_id: z.string().min(1).max(255).optional(),
  status: z.string().min(1).max(64).optional(),
  raw: z
    .enum(["true", "false"])
    .optional()
    .openapi({ description: "Add the platform's own object to each record" }),
};
export const rawQuery = z.object({ raw: filterQuery.raw });

export type FilterInput = { [name in (typeof FILTERS)[number]]?: string | undefined } & {
  raw?: "true" | "false" | undefined;
};

/** The resource's facts, if the platform has it and the connection may read it. @throws Problem */
export function readable(adapter: Adapter, lease: Lease, resource: Resource): ResourceFacts {
  const facts = adapter.resources[resource];
  if (!facts) throw new Problem("unsupported_resource", `${adapter.name} has no ${resource}.`);
  const missing = facts.scopes.filter((scope) => lease.missingScopes.includes(scope));
  if (missing.length > 0) {
    throw new Problem(
      "forbidden",
      `The end-user did not grant ${missing.join(", ")}; reconnect to ask again.`,
    );
  }
  return facts;
}

/** The filters of a list, checked against what the platform can filter by: never quietly ignored. @throws Problem */
export function filtersFor(
  adapter: Adapter,
  resource: Resource,
  facts: ResourceFacts,
  input: FilterInput,
): Partial<ListQuery> {
  const filters: Partial<ListQuery> = {};
  for (const name of FILTERS) {
    const value = input[name];
    if (value === undefined) continue;
    if (!facts.filters.includes(name)) {
      throw invalid(`query.${name}`, `${adapter.name} does not filter ${resource} by ${name}`);
    }
    if (name === "status" && facts.statuses && !facts.statuses.includes(value)) {
      throw invalid("query.status", `must be one of ${facts.statuses.join(", ")}`);
    }
    filters[name] = value;
  }
  return filters;
}

/** A record as it is answered: the platform's own object joins it only when asked for. */
export function present<T extends object>(record: Mapped<T>, raw: string | undefined): T & { raw?: unknown } {
  return raw === "true" ? { ...record.value, raw: record.raw } : record.value;
}
