import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { texts } from "../../src/connect/texts";
import {
  CONSENT_TEXT_VERSION,
  type ConsentFacts,
  type ConsentStatement,
  consentHash,
  consentStatement,
} from "../../src/connect/texts/consent-statement";
import { PERIODS } from "../../src/inventory/periods";
import { LANGS } from "../../src/pages/languages";
import { RESOURCES } from "../../src/platforms/adapter";
import { speakAll } from "./sentences";

await speakAll();

const FACTS: ConsentFacts = {
  appName: "Duka Ledger",
  platformName: "Shopify",
  resources: ["orders", "products"],
  purposes: ["Draw up your daily sales report."],
  recipients: ["Zamani Analytics Ltd"],
  developerPrivacyUrl: "https://duka.example/privacy",
  region: "eu",
  transfer: { countryName: "Kenya", safeguard: "scc" },
};

const wordsOf = (statement: ConsentStatement) => JSON.stringify(statement);
const hashOf = (facts: ConsentFacts) => consentHash(consentStatement("en", facts));
const section = (statement: ConsentStatement, id: string) =>
  statement.sections.find((part) => part.id === id);

describe("the consent statement", () => {
  it("names every resource asked for, and no other, in every language", () => {
    fc.assert(
      fc.property(fc.subarray([...RESOURCES]), fc.constantFrom(...LANGS), (resources, lang) => {
        const named = section(consentStatement(lang, { ...FACTS, resources }), "data")?.items.map(
          ({ term }) => term,
        );
        const wanted = RESOURCES.filter((resource) => resources.includes(resource));
        expect(named).toEqual(wanted.map((resource) => texts(lang).resources[resource].name));
      }),
    );
  });

  it("takes its periods from the inventory", () => {
    const kept = section(consentStatement("en", FACTS), "kept")?.items.map(({ text }) => text) ?? [];
    expect(kept[1]).toContain(`after ${PERIODS.usageAnalytics.months} months`);
    expect(kept[2]).toContain(`${PERIODS.systemLogs.days} days`);
    expect(kept[3]).toContain(`within ${PERIODS.connectionMetadata.days} days of disconnection`);
  });

  it("tells all that the policy's User Consent asks for", () => {
    const statement = consentStatement("en", FACTS);
    expect(statement.sections.map(({ id }) => id)).toEqual([
      "data",
      "use",
      "sharing",
      "recipients",
      "travel",
      "kept",
      "rights",
      "exercise",
      "decision",
    ]);
    expect(section(statement, "use")?.items).toEqual([
      { term: null, text: "Draw up your daily sales report.", words: "developer", link: null },
    ]);
    expect(section(statement, "recipients")?.items[0]?.text).toBe("Zamani Analytics Ltd");
    expect(section(statement, "sharing")?.items[0]?.link?.href).toBe("https://duka.example/privacy");
    expect(section(statement, "rights")?.items.map(({ term }) => term)).toEqual([
      "Access",
      "Rectification",
      "Deletion",
      "Portability",
      "Objection",
      "Withdrawal",
    ]);
    const ways = wordsOf(statement);
    for (const way of ["mailto:privacy@metristack.com", '"/privacy"', '"/policies/end-user"', "Disconnect"])
      expect(ways).toContain(way);
    expect(section(statement, "travel")?.items[2]?.text).toContain("Kenya");
  });

  it("says so where the developer has told nothing, instead of leaving it out", () => {
    const statement = consentStatement("en", {
      ...FACTS,
      purposes: [],
      recipients: [],
      developerPrivacyUrl: null,
    });
    expect(section(statement, "use")?.lead).toContain("have not described");
    expect(section(statement, "recipients")?.lead).toContain("have named nobody else");
    expect(section(statement, "sharing")?.items[0]?.text).toContain("not given us an address");
    expect(section(statement, "sharing")?.items[0]?.link).toBeNull();
  });

  it("makes no link of an address that is no web page", () => {
    const statement = consentStatement("en", { ...FACTS, developerPrivacyUrl: "javascript:alert(1)" });
    expect(wordsOf(statement)).not.toContain("javascript:");
  });
});

describe("its digest", () => {
  it("is SHA-256 in base64url, the same for the same statement", async () => {
    expect(await hashOf(FACTS)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await hashOf({ ...FACTS })).toBe(await hashOf(FACTS));
  });

  it("does not depend on the order or repetition in which resources are given", async () => {
    expect(await hashOf({ ...FACTS, resources: ["products", "orders", "orders"] })).toBe(await hashOf(FACTS));
  });

  const { transfer: _, ...domestic } = FACTS;
  const changes: Record<string, ConsentFacts> = {
    appName: { ...FACTS, appName: "Duka Ledgers" },
    platformName: { ...FACTS, platformName: "Square" },
    "a resource more": { ...FACTS, resources: [...FACTS.resources, "customers"] },
    "a resource less": { ...FACTS, resources: ["orders"] },
    "a purpose's wording": { ...FACTS, purposes: ["Draw up your daily sales reports."] },
    "a purpose more": { ...FACTS, purposes: [...FACTS.purposes, "Train models."] },
    recipients: { ...FACTS, recipients: ["Another Ltd"] },
    "the privacy policy": { ...FACTS, developerPrivacyUrl: "https://duka.example/privacy-2" },
    "no privacy policy": { ...FACTS, developerPrivacyUrl: null },
    region: { ...FACTS, region: "af" },
    "the transfer's country": { ...FACTS, transfer: { countryName: "Ghana", safeguard: "scc" } },
    "the transfer's safeguard": { ...FACTS, transfer: { countryName: "Kenya", safeguard: "adequacy" } },
    "no transfer": domestic,
  };

  it.each(Object.entries(changes))("changes with %s", async (_name, facts) => {
    expect(await hashOf(facts)).not.toBe(await hashOf(FACTS));
  });

  it("stays with what a reader cannot see, such as a space at the end", async () => {
    expect(await hashOf({ ...FACTS, purposes: ["Draw up your daily sales report. "] })).toBe(
      await hashOf(FACTS),
    );
  });

  it("differs between languages and between versions of the text", async () => {
    const hashes = await Promise.all(LANGS.map((lang) => consentHash(consentStatement(lang, FACTS))));
    expect(new Set(hashes).size).toBe(LANGS.length);
    const statement = consentStatement("en", FACTS);
    expect(statement.version).toBe(CONSENT_TEXT_VERSION);
    expect(await consentHash({ ...statement, version: "2026-11-24" })).not.toBe(await consentHash(statement));
  });
});
