import { PRIVACY_MAIL } from "../connect/texts/consent-statement";
import { randomBase62 } from "../kernel/base62";
import { DAY } from "../kernel/clock";
import type { Lang } from "../pages/languages";
import type { Right } from "../rights/types";
import { domainOf } from "./authenticity";
import { composeMime } from "./mime";
import type { Mail } from "./read";
import { mailTexts } from "./texts";

export const LINK_LIFE_MS = 14 * DAY;

/** The answer as MIME, from privacy@, with the one-time link. Nothing of the mail's own words is in it. */
export function composeAnswer(
  mail: Mail,
  facts: { to: string; lang: Lang; right: Right; token: string; publicOrigin: string; now: number },
): string {
  const texts = mailTexts(facts.lang);
  const paragraphs = texts.body({
    right: texts.rights[facts.right],
    link: `${facts.publicOrigin}/privacy/mail/${facts.token}`,
    days: LINK_LIFE_MS / DAY,
    centre: `${facts.publicOrigin}/privacy`,
  });
  return composeMime({
    from: { name: "Metristack", address: PRIVACY_MAIL },
    to: facts.to,
    subject: texts.subject,
    language: facts.lang,
    text: `${paragraphs.join("\n\n")}\n`,
    date: facts.now,
    messageId: `<${randomBase62(22)}@${domainOf(PRIVACY_MAIL)}>`,
    inReplyTo: mail.messageId,
    references: mail.references,
  });
}
