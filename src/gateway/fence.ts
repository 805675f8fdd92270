/**
 * The proxy's fence: the address a path leads to, or null when it would leave the platform's API base.
 * Compared after the URL parser has had its say, and nothing that parsers disagree about is let through: dot
 * segments and slashes in encoded form, backslashes, control characters.
 */
export function fenced(base: string, path: string, query: string): URL | null {
  if (/%2e|%2f|%5c|%[01][0-9a-f]|\\/i.test(path)) return null;
  if (path.startsWith("/") || path.includes("//")) return null;
  const segments = path.split("/");
  if (segments.some((segment) => segment === "." || segment === "..")) return null;
  const url = URL.parse(`${base}/${path}${query}`);
  const root = URL.parse(`${base}/`);
  if (!url || !root) return null;
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return null;
  return url.username || url.password || url.hash ? null : url;
}
