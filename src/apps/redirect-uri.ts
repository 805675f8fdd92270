/**
 * Whether an address may be registered as a redirect target: https, or http on loopback for development
 * (RFC 8252 §7.3); no user info, no fragment (RFC 6749 §3.1.2), nothing the URL parser would quietly change.
 * @returns why not, or null when it may.
 */
export function redirectUriFault(text: string): string | null {
  const url = URL.parse(text);
  if (!url) return "is not a URL";
  if (url.href !== text) return `is not in its normal form; write ${url.href}`;
  if (url.username || url.password) return "must not carry user information";
  if (text.includes("#")) return "must not have a fragment";
  if (url.protocol === "https:") return null;
  const loopback = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return url.protocol === "http:" && loopback ? null : "must be https, or http on localhost";
}
