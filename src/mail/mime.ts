import { base64, utf8 } from "../kernel/bytes";

/** A text mail of ours. */
export interface TextMail {
  from: { name: string; address: string };
  to: string;
  subject: string;
  /** RFC 5646 tag of the text. */
  language: string;
  text: string;
  date: number;
  messageId: string;
  /** The mail that is answered, and what it referred to (RFC 5322 §3.6.4). */
  inReplyTo: string;
  references: readonly string[];
}

const LINE = 76;
/** As many octets as leave "Subject: " and an encoded word in base64 within a line (RFC 2047 §2). */
const WORD_OCTETS = 39;

/**
 * An automatic answer as MIME: UTF-8 text in base64. The libraries at hand write a long subject as one encoded
 * word, which RFC 2047 forbids.
 * @throws RangeError when a header would hold anything but printable ASCII: no value can begin a header of its own.
 */
export function composeMime(mail: TextMail): string {
  const headers: [string, string][] = [
    ["From", `${mail.from.name} <${mail.from.address}>`],
    ["To", `<${mail.to}>`],
    ["Subject", encodedWords(mail.subject)],
    ["Date", new Date(mail.date).toUTCString().replace("GMT", "+0000")],
    ["Message-ID", mail.messageId],
    ["In-Reply-To", mail.inReplyTo],
    ["References", [...mail.references, mail.inReplyTo].join(" ")],
    ["Auto-Submitted", "auto-replied"], // RFC 3834 §5
    ["X-Auto-Response-Suppress", "All"], // Exchange's own word for it
    ["Content-Language", mail.language],
    ["MIME-Version", "1.0"],
    ["Content-Type", "text/plain; charset=utf-8"],
    ["Content-Transfer-Encoding", "base64"],
  ];
  const body = base64(utf8(mail.text.replaceAll(/\r?\n/g, "\r\n")));
  const lines = body.match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  return `${headers.map(([name, value]) => headerLine(name, value)).join("")}\r\n${lines.join("\r\n")}\r\n`;
}

/** Folded at its spaces (RFC 5322 §2.2.3). */
function headerLine(name: string, value: string): string {
  if (!/^[ -~]+$/.test(value)) throw new RangeError(`header ${name} is not printable ASCII`);
  return `${name}: ${value.length > LINE ? value.replaceAll(" ", "\r\n ") : value}\r\n`;
}

/** RFC 2047: words in base64, no character cut in two. */
function encodedWords(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  const words: string[] = [];
  let word = "";
  for (const character of text) {
    if (utf8(word + character).length > WORD_OCTETS) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  return [...words, word].map((part) => `=?UTF-8?B?${base64(utf8(part))}?=`).join(" ");
}
