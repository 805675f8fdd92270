/** What may be read, and how the authorisation page says it. */
export const SCOPES = {
  "shop:read": "Read your shop's name, country and currency",
  "locations:read": "Read your locations and their addresses",
  "products:read": "Read your products and prices",
  "orders:read": "Read your orders, with what was bought and where it went",
  "refunds:read": "Read your refunds",
  "inventory:read": "Read your stock levels",
  "customers:read": "Read your customers' names and contact details",
} as const;
export type SandboxScope = keyof typeof SCOPES;

export const ALL_SCOPES = Object.keys(SCOPES) as SandboxScope[];

/** Without the shop's own name a connection could not be told apart from another: it is not for choosing off. */
export const REQUIRED_SCOPE: SandboxScope = "shop:read";

/** Reads RFC 6749 §3.3's list; null when it is empty or has a scope that is not ours. */
export function parseScopes(text: string): SandboxScope[] | null {
  const asked = new Set(text.split(" ").filter((word) => word !== ""));
  const known = ALL_SCOPES.filter((scope) => asked.has(scope));
  return asked.size === 0 || known.length !== asked.size ? null : known;
}
