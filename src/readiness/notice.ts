import type { AppRow } from "../apps/store";
import { texts } from "../connect/texts";
import { PRIVACY_MAIL } from "../connect/texts/consent-statement";
import { countryName } from "../kernel/countries";
import { plainText } from "../pages/untrusted";
import type { Resource } from "../platforms/adapter";
import type { Ground } from "../transfers/safeguard";
import type { ReadinessRow } from "./store";

export interface NoticeSection {
  id: string;
  heading: string;
  paragraphs: string[];
  items: string[];
}

export interface NoticeFacts {
  app: AppRow;
  row: ReadinessRow | null;
  /** What the app's keys may read. */
  resources: readonly Resource[];
  /** On what ground data from the EU goes to the app; null where none is on record. */
  ground: Ground | null;
  policyVersion: string;
  origin: string;
}

/**
 * The notice an app owes its users, drafted from what it has stated and what its keys may read (GDPR Art. 13 and 14;
 * End-User Policy, "User Consent"). What has not been stated is left out, and named in `missing`: nothing is invented.
 */
export function noticeOf(facts: NoticeFacts): { sections: NoticeSection[]; missing: string[] } {
  const { app, row, origin } = facts;
  const name = plainText(app.name);
  const missing: string[] = [];
  const stated = (id: string, text: string | null | undefined): string[] => {
    if (text) return [plainText(text)];
    missing.push(id);
    return [];
  };
  if (app.purposes.length === 0) missing.push("purposes");
  if (row === null) missing.push("third_parties");
  if (app.country === null) missing.push("country");
  const sections: NoticeSection[] = [
    section("who", `How ${name} uses your shop's data`, [
      `${name} connects to your shop through Metristack, which passes the data on and stores none of it.`,
      ...stated("privacy_policy_url", app.privacyPolicyUrl && `Our privacy policy: ${app.privacyPolicyUrl}`),
    ]),
    section(
      "data",
      "What we read",
      [
        facts.resources.length > 0
          ? "From the shop you connect, we read:"
          : "We read nothing from your shop.",
      ],
      facts.resources.map((resource) => {
        const { name: title, detail } = texts("en").resources[resource];
        return `${title}: ${detail}`;
      }),
    ),
    section("use", "What we use it for", stated("data_use", row?.dataUse), app.purposes.map(plainText)),
    section(
      "sharing",
      "Whom we share it with",
      app.thirdParties.length > 0
        ? ["Besides Metristack, which passes the data on, these receive it:"]
        : row === null
          ? []
          : ["Nobody but Metristack, which passes the data on."],
      app.thirdParties.map(plainText),
    ),
    section("travel", "Where it goes", travelOf(facts)),
    section("retention", "How long we keep it", stated("retention", row?.retention)),
    section("deletion", "How it is deleted", stated("deletion", row?.deletion)),
    section(
      "rights",
      "Your rights",
      [
        "You can ask us to show, correct, delete, restrict or hand over what we hold about you, and object to how it is used. You can withdraw your consent at any time by disconnecting; what was done before stays lawful. You can complain to the data protection authority where you live or work.",
      ],
      [
        "Ask us: see our privacy policy.",
        `Ask Metristack: ${origin}/privacy, or ${PRIVACY_MAIL}.`,
        `What Metristack keeps, and for how long: ${origin}/policies/end-user (version of ${facts.policyVersion}).`,
      ],
    ),
    section(
      "security",
      "Security",
      stated("security_contact", row?.securityContact && `Report a problem to ${row.securityContact}.`),
    ),
  ];
  return {
    sections: sections.filter(({ paragraphs, items }) => paragraphs.length + items.length > 0),
    missing,
  };
}

function travelOf({ app, ground }: NoticeFacts): string[] {
  if (app.country === null) return [];
  const country = countryName(app.country, "en");
  const where = `We are in: ${country}.`;
  switch (ground?.basis) {
    case undefined:
      return [where];
    case "no_transfer":
      return [`${where} Data from the European Union stays under its data protection law.`];
    case "adequacy":
      return [
        `${where} The European Commission has found the protection of data there adequate (${ground.reference}).`,
      ];
    case "scc":
    case "scc_with_measures":
      return [
        `${where} Data from the European Union is protected by standard contractual clauses (${ground.reference}). You can ask us for a copy.`,
      ];
  }
}

function section(id: string, heading: string, paragraphs: string[], items: string[] = []): NoticeSection {
  return { id, heading, paragraphs, items };
}

/** The notice as Markdown (CommonMark). What developers wrote is text in it, never markup. */
export function markdownOf(sections: readonly NoticeSection[]): string {
  return `${sections
    .map(({ heading, paragraphs, items }, index) =>
      [
        `${index === 0 ? "#" : "##"} ${escaped(heading)}`,
        ...paragraphs.map(escaped),
        ...(items.length > 0 ? [items.map((item) => `- ${escaped(item)}`).join("\n")] : []),
      ].join("\n\n"),
    )
    .join("\n\n")}\n`;
}

/** CommonMark §2.4: a backslash before punctuation makes it text. Only what could begin something is escaped. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]<>#|~]/g, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2")
    .replace(/^([-+=])/, "\\$1");
}
