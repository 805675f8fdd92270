import { PERIODS } from "../../inventory/periods";
import { sha256 } from "../../kernel/digest";
import type { Region } from "../../kernel/regions";
import { dirOf, type Lang } from "../../pages/languages";
import { nameIn, plainText, safeHref } from "../../pages/untrusted";
import { RESOURCES, type Resource } from "../../platforms/adapter";
import { texts } from "./index";

/** Changes with every change of what the statement says, in any language; stands in the consent record. */
export const CONSENT_TEXT_VERSION = "2026-11-25";

export const PRIVACY_MAIL = "privacy@metristack.com";

/** What a consent is about: facts of the session, the app and its developer. */
export interface ConsentFacts {
  appName: string;
  platformName: string;
  resources: readonly Resource[];
  /** The developer's own sentences on what the data is used for. */
  purposes: readonly string[];
  /** The third parties the developer names. */
  recipients: readonly string[];
  developerPrivacyUrl: string | null;
  region: Region;
  /** Where the developer is, and what makes the transfer lawful. */
  transfer?: ConsentTransfer;
}

export interface ConsentTransfer {
  countryName: string;
  /** `same_law`: inside the European Economic Area. `consent`: nothing but what the person agrees to here. */
  safeguard: "adequacy" | "scc" | "scc_with_measures" | "same_law" | "consent";
}

export type SectionId =
  | "data"
  | "use"
  | "sharing"
  | "recipients"
  | "travel"
  | "kept"
  | "rights"
  | "exercise"
  | "decision";

export interface ConsentItem {
  term: string | null;
  text: string;
  /** Whose words these are: the developer's are shown as a quotation, in whatever language they came. */
  words: "metristack" | "developer";
  link: { href: string; label: string } | null;
}

export interface ConsentSection {
  id: SectionId;
  heading: string;
  lead: string | null;
  items: readonly ConsentItem[];
  closing: string | null;
}

/**
 * Exactly what the person is told before deciding, as data: the page shows this and nothing but this, and its
 * digest stands in the consent record (GDPR Art. 7(1), to be able to demonstrate consent).
 */
export interface ConsentStatement {
  version: string;
  language: Lang;
  title: string;
  introduction: string;
  sections: readonly ConsentSection[];
  allow: string;
  decline: string;
}

/** The statement for these facts in a language. */
export function consentStatement(lang: Lang, facts: ConsentFacts): ConsentStatement {
  const t = texts(lang);
  const c = t.consent;
  const dir = dirOf(lang);
  const app = t.app(nameIn(dir, facts.appName));
  const platform = t.platform(nameIn(dir, facts.platformName));
  const names = { app, platform };
  const policy = facts.developerPrivacyUrl === null ? null : safeHref(facts.developerPrivacyUrl);
  return {
    version: CONSENT_TEXT_VERSION,
    language: lang,
    title: c.title(names),
    introduction: c.introduction(names),
    sections: [
      {
        id: "data",
        heading: c.data.heading,
        lead: c.data.lead(names),
        // In one order whatever the caller's, so that the same consent has the same digest.
        items: RESOURCES.filter((resource) => facts.resources.includes(resource)).map((resource) =>
          item(t.resources[resource].name, t.resources[resource].detail),
        ),
        closing: c.data.readOnly(platform),
      },
      {
        id: "use",
        heading: c.use.heading,
        lead: facts.purposes.length > 0 ? c.use.lead(app) : c.use.none(app),
        items: facts.purposes.map(developersWords),
        closing: null,
      },
      {
        id: "sharing",
        heading: c.sharing.heading,
        lead: null,
        items: [
          policy === null
            ? item(c.sharing.appTerm(app), `${c.sharing.app} ${c.sharing.noPolicy}`)
            : item(c.sharing.appTerm(app), c.sharing.app, { href: policy, label: c.sharing.policy(app) }),
          item("Metristack", c.sharing.metristack),
        ],
        closing: null,
      },
      {
        id: "recipients",
        heading: c.sharing.othersHeading,
        lead: facts.recipients.length > 0 ? c.sharing.others(app) : c.sharing.noOthers(app),
        items: facts.recipients.map(developersWords),
        closing: null,
      },
      {
        id: "travel",
        heading: c.travel.heading,
        lead: null,
        items: [
          item(null, c.travel.passing),
          item(null, c.travel.stored[facts.region]),
          ...(facts.transfer
            ? [
                item(
                  null,
                  c.travel[facts.transfer.safeguard]({
                    app,
                    country: nameIn(dir, facts.transfer.countryName),
                  }),
                ),
              ]
            : []),
        ],
        closing: null,
      },
      {
        id: "kept",
        heading: c.kept.heading,
        lead: c.kept.lead,
        items: [
          item(c.kept.authentication.term, c.kept.authentication.text),
          item(c.kept.usage.term, c.kept.usage.text(t.months(PERIODS.usageAnalytics.months))),
          item(c.kept.logs.term, c.kept.logs.text(t.days(PERIODS.systemLogs.days))),
          item(c.kept.metadata.term, c.kept.metadata.text(t.days(PERIODS.connectionMetadata.days))),
          item(c.kept.never.term, c.kept.never.text),
        ],
        closing: null,
      },
      {
        id: "rights",
        heading: c.rights.heading,
        lead: c.rights.lead,
        items: RIGHTS.map((right) => item(c.rights[right].name, c.rights[right].detail)),
        closing: null,
      },
      {
        id: "exercise",
        heading: c.rights.howHeading,
        lead: c.rights.how,
        items: [
          item(null, c.rights.developer(app)),
          item(null, c.rights.mail, { href: `mailto:${PRIVACY_MAIL}`, label: PRIVACY_MAIL }),
          item(null, c.rights.centre, { href: "/privacy", label: c.rights.centreLink }),
          item(null, c.rights.disconnect),
          item(null, c.rights.policy, { href: "/policies/end-user", label: c.rights.policyLink }),
        ],
        closing: null,
      },
      {
        id: "decision",
        heading: c.decision.heading,
        lead: c.decision.declaration(names),
        items: [],
        closing: c.decision.free,
      },
    ],
    allow: c.decision.allow,
    decline: c.decision.decline,
  };
}

const RIGHTS = ["access", "rectification", "deletion", "portability", "objection", "withdrawal"] as const;

function item(term: string | null, text: string, link: ConsentItem["link"] = null): ConsentItem {
  return { term, text, words: "metristack", link };
}

function developersWords(text: string): ConsentItem {
  return { term: null, text: plainText(text), words: "developer", link: null };
}

/**
 * SHA-256 (base64url) of the statement, for the consent record. Its JSON is deterministic: every member is
 * written by `consentStatement` in one order, and there are no numbers.
 */
export function consentHash(statement: ConsentStatement): Promise<string> {
  return sha256(JSON.stringify(statement));
}
