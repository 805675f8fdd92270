import { PlatformFailure } from "./api-contract";
import { isPublicAddress } from "./public-address";

/**
 * The guard for shops whose address people type (WooCommerce, Magento, PrestaShop): our servers must not be turned
 * into somebody's way into a private network, nor hand credentials to another host (SSRF; reference: OWASP SSRF
 * Prevention Cheat Sheet). First the text (`storeAddress`, pure), then what its name resolves to (`requirePublic`).
 */

/** Names that never lead to the public network: RFC 6761, 6762, 8375, 7686, and ICANN's `internal`. */
const PRIVATE_SUFFIXES = [
  "localhost",
  "local",
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "home.arpa",
  "arpa",
  "test",
  "example",
  "invalid",
  "onion",
  "alt",
];

const MAX_ADDRESS = 512;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A shop's address as people type it, in canonical form: `shop.example.com` or `example.com/shop` (a sub-folder
 * installation), without scheme, query or trailing slash. Null for whatever is not https on the standard port of a
 * public host name.
 */
export function storeAddress(input: string): string | null {
  const text = input.trim();
  if (text === "" || text.length > MAX_ADDRESS) return null;
  // Letters that only look like others, full-width digits and dots, and control characters, before a parser folds them.
  if (/[^\x21-\x7e]/.test(text) || /[\\@%#?]/.test(text)) return null;
  // What a parser would fold away: dot segments, and an address without its scheme.
  if (/^\/|\/\.{1,2}(\/|$)/.test(text)) return null;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.parse(withScheme);
  if (url?.protocol !== "https:" || url.port || url.username || url.password) return null;
  if (!isPublicName(url.hostname)) return null;
  const path = url.pathname.replace(/\/+$/, "");
  if (path !== "" && !/^(\/[A-Za-z0-9][A-Za-z0-9._~-]{0,63}){1,4}$/.test(path)) return null;
  return url.hostname + path;
}

/** Whether a host, as the URL parser gives it, is a name that may be public: no address in any notation. */
export function isPublicName(hostname: string): boolean {
  const name = hostname.toLowerCase();
  if (name.length > 253 || name.endsWith(".") || name.startsWith("[")) return false;
  const labels = name.split(".");
  const last = labels.at(-1) ?? "";
  // A last label without a letter is an address to somebody's parser (decimal, octal, hex: WHATWG URL "ends in a number").
  if (labels.length < 2 || /^(\d+|0x[0-9a-f]*)$/.test(last)) return false;
  if (!labels.every((label) => LABEL.test(label))) return false;
  return !PRIVATE_SUFFIXES.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
}

/** RFC 8484 with the JSON form of the same resolver. */
const RESOLVER = "https://cloudflare-dns.com/dns-query";
const TYPES = { A: 1, AAAA: 28 } as const;
const LOOKUP_TIMEOUT_MS = 5_000;
const MAX_LOOKUP_BYTES = 64 * 1_024;

/** What a name resolves to. `unknown` where the resolver cannot be asked or does not know the name. */
export type Standing = "public" | "private" | "unknown";

/**
 * Looks a name up over HTTPS and judges every address in the answer: one private among many is enough to refuse.
 * @param ask reaches the resolver
 */
export async function standingOf(
  name: string,
  ask: (request: Request) => Promise<Response>,
): Promise<Standing> {
  const [v4, v6] = await Promise.all([addresses(name, "A", ask), addresses(name, "AAAA", ask)]);
  const all = [...(v4 ?? []), ...(v6 ?? [])];
  if (all.some((address) => !isPublicAddress(address))) return "private";
  return all.length > 0 && v4 !== null && v6 !== null ? "public" : "unknown";
}

async function addresses(
  name: string,
  type: keyof typeof TYPES,
  ask: (request: Request) => Promise<Response>,
): Promise<string[] | null> {
  try {
    const url = `${RESOLVER}?name=${encodeURIComponent(name)}&type=${type}`;
    const response = await ask(
      new Request(url, {
        headers: { accept: "application/dns-json" },
        redirect: "manual",
        signal: AbortSignal.timeout(LOOKUP_TIMEOUT_MS),
      }),
    );
    if (!response.ok) return null;
    return answersIn(await response.text(), TYPES[type]);
  } catch {
    return null;
  }
}

function answersIn(text: string, type: number): string[] | null {
  if (text.length > MAX_LOOKUP_BYTES) return null;
  const body = JSON.parse(text) as { Status?: unknown; Answer?: unknown };
  if (body.Status !== 0) return null;
  if (!Array.isArray(body.Answer)) return [];
  return body.Answer.flatMap((answer: { type?: unknown; data?: unknown }) =>
    answer.type === type && typeof answer.data === "string" ? [answer.data] : [],
  );
}

/** How long a good answer is trusted; a bad one is asked again at once. */
const TRUST_MS = 5 * 60_000;
const MAX_TRUSTED = 5_000;
const trusted = new Map<string, number>();

/**
 * Lets a request through only to a public host. Checked again every few minutes: a name may be moved to a private
 * address after it was looked at (DNS rebinding). The runtime itself, too, connects to public addresses alone.
 * @throws PlatformFailure `rejected` for a private host, `unavailable` where nobody can tell.
 */
export async function requirePublic(
  url: string,
  now: number,
  ask: (request: Request) => Promise<Response>,
): Promise<void> {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== "https:" || port !== "" || !isPublicName(hostname)) throw refused();
  if ((trusted.get(hostname) ?? 0) > now) return;
  const standing = await standingOf(hostname, ask);
  if (standing === "private") throw refused();
  if (standing === "unknown")
    throw new PlatformFailure({ kind: "unavailable", detail: "the shop's name does not resolve" }, null);
  if (trusted.size >= MAX_TRUSTED) trusted.clear();
  trusted.set(hostname, now + TRUST_MS);
}

function refused(): PlatformFailure {
  return new PlatformFailure(
    { kind: "rejected", detail: "the shop's address is not on the public network" },
    null,
  );
}

/** For tests, and after a shop has moved. */
export function forgetHosts(): void {
  trusted.clear();
}
