import type { AppRow } from "../apps/store";
import type { Adapter } from "../platforms/adapter";
import { RESOURCES } from "../platforms/adapter";
import type { SessionRow } from "./store";
import type { Lang } from "./texts";
import { type ConsentStatement, consentHash, consentStatement } from "./texts/consent-statement";

/** What the person was shown and agreed to; travels sealed with the state, and becomes the consent record. */
export interface GivenConsent {
  version: string;
  language: string;
  hash: string;
  resources: string[];
  purposes: string[];
  recipients: string[];
  givenAt: number;
}

/** How consent can be withdrawn (policy "Exercising Rights"). */
export const WITHDRAWAL_METHODS = ["developer", "privacy@metristack.com", "/privacy", "disconnection"];
/** ISO/IEC TS 27560:2023's consent record, as this table follows it. */
export const CONSENT_SCHEMA = "iso-iec-ts-27560-2023/1";

/** The statement of a session and platform in a language, with its digest. */
export async function statementFor(
  lang: Lang,
  session: SessionRow,
  app: AppRow,
  adapter: Adapter,
): Promise<{ statement: ConsentStatement; hash: string }> {
  const statement = consentStatement(lang, {
    appName: app.name,
    platformName: adapter.name,
    resources: resourcesOf(adapter),
    purposes: app.purposes,
    recipients: app.thirdParties,
    developerPrivacyUrl: app.privacyPolicyUrl,
    region: session.region,
  });
  return { statement, hash: await consentHash(statement) };
}

export function givenConsent(
  statement: ConsentStatement,
  hash: string,
  app: AppRow,
  adapter: Adapter,
  now: number,
): GivenConsent {
  return {
    version: statement.version,
    language: statement.language,
    hash,
    resources: resourcesOf(adapter),
    purposes: app.purposes,
    recipients: [app.name, ...app.thirdParties],
    givenAt: now,
  };
}

function resourcesOf(adapter: Adapter) {
  return RESOURCES.filter((resource) => adapter.resources[resource] !== undefined);
}
