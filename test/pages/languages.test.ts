import { describe, expect, it } from "vitest";
import { countryName, dirOf, LANGS, languageOf, negotiateLanguage } from "../../src/pages/languages";

const accept = (acceptLanguage: string) => negotiateLanguage({ acceptLanguage });

describe("the language of a page", () => {
  it("is the session's, by its primary subtag", () => {
    expect(negotiateLanguage({ sessionLanguage: "fr-CI", acceptLanguage: "ar" })).toBe("fr");
    expect(negotiateLanguage({ sessionLanguage: "PT_mz", acceptLanguage: "ar" })).toBe("pt");
  });

  it("is the browser's where the session names none that we speak", () => {
    expect(negotiateLanguage({ sessionLanguage: "zu", acceptLanguage: "sw-KE,en;q=0.5" })).toBe("sw");
    expect(negotiateLanguage({ sessionLanguage: null, acceptLanguage: "ar-EG" })).toBe("ar");
  });

  it("follows weights before order, and order among equals", () => {
    expect(accept("en;q=0.4, fr;q=0.9, ar;q=0.9")).toBe("fr");
    expect(accept("yo, ha;q=0.9, pt-AO;q=0.1")).toBe("pt");
  });

  it("takes a weight of nought, or one that cannot be read, for a refusal", () => {
    expect(accept("fr;q=0, sw;q=0.1")).toBe("sw");
    expect(accept("fr;q=high, sw;q=0.1")).toBe("sw");
  });

  it("is English for a star, for nothing, and for what is no header at all", () => {
    expect(accept("*")).toBe("en");
    expect(accept("")).toBe("en");
    expect(accept(";;;,,q=1")).toBe("en");
    expect(negotiateLanguage({})).toBe("en");
  });

  it("reads only the beginning of an endless header", () => {
    expect(accept(`${"xx,".repeat(10_000)}fr`)).toBe("en");
  });

  it("knows a language only by its whole subtag", () => {
    expect(languageOf("french")).toBeNull();
    expect(languageOf("e")).toBeNull();
  });

  it("runs from the right in Arabic alone", () => {
    expect(LANGS.filter((lang) => dirOf(lang) === "rtl")).toEqual(["ar"]);
  });
});

describe("countryName", () => {
  it("names a country in the reader's language", () => {
    expect(countryName("en", "KE")).toBe("Kenya");
    expect(countryName("fr", "za")).toBe("Afrique du Sud");
  });

  it("gives back what is no country code", () => {
    expect(countryName("en", "nowhere")).toBe("nowhere");
  });
});
