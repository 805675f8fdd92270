import { type Mail, valuesOf } from "./read";

/**
 * Whether the receiving server found the sender's domain to be the sender's own. Only the topmost
 * `Authentication-Results` counts: ours stands above whatever a sender wrote (RFC 8601 §4.1, §5). Without one
 * nothing is known against the mail; Cloudflare itself refuses mail that fails both SPF and DKIM.
 */
export function isForged(mail: Mail, senderDomain: string): boolean {
  const header = valuesOf(mail.headers, "authentication-results")[0];
  if (header === undefined) return false;
  const results = resultsOf(header);
  const dmarc = results.find(({ method }) => method === "dmarc")?.result;
  if (dmarc === "pass") return false;
  if (dmarc === "fail") return true;
  // No policy is published: the same identifiers decide, aligned as RFC 7489 §3.1 would have them.
  return !results.some(
    ({ method, result, domain }) =>
      result === "pass" && (method === "spf" || (method === "dkim" && aligned(domain, senderDomain))),
  );
}

/**
 * RFC 7489 §3.1, relaxed: the same domain, or one below the other. Two siblings below one organisation would need
 * the public suffix list to be told from strangers; people's mailboxes do not send so.
 */
export function aligned(one: string, other: string): boolean {
  const below = (child: string, parent: string) => parent.includes(".") && child.endsWith(`.${parent}`);
  return one !== "" && (one === other || below(one, other) || below(other, one));
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

interface AuthenticationResult {
  method: string;
  result: string;
  /** Of DKIM: `header.d`, or the domain of `header.i`; else empty. */
  domain: string;
}

function resultsOf(header: string): AuthenticationResult[] {
  const bare = header.slice(0, 4_000).replaceAll(/\([^()]*\)/g, " ");
  return bare.split(";").flatMap((part) => {
    const [, method, result] = /^\s*([a-z0-9-]+)\s*=\s*([a-z]+)/i.exec(part) ?? [];
    if (!method || !result) return [];
    const domain = /\bheader\.(?:d\s*=\s*|i\s*=\s*\S*@)([\w.-]+)/i.exec(part)?.[1] ?? "";
    return [{ method: method.toLowerCase(), result: result.toLowerCase(), domain: domain.toLowerCase() }];
  });
}
