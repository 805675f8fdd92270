import { aligned, domainOf, isForged } from "./authenticity";
import { type Mail, valuesOf } from "./read";

/** The SMTP envelope, and which domains are our own. */
export interface Envelope {
  sender: string;
  ownDomains: readonly string[];
}

/** Why a mail is not answered. Nobody hears of it, except where a person may have been meant. */
export type Refusal = "automatic" | "loop" | "forged" | "other_sender";

// Cloudflare answers no mail with more references, lest two machines talk for ever.
const MAX_REFERENCES = 99;

const MACHINES =
  /^(mailer-?daemon|postmaster|no-?_?reply|do-?not-?_?reply|bounces?|notifications?|auto-?(reply|responder))\b/i;

/**
 * Whether a mail is one that must not be answered (RFC 3834 §2, RFC 5321 §4.5.5), cannot be a person's own, or
 * would have us write to somebody who did not write to us. Pure.
 */
export function refusalOf(mail: Mail, envelope: Envelope): Refusal | null {
  const senderDomain = domainOf(envelope.sender);
  if (isAutomatic(mail, envelope.sender)) return "automatic";
  const domains = [senderDomain, ...mail.from.map(domainOf)];
  if (domains.some((domain) => envelope.ownDomains.some((own) => aligned(own, domain)))) return "loop";
  if (mail.references.length > MAX_REFERENCES) return "loop";
  if (isForged(mail, senderDomain)) return "forged";
  // The answer can go to the envelope's sender alone: it must be whoever signs the mail.
  if (mail.from.length !== 1 || !aligned(domainOf(mail.from[0] ?? ""), senderDomain)) return "other_sender";
  return null;
}

function isAutomatic(mail: Mail, sender: string): boolean {
  const values = (name: string) => valuesOf(mail.headers, name).map((value) => value.trim().toLowerCase());
  return (
    values("return-path").some(isEmptyPath) ||
    [sender, ...mail.from].some((address) => MACHINES.test(address)) ||
    values("auto-submitted").some((value) => value.split(/[;\s(]/)[0] !== "no") ||
    values("precedence").some((value) => /^(bulk|list|junk|auto[_-]reply)\b/.test(value)) ||
    values("x-auto-response-suppress").some((value) => value !== "none") ||
    values("content-type").some((value) => value.startsWith("multipart/report")) ||
    mail.headers.some(({ name }) => name.startsWith("list-")) ||
    mail.headers.some(({ name }) => /^x-(autoreply|autorespond|auto-reply)/.test(name))
  );
}

/** The null reverse-path of notices that must never be answered (RFC 5321 §4.5.5). */
export function isEmptyPath(path: string): boolean {
  return /^\s*(<\s*>)?\s*$/.test(path);
}
