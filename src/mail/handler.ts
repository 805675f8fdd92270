import { type Config, configOf } from "../config/config";
import { PRIVACY_MAIL } from "../connect/texts/consent-statement";
import { database } from "../db/client";
import { clock, MINUTE } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { spoken } from "../pages/translations";
import { openMailed } from "../rights/service";
import { composeAnswer, LINK_LIFE_MS } from "./answer";
import { domainOf } from "./authenticity";
import { marksOf } from "./hashes";
import { MAX_MAIL_BYTES, type Mail, parseMail, readBounded, valuesOf } from "./read";
import { isEmptyPath, type Refusal, refusalOf } from "./refusal";
import { answerLanguage, rightOf } from "./right";
import { reply } from "./send";
import { admit, markAnswered, openedBefore } from "./store";

/** How a mail ends. None of them names its sender. */
export type MailOutcome =
  | { kind: "answered" }
  | { kind: "refused"; why: Refusal | "seen" | "flood" | "other_mailbox" | "too_large" | "malformed" };

/**
 * A mail that could not be dealt with now. Cloudflare answers an exception with a temporary SMTP failure, so that
 * the sender's server keeps the mail and delivers it again. Carries no cause: that may hold the address.
 */
export class MailDeferred extends Error {
  constructor(readonly step: string) {
    super(`mail deferred: ${step}`);
    this.name = "MailDeferred";
  }
}

/** An answer is under way no longer than this; a second delivery of the mail waits for it. */
const ATTEMPT_MS = 2 * MINUTE;

/**
 * Refusals that a person may have earned are said to their own server, which tells them; the rest are quiet.
 * `setReject` is a permanent SMTP failure within the session: we send nothing to anybody.
 */
const SAID: Partial<Record<(MailOutcome & { kind: "refused" })["why"], string>> = {
  other_mailbox: "There is no such mailbox here.",
  too_large: "The mail is too large. Please write without attachments, or go to",
  malformed: "The mail could not be read. Please write again, or go to",
  other_sender: "The mail's From is not its sender, so it cannot be answered. Please go to",
};

/**
 * A mail to privacy@: opens a rights request that waits for proof of identity, and answers with a one-time link.
 * Kept of the mail is the sender's address alone, sealed with the request; attachments and words are dropped here.
 * @throws MailDeferred
 */
export async function onMail(message: ForwardableEmailMessage, env: Env): Promise<void> {
  const config = configOf(env);
  const outcome = await receive(message, env, config);
  if (outcome.kind === "answered") return;
  console.info(`mail: refused, ${outcome.why}`);
  const said = SAID[outcome.why];
  if (said) message.setReject(said.endsWith(".") ? said : `${said} ${config.publicOrigin}/privacy`);
}

async function receive(message: ForwardableEmailMessage, env: Env, config: Config): Promise<MailOutcome> {
  if (mailboxOf(message.to) !== PRIVACY_MAIL) return { kind: "refused", why: "other_mailbox" };
  if (isEmptyPath(message.from)) return { kind: "refused", why: "automatic" };
  const bytes = await step("reading", () => bounded(message));
  if (!bytes) return { kind: "refused", why: "too_large" };
  const mail = await parseMail(bytes);
  const ownDomains = [domainOf(PRIVACY_MAIL), new URL(config.publicOrigin).hostname];
  const refusal = mail && refusalOf(mail, { sender: message.from, ownDomains });
  if (refusal) return { kind: "refused", why: refusal };
  if (!mail || !isAddress(message.from)) return { kind: "refused", why: "malformed" };
  return answer(message, env, config, mail);
}

/** The order makes a repeated delivery harmless: count once, open once, answer, and only then remember. */
async function answer(
  message: ForwardableEmailMessage,
  env: Env,
  config: Config,
  mail: Mail,
): Promise<MailOutcome> {
  const db = database(env);
  const now = clock.now();
  const marks = await marksOf(config, message.from, mail.messageId);
  const admission = await step("counting", () => admit(env.DB, marks, now));
  if (admission.kind === "full") throw new MailDeferred("too many mails this hour");
  if (admission.kind !== "admitted") return { kind: "refused", why: admission.kind };

  const right = rightOf(mail.subject, mail.text);
  const linkHash = await sha256(marks.token);
  const before = await step("looking up", () => openedBefore(db, linkHash));
  if (before && before.status !== "verifying") return { kind: "refused", why: "seen" };
  if (before && before.receivedAt > now - ATTEMPT_MS) throw new MailDeferred("another delivery is answered");
  if (!before) {
    const linkExpiresAt = now + LINK_LIFE_MS;
    const input = { right, jurisdiction: null, replyTo: message.from, linkHash, linkExpiresAt };
    await step("opening", () => openMailed(env, input));
  }

  const language = valuesOf(mail.headers, "content-language")[0] ?? null;
  const lang = await spoken(env, answerLanguage(mail.subject, mail.text, language));
  const { publicOrigin } = config;
  const raw = composeAnswer(mail, { to: message.from, lang, right, token: marks.token, publicOrigin, now });
  await step("answering", () => reply(message, PRIVACY_MAIL, raw));
  // The answer is out: a failure here must not have the mail delivered, and answered, again.
  await markAnswered(db, marks.message, now).catch(() => console.error("mail: answered but not remembered"));
  return { kind: "answered" };
}

async function bounded(message: ForwardableEmailMessage): Promise<Uint8Array<ArrayBuffer> | null> {
  return message.rawSize > MAX_MAIL_BYTES ? null : readBounded(message.raw, MAX_MAIL_BYTES);
}

/** Runs one step; what it throws may hold an address, so only the step's name goes on. */
async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    console.error(
      `mail: deferred, ${name} failed with ${error instanceof Error ? error.name : typeof error}`,
    );
    throw new MailDeferred(name);
  }
}

/** Without a `+tag`. */
function mailboxOf(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*@/, "@");
}

/** RFC 5321 §4.1.2 without quoted local parts and address literals: safe between angle brackets in a header. */
function isAddress(address: string): boolean {
  return (
    address.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(address)
  );
}
