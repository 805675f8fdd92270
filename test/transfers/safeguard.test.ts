import { describe, expect, it } from "vitest";
import { COUNTRIES } from "../../src/kernel/countries";
import { ADEQUACY_DECISIONS, adequacyOf } from "../../src/transfers/adequacy";
import { areEnough, HIGH_RISK, MEASURES, SCC_VERSION } from "../../src/transfers/clauses";
import { AFRICAN_RULES, EEA, EU_OUTERMOST, UK_ADEQUACY } from "../../src/transfers/rules";
import {
  NOT_FROM_EEA,
  type Safeguard,
  safeguardFor,
  type TransferStatements,
  WITHIN_EEA,
} from "../../src/transfers/safeguard";

const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
const NOW = at("2026-11-25");
const bare = (country: string | null): TransferStatements => ({
  country,
  sccModule: null,
  sccVersion: null,
  measures: [],
});
const withClauses = (country: string, measures: string[] = []): TransferStatements => ({
  country,
  sccModule: "C2P",
  sccVersion: SCC_VERSION,
  measures,
});
const basisOf = (found: Safeguard) =>
  found.kind === "ground" ? found.basis : found.needed.map(({ path }) => path).join();

describe("from the European Union", () => {
  it.each([
    ["inside the EEA nothing is needed", bare("FR"), "no_transfer"],
    ["nor in Norway", bare("NO"), "no_transfer"],
    ["nor in Réunion, where the GDPR applies", bare("RE"), "no_transfer"],
    ["a decision of the Commission is enough", bare("CH"), "adequacy"],
    ["Brazil's, too", bare("BR"), "adequacy"],
    ["without a decision, clauses are asked for", bare("KE"), "readiness.scc"],
    ["accepted clauses do", withClauses("KE"), "scc"],
    ["the US decision is for those on its list: clauses are asked for", bare("US"), "readiness.scc"],
    ["and do", withClauses("US"), "scc"],
    ["a decision goes before clauses", withClauses("JP"), "adequacy"],
    ["where the risk is high, clauses are not enough", withClauses("CN"), "readiness.measures"],
    ["nor with technical measures alone", withClauses("CN", ["pseudonymised"]), "readiness.measures"],
    ["nor with words alone", withClauses("CN", ["assessed", "requests_told"]), "readiness.measures"],
    ["nor with measures nobody knows", withClauses("RU", ["trust_us", "assessed"]), "readiness.measures"],
    [
      "a technical measure and another are",
      withClauses("CN", ["pseudonymised", "assessed"]),
      "scc_with_measures",
    ],
    [
      "measures without clauses are nothing",
      { ...bare("CN"), measures: ["pseudonymised", "assessed"] },
      "readiness.scc",
    ],
    ["who does not say where they are gets nothing", bare(null), "readiness.country"],
    [
      "clauses of another text do not count",
      { ...withClauses("KE"), sccVersion: "2010/87" },
      "readiness.scc",
    ],
  ])("%s", (_what, statements, basis) => {
    expect(basisOf(safeguardFor("eu", statements, NOW))).toBe(basis);
  });

  it("a decision holds from its day to its last, and not a day longer", () => {
    expect(basisOf(safeguardFor("eu", bare("BR"), at("2026-01-25")))).toBe("readiness.scc");
    expect(basisOf(safeguardFor("eu", bare("BR"), at("2026-01-26")))).toBe("adequacy");
    expect(basisOf(safeguardFor("eu", bare("GB"), Date.parse("2031-12-27T23:59:59.999Z")))).toBe("adequacy");
    expect(basisOf(safeguardFor("eu", bare("GB"), Date.parse("2031-12-28T00:00:00Z")))).toBe("readiness.scc");
  });

  it("names what it rests on", () => {
    expect(safeguardFor("eu", bare("BR"), NOW)).toMatchObject({
      reference: "Implementing Decision (EU) 2026/179",
    });
    expect(safeguardFor("eu", withClauses("KE"), NOW)).toMatchObject({
      reference: "Implementing Decision (EU) 2021/914, C2P",
    });
    expect(safeguardFor("eu", withClauses("CN", ["pseudonymised", "assessed"]), NOW)).toMatchObject({
      reference: "Implementing Decision (EU) 2021/914, C2P; pseudonymised, assessed",
    });
    expect(safeguardFor("eu", bare("DE"), NOW)).toMatchObject({ reference: WITHIN_EEA });
  });
});

describe("from elsewhere", () => {
  it.each(["us", "af"] as const)("from %s the person's informed consent is the ground", (region) => {
    for (const country of ["KE", "US", "CN", "FR"])
      expect(safeguardFor(region, bare(country), NOW)).toEqual({
        kind: "ground",
        basis: "no_transfer",
        country,
        reference: NOT_FROM_EEA,
      });
    expect(safeguardFor(region, bare(null), NOW).kind).toBe("missing");
  });
});

describe("the register", () => {
  it("names countries that exist, once, and days that are days", () => {
    const named = ADEQUACY_DECISIONS.map(({ country }) => country);
    expect(new Set(named).size).toBe(named.length);
    const uk = UK_ADEQUACY.countries.filter((code) => code !== "EEA");
    const all = [...named, ...EEA, ...EU_OUTERMOST, ...uk, ...Object.keys(HIGH_RISK)];
    for (const code of [...all, ...AFRICAN_RULES.map(({ country }) => country)])
      expect(COUNTRIES.has(code), code).toBe(true);
    expect(EEA.size).toBe(30);
    for (const { from, until, source } of ADEQUACY_DECISIONS) {
      for (const day of [from, until ?? from])
        expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
      expect(source).toMatch(/CELEX:3\d{4}D\d{4}$/);
    }
  });

  it("does not call a country adequate and risky at once, nor adequate and inside", () => {
    for (const country of [...Object.keys(HIGH_RISK), ...EEA, ...EU_OUTERMOST])
      expect(adequacyOf(country, "2026-11-25"), country).toBeNull();
  });

  it("has measures that can be enough", () => {
    expect(areEnough(Object.keys(MEASURES))).toBe(true);
    expect(areEnough([])).toBe(false);
    expect(areEnough(["toString", "constructor"])).toBe(false);
  });
});
