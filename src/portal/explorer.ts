import type { Scope } from "../keys/scopes";
import { FILTERS, RESOURCES } from "../platforms/adapter";

/** A read of the API that can be tried. Fields named in the path go there, the others into the query. */
export interface Operation {
  id: string;
  path: string;
  fields: readonly string[];
}

const LISTS = RESOURCES.filter((resource) => resource !== "store");
const PAGE = ["limit", "cursor"];

export const OPERATIONS: readonly Operation[] = [
  { id: "store.get", path: "/v1/connections/{connection}/store", fields: ["raw"] },
  ...LISTS.map((resource) => ({
    id: `${resource}.list`,
    path: `/v1/connections/{connection}/${resource}`,
    fields: [...PAGE, ...FILTERS, "raw"],
  })),
  ...["products", "orders"].map((resource) => ({
    id: `${resource}.get`,
    path: `/v1/connections/{connection}/${resource}/{id}`,
    fields: ["id", "raw"],
  })),
  { id: "platforms.list", path: "/v1/platforms", fields: [] },
  {
    id: "connections.list",
    path: "/v1/connections",
    fields: [...PAGE, "status", "platform", "external_user_id"],
  },
  { id: "connections.get", path: "/v1/connections/{connection}", fields: [] },
  { id: "connections.usage", path: "/v1/connections/{connection}/usage", fields: [] },
  { id: "usage.get", path: "/v1/usage", fields: ["from", "to", "granularity", "group_by"] },
];

/** What these reads need, and nothing that changes anything. */
export const EXPLORER_SCOPES: readonly Scope[] = [
  ...RESOURCES.map((resource) => `${resource}:read` as const),
  "connections:read",
  "usage",
];

export function needsConnection({ path }: Operation): boolean {
  return path.includes("{connection}");
}

/** The call's path and query, from what was filled in. */
export function pathOf({ path, fields }: Operation, values: Readonly<Record<string, string>>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ""));
  const query = new URLSearchParams();
  for (const name of fields)
    if (values[name] && !path.includes(`{${name}}`)) query.append(name, values[name]);
  return query.size > 0 ? `${filled}?${query}` : filled;
}
