import { env } from "cloudflare:workers";
import PostalMime, { type Email } from "postal-mime";
import { vi } from "vitest";
import worker from "../../src/worker";

export const PRIVACY = "privacy@metristack.com";
export const AMA = "ama.mensah@shop.example";

/** Headers and body of a mail as lines; a header set to null is left out. */
export interface Sample {
  headers?: Record<string, string | null>;
  body?: string | readonly string[];
}

let made = 0;

/** A plain mail of Ama's, unless told otherwise. */
export function eml({ headers = {}, body = "Hello,\r\nplease delete my data.\r\n" }: Sample = {}): string {
  made += 1;
  const all: Record<string, string | null> = {
    From: `Ama Mensah <${AMA}>`,
    To: `<${PRIVACY}>`,
    Subject: "Delete my data",
    Date: "Mon, 21 Sep 2026 09:00:00 +0000",
    "Message-ID": `<mail-${made}@shop.example>`,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    ...headers,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== null);
  const text = typeof body === "string" ? body : body.join("\r\n");
  return `${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${text}`;
}

/** What became of a mail: the answers sent, as raw MIME with their envelope, and the SMTP rejection, if any. */
export interface Delivered {
  replies: { from: string; to: string; raw: string }[];
  rejected: string | null;
  /** How many bytes of the mail were read. */
  read: number;
  failed: unknown;
}

/** Delivers a mail as Cloudflare does; a handler that throws has it fail for now. */
export async function deliver(
  raw: string | Uint8Array,
  options: { from?: string; to?: string; size?: number; reply?: () => Promise<void> } = {},
): Promise<Delivered> {
  const bytes = typeof raw === "string" ? new TextEncoder().encode(raw) : raw;
  const result: Delivered = { replies: [], rejected: null, read: 0, failed: null };
  let at = 0;
  const message = {
    from: options.from ?? AMA,
    to: options.to ?? PRIVACY,
    headers: new Headers(),
    rawSize: options.size ?? bytes.length,
    raw: new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, at + 65_536));
        at += 65_536;
        result.read = Math.min(at, bytes.length);
      },
    }),
    setReject(reason: string) {
      result.rejected = reason;
    },
    forward: vi.fn(),
    async reply(mail: { from: string; to: string; "EmailMessage::raw": string }) {
      await options.reply?.();
      result.replies.push({ from: mail.from, to: mail.to, raw: mail["EmailMessage::raw"] });
    },
  } as unknown as ForwardableEmailMessage;
  try {
    await worker.email(message, env);
  } catch (error) {
    result.failed = error;
  }
  return result;
}

/** A mail as its reader sees it, lines ended as text has them. */
export async function read(raw: string): Promise<Email & { text: string }> {
  const mail = await PostalMime.parse(raw);
  return { ...mail, text: (mail.text ?? "").replaceAll("\r\n", "\n") };
}

/** The token in an answer's link. */
export async function tokenIn(raw: string): Promise<string> {
  const token = /\/privacy\/mail\/([0-9A-Za-z]{32})\s/.exec((await read(raw)).text)?.[1];
  if (!token) throw new Error("no link in the answer");
  return token;
}

export interface RequestCells {
  id: string;
  type: string;
  status: string;
  jurisdiction: string;
  link_hash: string | null;
  link_expires_at: number;
}

export async function requests(): Promise<RequestCells[]> {
  const { results } = await env.DB.prepare("SELECT * FROM rights_requests").all<RequestCells>();
  return results;
}

export async function seenRows(): Promise<{ key: string; count: number; expires_at: number }[]> {
  const { results } = await env.DB.prepare("SELECT * FROM mail_seen ORDER BY key").all<{
    key: string;
    count: number;
    expires_at: number;
  }>();
  return results;
}

/** Everything in D1 as one text; bytes one character each. */
export async function everythingInD1(): Promise<string> {
  const tables = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{
    name: string;
  }>();
  let text = "";
  for (const { name } of tables.results) {
    if (name.startsWith("_cf_") || name.startsWith("sqlite_")) continue;
    const { results } = await env.DB.prepare(`SELECT * FROM ${name}`).all();
    for (const row of results) {
      for (const value of Object.values(row)) {
        text += `${Array.isArray(value) ? String.fromCharCode(...(value as number[])) : String(value)}\n`;
      }
    }
  }
  return text;
}

export async function emptyTables(): Promise<void> {
  await env.DB.batch(
    ["mail_seen", "rights_requests", "rights_history"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
  );
}
