import { describe, expect, it } from "vitest";
import { OUTCOME_CODES, texts } from "../../src/connect/texts";
import { LANGS } from "../../src/pages/languages";
import { layoutTexts } from "../../src/pages/layout-texts";
import { RESOURCES } from "../../src/platforms/adapter";
import { sentences, speakAll } from "./sentences";

await speakAll();

const english = sentences(texts("en"));

describe.each(LANGS)("the texts in %s", (lang) => {
  const own = sentences(texts(lang), texts("en"));

  it("are complete", () => {
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of own) expect(text.trim(), path).not.toBe("");
    for (const text of Object.values(layoutTexts(lang))) expect(text.trim()).not.toBe("");
    expect(Object.keys(layoutTexts(lang))).toEqual(Object.keys(layoutTexts("en")));
  });

  it("never show what was not filled in", () => {
    for (const [path, text] of own) expect(text, path).not.toMatch(/undefined|null|NaN|\[object|\$\{|#/);
  });

  it("name who is meant wherever English does", () => {
    for (const [path, text] of english) {
      for (const [mark] of text.matchAll(/«(APP|PLATFORM|COUNTRY|EXAMPLE|NAME)»/g)) {
        // A language may say "the platform" where English repeats its name, but only in the advice of an outcome.
        if (path.startsWith("outcomes.")) continue;
        expect(own.get(path), path).toContain(mark);
      }
    }
  });

  it("have something to say of every resource and every outcome", () => {
    expect(Object.keys(texts(lang).resources).sort()).toEqual([...RESOURCES].sort());
    expect(Object.keys(texts(lang).outcomes).sort()).toEqual([...OUTCOME_CODES].sort());
  });

  it("read well where no name is known", () => {
    const t = texts(lang);
    expect(t.app(null)).not.toContain("null");
    expect(t.platform(null)).not.toContain("null");
  });
});

describe("translations", () => {
  const shared = new Set(["code", "app", "platform"]);

  it.each(LANGS.filter((lang) => lang !== "en"))("in %s are not the English text", (lang) => {
    for (const [path, text] of sentences(texts(lang), texts("en"))) {
      if (shared.has(path) || text.length < 15) continue;
      expect(text, path).not.toBe(english.get(path));
    }
  });

  it("are written in Arabic letters where they are Arabic", () => {
    for (const [path, text] of sentences(texts("ar"), texts("en"))) {
      expect(text, path).toMatch(/[\u0600-\u06ff]/);
    }
  });

  it("keep French punctuation on the line of the word before it", () => {
    for (const [path, text] of sentences(texts("fr"), texts("en")))
      expect(text, path).not.toMatch(/ [:;?!»]|« /);
  });
});

describe("counts", () => {
  it("take the form their language wants", () => {
    expect(texts("en").days(1)).toBe("1 day");
    expect(texts("en").months(24)).toBe("24 months");
    expect(texts("fr").days(30)).toBe("30 jours");
    expect(texts("pt").months(1)).toBe("1 mês");
    expect(texts("sw").days(90)).toBe("siku 90");
    expect(texts("ar").days(2)).toBe("يومين");
    expect(texts("ar").days(7)).toBe("7 أيام");
    expect(texts("ar").days(90)).toBe("90 يومًا");
    expect(texts("ar").days(100)).toBe("100 يوم");
    expect(texts("ar").months(24)).toBe("24 شهرًا");
  });
});
