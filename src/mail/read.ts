import PostalMime, { addressParser, type Email } from "postal-mime";
import { concat } from "../kernel/bytes";
import { decodeEntities } from "./html-entities";

/** What is looked at of a mail. Its attachments are never kept, and its words only until the right is understood. */
export interface Mail {
  /** Every header in order, doubled ones included; names in lower case. */
  headers: readonly { name: string; value: string }[];
  /** Addresses of `From`, in lower case. */
  from: readonly string[];
  /** `<…>` of `Message-ID`. */
  messageId: string;
  /** Message ids of `References`, in order. */
  references: readonly string[];
  subject: string;
  text: string;
}

/** A mail larger than this is refused unread: a request needs words, not files. */
export const MAX_MAIL_BYTES = 4 * 1024 * 1024;
const MAX_TEXT = 20_000;
const MAX_HTML = 200_000;
const MAX_MESSAGE_ID = 900; // a header line ends at 998 octets (RFC 5322 §2.1.1)

// A mail is a stranger's: nested and headed far below the parser's own limits.
const PARSING = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024, forceRfc822Attachments: true } as const;

/** Reads at most `limit` bytes; null when there are more, and the rest is not asked for. */
export async function readBounded(
  raw: ReadableStream<Uint8Array>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = raw.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(...parts);
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
}

/** @returns null for what is no mail that could be answered: no sender, or no usable `Message-ID`. */
export async function parseMail(bytes: Uint8Array<ArrayBuffer>): Promise<Mail | null> {
  const email = await PostalMime.parse(bytes, PARSING).catch(() => null);
  if (!email) return null;
  const headers = email.headers.map(({ key, value }) => ({ name: key, value }));
  const messageIds = valuesOf(headers, "message-id");
  const messageId = messageIds[0]?.trim() ?? "";
  const from = valuesOf(headers, "from").flatMap((value) =>
    addressParser(value, { flatten: true }).map(({ address }) => (address ?? "").toLowerCase()),
  );
  if (messageIds.length !== 1 || messageId.length > MAX_MESSAGE_ID || !isMessageId(messageId)) return null;
  if (from.length === 0 || from.includes("")) return null;
  return {
    headers,
    from,
    messageId,
    references: valuesOf(headers, "references").flatMap((value) => value.split(/\s+/).filter(isMessageId)),
    subject: (email.subject ?? "").slice(0, 1_000),
    text: wordsOf(email),
  };
}

export function valuesOf(headers: Mail["headers"], name: string): string[] {
  return headers.filter((header) => header.name === name).map(({ value }) => value);
}

/** RFC 5322 §3.6.4, in the printable ASCII that mail really uses: nothing in it can end a header line. */
function isMessageId(text: string): boolean {
  return /^<[!-;=?-~]+>$/.test(text);
}

/** The words a person wrote: plain, or HTML without its tags; quoted lines of earlier mails left out. */
function wordsOf(email: Email): string {
  if (email.text) return email.text.slice(0, MAX_TEXT).replaceAll(/^[ \t]*>.*$/gm, "");
  const html = (email.html ?? "").slice(0, MAX_HTML);
  const head = html.toLowerCase().indexOf("</head>");
  return decodeEntities(
    html
      .slice(head === -1 ? 0 : head)
      .slice(0, MAX_TEXT)
      .replaceAll(/<[^<>]*>/g, " "),
  );
}
