import { configOf } from "../config/config";
import { clock, DAY, HOUR } from "../kernel/clock";
import { told } from "../kernel/told";
import { claimMail, type DueMail, dueMails, policyNews, queueMails, recordSent } from "./store";
import { incidentText, type NoticeText, policyText } from "./texts";

/** From where notices come; its domain must be one that the account may send from. */
export const NOTICE_MAILBOX = { name: "Metristack", email: "notices@metristack.com" };

/** How far back events are looked at: longer than cron could be away without anybody noticing. */
const LOOK_BACK_MS = 2 * DAY;
const MAILS_A_VISIT = 50;
/** The pause after each failed attempt; after the last one the mail is given up, the portal still says it. */
const PAUSES = [HOUR, 4 * HOUR, DAY] as const;

/**
 * Cron's visit: mails notices to apps' contacts, where a `NOTICE_MAIL` binding is bound. At least once: a visit that
 * dies between sending and its record sends again.
 */
export async function noticeStep(env: Env): Promise<{ sent: number; failed: number }> {
  const visit = { sent: 0, failed: 0 };
  if (!env.NOTICE_MAIL) return visit;
  const now = clock.now();
  await queueMails(env.DB, now - LOOK_BACK_MS, now);
  for (const mail of await dueMails(env.DB, now, MAILS_A_VISIT)) {
    const pause = PAUSES[mail.attempts];
    if (!(await claimMail(env.DB, mail, pause === undefined ? null : now + pause))) continue;
    visit[(await send(env, env.NOTICE_MAIL, mail)) ? "sent" : "failed"] += 1;
  }
  return visit;
}

async function send(env: Env, binding: SendEmail, mail: DueMail): Promise<boolean> {
  try {
    const text = await textOf(env, mail);
    if (text) await binding.send({ from: NOTICE_MAILBOX, to: mail.to, ...text, headers: AUTOMATIC });
    await recordSent(env.DB, mail, clock.now());
    return true;
  } catch (error) {
    // The mail service's words may hold the address, and are not logged.
    console.error(
      `notices: ${mail.about} was not mailed: ${error instanceof Error ? error.name : told(error)}`,
    );
    return false;
  }
}

/** RFC 3834 §5: nothing answers this by itself. */
const AUTOMATIC = { "Auto-Submitted": "auto-generated" };

/** Null when there is nothing to say any more. */
async function textOf(env: Env, mail: DueMail): Promise<NoticeText | null> {
  const { publicOrigin } = configOf(env);
  if (mail.type === "incident.notice") return incidentText(mail, publicOrigin);
  const news = await policyNews(env.DB, mail.about);
  return news && policyText(mail, news, publicOrigin);
}
