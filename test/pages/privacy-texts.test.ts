import { describe, expect, it } from "vitest";
import { PURPOSE_KEYS } from "../../src/connections/purposes";
import { CONNECTION_STATUSES } from "../../src/connections/status";
import { DATA_CLASSES } from "../../src/inventory/types";
import { LANGS, type Lang } from "../../src/pages/languages";
import { HELD_KINDS } from "../../src/privacy/pages/held-kinds";
import { MESSAGE_KEYS, NOTICE_KEYS } from "../../src/privacy/pages/view";
import {
  className,
  eventText,
  HISTORY_EVENTS,
  jurisdictionName,
  privacyTexts,
  refusalText,
} from "../../src/privacy/texts";
import { dateIn, momentIn, periodIn, timeIn } from "../../src/privacy/texts/when";
import { JURISDICTIONS } from "../../src/rights/jurisdictions";
import { REFUSAL_GROUNDS, RIGHTS, RIGHTS_STATUSES } from "../../src/rights/types";
import { sentences, speakAll } from "./sentences";

await speakAll();

const english = sentences(privacyTexts("en"));

/** Words of time with which a text could promise a period of its own. */
const UNITS: Readonly<Record<Lang, RegExp>> = {
  en: /\b(seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b/i,
  fr: /\b(secondes?|minutes?|heures?|jours?|semaines?|mois|ans?|années?)\b/i,
  pt: /\b(segundos|minutos?|horas?|dias?|semanas?|mês|meses|anos?)\b/i,
  ar: /(?<![\u0600-\u06ff])(ال)?(ثانية|ثوان|دقيقة|دقائق|ساعات|يوم|يومين|أيام|أسبوع|أسابيع|شهر|شهرين|أشهر|سنة|سنوات)(?![\u0600-\u06ff])/,
  sw: /\b(sekunde|dakika|siku|wiki|mwezi|miezi|mwaka|miaka)\b/i,
};

describe.each(LANGS)("the privacy centre's texts in %s", (lang) => {
  const t = privacyTexts(lang);
  const own = sentences(t, privacyTexts("en"));

  it("are complete", () => {
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of own) expect(text.trim(), path).not.toBe("");
  });

  it("never show what was not filled in", () => {
    for (const [path, text] of own) expect(text, path).not.toMatch(/undefined|null|NaN|\[object|\$\{|#/);
  });

  it("name who and what is meant wherever English does", () => {
    for (const [path, text] of english) {
      for (const [mark] of text.matchAll(/«(APP|PLATFORM|NAME)»/g))
        expect(own.get(path), path).toContain(mark);
    }
  });

  it("promise no period or date of their own", () => {
    for (const [path, text] of own) {
      expect(text, path).not.toMatch(/[0-9\u0660-\u0669]/);
      expect(text, path).not.toMatch(UNITS[lang]);
    }
  });

  it("have something of its own to say of every key", () => {
    const sets: [readonly string[], (key: never) => string][] = [
      [HELD_KINDS, (key) => t.held[key as (typeof HELD_KINDS)[number]].name],
      [NOTICE_KEYS, (key) => t.notices[key]],
      [MESSAGE_KEYS, (key) => t.messages[key as (typeof MESSAGE_KEYS)[number]].title],
      [RIGHTS_STATUSES, (key) => t.requestStatuses[key as (typeof RIGHTS_STATUSES)[number]].name],
      [RIGHTS, (key) => t.requestTypes[key]],
      [CONNECTION_STATUSES, (key) => t.statuses[key]],
      [[...PURPOSE_KEYS, "all"], (key) => t.purposes[key as (typeof PURPOSE_KEYS)[number]].name],
      [HISTORY_EVENTS, (key) => eventText(lang, key)],
      [REFUSAL_GROUNDS, (key) => refusalText(lang, key)],
      [DATA_CLASSES, (key) => className(lang, key)],
    ];
    for (const [keys, say] of sets) {
      const said = keys.map((key) => say(key as never));
      expect(new Set(said).size, said.join(" | ")).toBe(keys.length);
    }
    expect(eventText(lang, "unheard-of")).toBe(t.events.step_done);
    expect(refusalText(lang, "unheard-of")).toBe(t.otherRefusal);
    expect(refusalText(lang, "constructor")).toBe(t.otherRefusal);
  });

  it("name every place whose law has a clock", () => {
    const names = Object.entries(JURISDICTIONS).map(([key, { name }]) =>
      jurisdictionName(lang, { key, name }),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(lang === "ar" ? /[\u0600-\u06ff]/ : /^\p{L}/u);
    expect(jurisdictionName(lang, { key: "zz-new", name: "Newland" })).toBe("Newland");
  });
});

describe("translations of the privacy centre", () => {
  it.each(LANGS.filter((lang) => lang !== "en"))("in %s are not the English text", (lang) => {
    for (const [path, text] of sentences(privacyTexts(lang), privacyTexts("en"))) {
      if (text.length < 15) continue;
      expect(text, path).not.toBe(english.get(path));
    }
  });

  it("are written in Arabic letters where they are Arabic", () => {
    for (const [path, text] of sentences(privacyTexts("ar"), privacyTexts("en"))) {
      if (path !== "about") expect(text, path).toMatch(/[\u0600-\u06ff]/);
    }
  });

  it("keep French punctuation on the line of the word before it", () => {
    for (const [path, text] of sentences(privacyTexts("fr"), privacyTexts("en"))) {
      expect(text.replaceAll(/«[A-Z]+»/g, "X"), path).not.toMatch(/ [:;?!»]|« /);
    }
  });
});

describe("dates and periods", () => {
  const at = Date.UTC(2028, 1, 29, 23, 59);

  it("are in UTC and in the page's language, with the same digits everywhere", () => {
    expect(dateIn("en", at)).toBe("29 February 2028");
    expect(dateIn("fr", at)).toBe("29 février 2028");
    expect(dateIn("pt", at)).toBe("29 de fevereiro de 2028");
    expect(dateIn("ar", at)).toBe("29 فبراير 2028");
    expect(dateIn("sw", at)).toBe("29 Februari 2028");
    for (const lang of LANGS) {
      expect(timeIn(lang, at)).toBe("23:59 UTC");
      expect(momentIn(lang, at)).toMatch(/2028.*23:59 UTC$/);
    }
  });

  it("take the inventory's period as it is", () => {
    expect(periodIn("en", { days: 30 })).toBe("30 days");
    expect(periodIn("ar", { months: 24 })).toBe("24 شهرًا");
  });
});
