import { rfc3339 } from "../kernel/clock";
import type { DueMail, PolicyNews } from "./store";

/** A mail's own words: no end-user, no shop, no secret is in one. */
export interface NoticeText {
  subject: string;
  text: string;
}

const WHY =
  "You get this because the app names this address as its security contact. To change it: the app's Readiness page.";

/** A coming version of the policy (End-User Policy, "Changes to This Policy"). */
export function policyText(mail: DueMail, news: PolicyNews, origin: string): NoticeText {
  const day = rfc3339(news.effective_at).slice(0, 10);
  return textOf(`Metristack's End-User Policy changes on ${day}`, [
    `Version ${news.version} of the End-User Policy takes effect on ${day}.${news.is_material ? " The change is material." : ""}`,
    news.summary,
    `Read it: ${origin}/policies/end-user/${news.version}`,
    `Accept it for ${mail.app_name}: ${origin}/portal/notices`,
    "Going on with the services after that day accepts it too.",
    WHY,
  ]);
}

/** An incident that concerns the app (End-User Policy, "Data Security"): what it is stands behind the sign-in only. */
export function incidentText(mail: DueMail, origin: string): NoticeText {
  return textOf(`Security notice for ${mail.app_name}`, [
    `There is a notice about a security incident that concerns ${mail.app_name}.`,
    `Incident: ${mail.about}`,
    `Read it: ${origin}/portal/apps/${mail.app_id}/incidents/${mail.about}`,
    WHY,
  ]);
}

function textOf(subject: string, paragraphs: readonly string[]): NoticeText {
  return { subject, text: `${paragraphs.join("\n\n")}\n` };
}
