import { randomBase62 } from "../kernel/base62";
import { base64, utf8 } from "../kernel/bytes";

/** OAuth 1.0a (RFC 5849), for platforms that sign each call. Pure but for the nonce, which may be given. */

export interface OAuth1Credentials {
  consumerKey: string;
  consumerSecret: string;
  /** Absent in the request for a request token. */
  token?: string;
  tokenSecret?: string;
}

export type SignatureMethod = "HMAC-SHA256" | "HMAC-SHA1";

export interface OAuth1Request {
  method: string;
  /** With its query, which is signed too; the fragment is not. */
  url: URL;
  /** The fields of a form body, which are signed; a JSON body is not. */
  form?: Readonly<Record<string, string>>;
}

/**
 * The `Authorization` header of one request (RFC 5849 §3.5.1).
 * @param extra further protocol parameters, e.g. `oauth_verifier`, `oauth_callback`
 * @param now epoch ms
 */
export async function oauth1Header(
  request: OAuth1Request,
  credentials: OAuth1Credentials,
  now: number,
  options: {
    method?: SignatureMethod;
    nonce?: string;
    extra?: Readonly<Record<string, string>>;
    realm?: string;
  } = {},
): Promise<string> {
  const signatureMethod = options.method ?? "HMAC-SHA256";
  const protocol: Record<string, string> = {
    oauth_consumer_key: credentials.consumerKey,
    oauth_nonce: options.nonce ?? randomBase62(32),
    oauth_signature_method: signatureMethod,
    oauth_timestamp: String(Math.floor(now / 1_000)),
    oauth_version: "1.0",
    ...(credentials.token !== undefined && { oauth_token: credentials.token }),
    ...options.extra,
  };
  const text = signatureBase(request, protocol);
  const signature = await signatureOf(signatureMethod, text, credentials);
  const parts = Object.entries({ ...protocol, oauth_signature: signature }).map(
    ([name, value]) => `${percentEncode(name)}="${percentEncode(value)}"`,
  );
  const realm = options.realm === undefined ? [] : [`realm="${options.realm}"`];
  return `OAuth ${[...realm, ...parts].join(", ")}`;
}

/** The signature base string (RFC 5849 §3.4.1). */
export function signatureBase(request: OAuth1Request, protocol: Readonly<Record<string, string>>): string {
  const { url } = request;
  const all = [
    ...queryPairs(url.search),
    ...Object.entries(request.form ?? {}),
    ...Object.entries(protocol).filter(([name]) => name !== "realm" && name !== "oauth_signature"),
  ].map(([name, value]) => [percentEncode(name), percentEncode(value)] as const);
  all.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  const parameters = all.map(([name, value]) => `${name}=${value}`).join("&");
  // `URL` lowers the host's case and drops the default port, as §3.4.1.2 asks.
  const base = `${url.protocol}//${url.host}${url.pathname}`;
  return [request.method.toUpperCase(), base, parameters].map(percentEncode).join("&");
}

/** HMAC over the base string under both shared secrets (RFC 5849 §3.4.2), in base64. */
export async function signatureOf(
  method: SignatureMethod,
  text: string,
  credentials: OAuth1Credentials,
): Promise<string> {
  const secret = `${percentEncode(credentials.consumerSecret)}&${percentEncode(credentials.tokenSecret ?? "")}`;
  const hash = method === "HMAC-SHA256" ? "SHA-256" : "SHA-1";
  const key = await crypto.subtle.importKey("raw", utf8(secret), { name: "HMAC", hash }, false, ["sign"]);
  return base64(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text))));
}

/** RFC 3986 unreserved characters stay, all others become upper-case hex of their UTF-8 (RFC 5849 §3.6). */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A query's pairs decoded as application/x-www-form-urlencoded (RFC 5849 §3.4.1.3.1). */
function queryPairs(search: string): [string, string][] {
  return [...new URLSearchParams(search)];
}

/** By code unit, which for encoded text is byte order (RFC 5849 §3.4.1.3.2). */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
