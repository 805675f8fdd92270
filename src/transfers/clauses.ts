/**
 * The standard contractual clauses in force (GDPR Art. 46(2)(c)). We are the exporter. Module 1 and 2 fit an app whose
 * developer decides on the data; 3 fits one that works for a merchant we work for as well. Module 4 is for an importer
 * outside the Union that decides on what a processor inside handles.
 */
export const SCC_VERSION = "2021/914";
export const SCC_SOURCE = "https://eur-lex.europa.eu/eli/dec_impl/2021/914/oj";

export const SCC_MODULES = {
  C2C: "Module 1: controller to controller",
  C2P: "Module 2: controller to processor",
  P2P: "Module 3: processor to processor",
  P2C: "Module 4: processor to controller",
} as const;
export type SccModule = keyof typeof SCC_MODULES;

/** What an acceptance is called where a transfer is recorded. */
export const sccReference = (module: string): string =>
  `Implementing Decision (EU) ${SCC_VERSION}, ${module}`;

/**
 * Supplementary measures an app can state (EDPB Recommendations 01/2020, version 2.0, Annex 2). In a country of high
 * risk clauses alone do not do: at least one technical measure and one of the others are needed.
 */
export const MEASURES = {
  encrypted_keys_elsewhere: {
    kind: "technical",
    text: "Data is stored encrypted, and the keys are kept outside the country (use case 1)",
  },
  pseudonymised: {
    kind: "technical",
    text: "Data is pseudonymised before it reaches the country, and what would name people is kept elsewhere (use case 2)",
  },
  hosted_elsewhere: {
    kind: "technical",
    text: "Data is stored and processed outside the country, and nobody in it can read it in the clear",
  },
  requests_challenged: {
    kind: "contractual",
    text: "Every request of an authority for data is reviewed, and challenged where that is possible",
  },
  requests_told: {
    kind: "contractual",
    text: "We and the merchants are told of such requests, or that no more can be said than before (warrant canary)",
  },
  access_limited: {
    kind: "organisational",
    text: "Access is limited to named people who need it, logged, and reviewed",
  },
  assessed: {
    kind: "organisational",
    text: "The country's law and practice have been assessed in writing, and are looked at again every year",
  },
} as const satisfies Record<string, { kind: "technical" | "contractual" | "organisational"; text: string }>;
export type Measure = keyof typeof MEASURES;

export const isMeasure = (name: string): name is Measure => Object.hasOwn(MEASURES, name);

/** Whether the measures stated answer a high risk. */
export function areEnough(measures: readonly string[]): boolean {
  const kinds = measures.filter(isMeasure).map((name) => MEASURES[name].kind);
  return kinds.includes("technical") && kinds.some((kind) => kind !== "technical");
}

/**
 * Countries for which clauses need supplementary measures. A country is listed where a European authority or the
 * European Data Protection Board has found, in a published text, that its authorities' access to data is not limited
 * to what is necessary, or calls for particular care, and no adequacy decision answers it. Suspicion, or rank in
 * somebody's index, is not enough, nor is a study the Board commissioned and did not adopt (November 2021, on India
 * among others); that a country is missing here does not free an app from its own assessment (clause 14).
 */
export const HIGH_RISK: Readonly<Record<string, { why: string; source: string; since: string }>> = {
  CN: {
    why: "Irish Data Protection Commission, decision of 30 April 2025 on transfers to China: clauses and measures did not make up for state access",
    source:
      "https://www.dataprotection.ie/en/news-media/press-releases/dpc-announces-inquiry-tiktok-technology-limiteds-transfers-eea-users-personal-data-servers-located",
    since: "2025-04-30",
  },
  RU: {
    why: "European Data Protection Board, Statement 02/2022: Russia left the Council of Europe, and authorities' access is to be assessed with particular care",
    source:
      "https://www.edpb.europa.eu/our-work-tools/our-documents/statements/statement-022022-personal-data-transfers-russian-federation_en",
    since: "2022-07-12",
  },
};

/** The criterion of the list above, for whoever reads the register. */
export const HIGH_RISK_CRITERION =
  "A European supervisory authority or the European Data Protection Board has found in a published text that authorities' access to data there is not limited to what is necessary, or has called for particular care, and no adequacy decision answers it.";
