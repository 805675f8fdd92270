import type { AppRow } from "../apps/store";
import { countryName } from "../kernel/countries";
import type { Adapter } from "../platforms/adapter";
import { RESOURCES } from "../platforms/adapter";
import { type Ground, WITHIN_EEA } from "../transfers/safeguard";
import { safeguardOf } from "../transfers/service";
import type { SessionRow } from "./store";
import type { Lang } from "./texts";
import {
  type ConsentStatement,
  type ConsentTransfer,
  consentHash,
  consentStatement,
} from "./texts/consent-statement";

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
  env: Env,
  lang: Lang,
  session: SessionRow,
  app: AppRow,
  adapter: Adapter,
): Promise<{ statement: ConsentStatement; hash: string }> {
  const safeguard = await safeguardOf(env, app.id, session.region);
  const statement = consentStatement(lang, {
    appName: app.name,
    platformName: adapter.name,
    resources: resourcesOf(adapter),
    purposes: app.purposes,
    recipients: app.thirdParties,
    developerPrivacyUrl: app.privacyPolicyUrl,
    region: session.region,
    ...(safeguard.kind === "ground" && { transfer: transferIn(lang, safeguard) }),
  });
  return { statement, hash: await consentHash(statement) };
}

function transferIn(lang: Lang, { basis, country, reference }: Ground): ConsentTransfer {
  const untold = reference === WITHIN_EEA ? "same_law" : "consent";
  return { countryName: countryName(country, lang), safeguard: basis === "no_transfer" ? untold : basis };
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
