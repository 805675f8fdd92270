import type { Region } from "../../kernel/regions";
import type { Resource } from "../../platforms/adapter";

/** How a connect flow can end without a connection. Each is a stable code that people can quote. */
export const OUTCOME_CODES = [
  "access_denied",
  "session_expired",
  "link_invalid",
  "link_used",
  "state_mismatch",
  "provider_error",
  "platform_unavailable",
  "account_mismatch",
  "missing_scopes",
  "internal",
] as const;
export type OutcomeCode = (typeof OUTCOME_CODES)[number];

/** What can be wrong with a shop address that someone typed. */
export type ShopFault = "empty" | "malformed" | "unreachable";

/** What can be wrong with a key that someone entered. */
export type KeyFault = "empty" | "malformed" | "refused";

/** Who a sentence is about; made by `Texts.app` and `Texts.platform`, so that a name not known reads well too. */
export interface Names {
  app: string;
  platform: string;
}

export interface OutcomeTexts {
  title: string;
  happened(names: Names): string;
  next(names: Names): string;
}

export interface ResourceTexts {
  name: string;
  /** What reading it shows, in plain words, personal data named as such. */
  detail: string;
}

/** Everything the connect pages say, in one language. Sentences take names, they are never joined from pieces. */
export interface Texts {
  /** Noun phrases for the middle of a sentence; the article is the sentence's where the language contracts it. */
  app(name: string | null): string;
  platform(name: string | null): string;
  days(count: number): string;
  months(count: number): string;

  backTo(app: string): string;
  closePage: string;
  continue: string;
  error: string;
  code: string;
  reference: string;

  picker: { title: string; lead(app: string): string; none(app: string): string };
  shop: {
    title(platform: string): string;
    lead(names: Names): string;
    label(platform: string): string;
    hint(shown: { platform: string; example: string }): string;
    faults: Readonly<Record<ShopFault, (example: string) => string>>;
  };
  resources: Readonly<Record<Resource, ResourceTexts>>;
  consent: ConsentTexts;
  family: FamilyTexts;
  onward: { title(place: string): string; lead(place: string): string };
  outcomes: Readonly<Record<OutcomeCode, OutcomeTexts>>;
  outcome: {
    whatNow: string;
    /** Heads the words of the platform itself, which are quoted as they came. */
    platformSaid(platform: string): string;
    missing: string;
  };
}

/** What the ways other than an OAuth redirect say. */
export interface FamilyTexts {
  key: {
    title(platform: string): string;
    lead(names: Names): string;
    /** Heads the platform's own steps, which are English. */
    how(platform: string): string;
    faults: Readonly<Record<KeyFault, string>>;
  };
  steps: { title(platform: string): string; lead(names: Names): string; done: string };
  waiting: { title(platform: string): string; lead(platform: string): string; again: string };
  claim: {
    title(app: string): string;
    lead(names: Names): string;
    account: string;
    agree: string;
    /** For whoever installed without coming from an app. */
    ownerless: { title(platform: string): string; lead: string; code: string };
  };
}

/** The consent's words. Changing any of them is a new `CONSENT_TEXT_VERSION`. */
export interface ConsentTexts {
  title(names: Names): string;
  introduction(names: Names): string;
  data: { heading: string; lead(names: Names): string; readOnly(platform: string): string };
  use: { heading: string; lead(app: string): string; none(app: string): string };
  sharing: {
    heading: string;
    appTerm(app: string): string;
    app: string;
    policy(app: string): string;
    noPolicy: string;
    metristack: string;
    othersHeading: string;
    others(app: string): string;
    noOthers(app: string): string;
  };
  travel: {
    heading: string;
    stored: Readonly<Record<Region, string>>;
    passing: string;
    adequacy(place: { app: string; country: string }): string;
    scc(place: { app: string; country: string }): string;
    scc_with_measures(place: { app: string; country: string }): string;
    same_law(place: { app: string; country: string }): string;
    consent(place: { app: string; country: string }): string;
  };
  kept: {
    heading: string;
    lead: string;
    authentication: { term: string; text: string };
    usage: { term: string; text(months: string): string };
    logs: { term: string; text(days: string): string };
    metadata: { term: string; text(days: string): string };
    never: { term: string; text: string };
  };
  rights: {
    heading: string;
    lead: string;
    access: ResourceTexts;
    rectification: ResourceTexts;
    deletion: ResourceTexts;
    portability: ResourceTexts;
    objection: ResourceTexts;
    withdrawal: ResourceTexts;
    howHeading: string;
    how: string;
    developer(app: string): string;
    mail: string;
    centre: string;
    centreLink: string;
    disconnect: string;
    policy: string;
    policyLink: string;
  };
  decision: {
    heading: string;
    declaration(names: Names): string;
    free: string;
    allow: string;
    decline: string;
  };
}
