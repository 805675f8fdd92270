import { constantTimeEqual, hex, utf8 } from "../../kernel/bytes";
import { hmac, hmacKey } from "../../kernel/digest";
import type { CallbackFault, ClientCredentials, Target } from "../adapter";

const SHOP = /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/;

/**
 * `acme`, `acme.myshopify.com`, the address of a page of that shop, or of its admin
 * (`https://admin.shopify.com/store/acme`) as the shop's one domain; null for anything else. No other host can come
 * out of it: that is what keeps the token request at Shopify (RFC 9700 §4.11).
 */
export function normaliseShop(input: string): string | null {
  const text = input.trim().toLowerCase();
  if (/[^\x21-\x7e]/.test(text)) return null; // letters that only look like others
  const domain = text.includes("/")
    ? domainOfAddress(text)
    : text.includes(".")
      ? text
      : `${text}.myshopify.com`;
  return domain !== null && SHOP.test(domain) ? domain : null;
}

function domainOfAddress(text: string): string | null {
  const url = URL.parse(text);
  if (url?.protocol !== "https:" || url.port || url.username || url.password) return null;
  if (url.hostname !== "admin.shopify.com") return url.hostname;
  const name = /^\/store\/([a-z0-9-]+)(?:\/|$)/.exec(url.pathname)?.[1];
  return name === undefined ? null : `${name}.myshopify.com`;
}

/** The connection's shop. @throws TypeError where there is none: a Shopify target always has one. */
export function shopOf(target: Target): string {
  if (target.shop === null || !SHOP.test(target.shop))
    throw new TypeError("a Shopify target without its shop");
  return target.shop;
}

/** As in Shopify's own library (Shopify/shopify-app-js, hmac-validator.ts). */
const CALLBACK_TOLERANCE_SECONDS = 90;
const NOT_SIGNED = new Set(["hmac", "signature"]);

/**
 * Shopify signs its callback: HMAC-SHA-256 in hex, under the client secret, over all parameters but the signature,
 * sorted and percent-encoded. Parameters we do not know are signed too, and so are part of it.
 */
export async function verifyCallback(input: {
  params: URLSearchParams;
  client: ClientCredentials;
  target: Target;
  now: number;
}): Promise<CallbackFault | null> {
  const { params, client, target, now } = input;
  if (client.client_secret === "") return { fault: "client_secret_missing" };
  const names = [...params.keys()];
  if (new Set(names).size !== names.length) return { fault: "parameter_repeated" };
  const told = params.get("hmac");
  if (!told) return { fault: "hmac_missing" };
  const key = await hmacKey(utf8(client.client_secret));
  const expected = hex(await hmac(key, signedText(params)));
  if (!constantTimeEqual(utf8(told), utf8(expected))) return { fault: "hmac_invalid" };

  const timestamp = params.get("timestamp") ?? "";
  if (!/^\d{1,12}$/.test(timestamp)) return { fault: "timestamp_missing" };
  if (Math.abs(now / 1_000 - Number(timestamp)) > CALLBACK_TOLERANCE_SECONDS)
    return { fault: "timestamp_out_of_range" };
  if (params.get("shop") !== shopOf(target)) return { fault: "shop_mismatch" };
  return null;
}

function signedText(params: URLSearchParams): string {
  const signed = [...params].filter(([name]) => !NOT_SIGNED.has(name));
  signed.sort(([a], [b]) => (a < b ? -1 : 1));
  return new URLSearchParams(signed).toString().replaceAll("+", "%20");
}

/**
 * The documented bodies, nothing more. `expiring=1` asks for the token that lives an hour and comes with a refresh
 * token: public apps must use it (shopify.dev, "Use expiring offline access tokens").
 */
export function encodeTokenRequest(params: URLSearchParams): {
  body: string;
  headers: Record<string, string>;
} {
  const isRefresh = params.get("grant_type") === "refresh_token";
  const wanted = isRefresh
    ? ["client_id", "client_secret", "grant_type", "refresh_token"]
    : ["client_id", "client_secret", "code"];
  const body: Record<string, string> = isRefresh ? {} : { expiring: "1" };
  for (const name of wanted) {
    const value = params.get(name);
    if (value !== null) body[name] = value;
  }
  return {
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", accept: "application/json" },
  };
}

const KEPT = ["access_token", "expires_in", "refresh_token", "refresh_token_expires_in", "scope"];

/**
 * RFC 6749 §5.1 wants a `token_type`; the scopes stay joined as `scopeSeparator` says. Of an online token's further
 * members (`associated_user` is a person) nothing is kept.
 */
export function decodeTokenResponse(body: Record<string, unknown>): Record<string, unknown> {
  if (typeof body.access_token !== "string") return body; // an error: for the flow to read
  const kept = Object.fromEntries(KEPT.flatMap((name) => (name in body ? [[name, body[name]]] : [])));
  return { ...kept, token_type: "bearer" };
}
