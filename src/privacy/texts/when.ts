import { texts as connectTexts } from "../../connect/texts";
import type { Period } from "../../kernel/period";
import type { Lang } from "../../pages/languages";

/** Whose customs a language's dates follow: day before month, and the numerals of the rest of the page. */
const LOCALES: Readonly<Record<Lang, string>> = {
  en: "en-GB",
  fr: "fr",
  pt: "pt-PT",
  ar: "ar-u-ca-gregory-nu-latn",
  sw: "sw",
};

const DATE = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" } as const;

/** A day in words, in UTC. */
export function dateIn(lang: Lang, at: number): string {
  return new Intl.DateTimeFormat(LOCALES[lang], DATE).format(at);
}

/** A time of day, with its zone: people are anywhere. */
export function timeIn(lang: Lang, at: number): string {
  return `${new Intl.DateTimeFormat(LOCALES[lang], TIME).format(at)} UTC`;
}

/** A day and its time, in UTC. */
export function momentIn(lang: Lang, at: number): string {
  return `${new Intl.DateTimeFormat(LOCALES[lang], { ...DATE, ...TIME }).format(at)} UTC`;
}

/** A period in the form that follows "after" or "within" in the language. */
export function periodIn(lang: Lang, period: Period): string {
  const { days, months } = connectTexts(lang);
  return "days" in period ? days(period.days) : months(period.months);
}
