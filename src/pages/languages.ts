/** The languages the hosted pages speak, with their own names (never translated, so that people find theirs). */
export const LANGUAGES = {
  en: "English",
  fr: "Français",
  pt: "Português",
  ar: "العربية",
  sw: "Kiswahili",
} as const;

export type Lang = keyof typeof LANGUAGES;
export type Dir = "ltr" | "rtl";

export const LANGS = Object.keys(LANGUAGES) as readonly Lang[];
export const DEFAULT_LANG: Lang = "en";

export function dirOf(lang: Lang): Dir {
  return lang === "ar" ? "rtl" : "ltr";
}

/** Our language for a BCP 47 tag (`fr-CI` is `fr`), or null when we do not speak it. */
export function languageOf(tag: string | null | undefined): Lang | null {
  const primary = tag?.trim().toLowerCase().split(/[-_]/)[0];
  return LANGS.find((lang) => lang === primary) ?? null;
}

/**
 * The language of a page: what the session asks for, else what the browser prefers (RFC 9110 §12.5.4 with the
 * lookup of RFC 4647 §3.4), else English.
 */
export function negotiateLanguage(wish: {
  sessionLanguage?: string | null;
  acceptLanguage?: string | null;
}): Lang {
  return languageOf(wish.sessionLanguage) ?? fromHeader(wish.acceptLanguage ?? "") ?? DEFAULT_LANG;
}

// A header is the sender's to choose: only its beginning is looked at.
const MAX_RANGES = 50;

function fromHeader(header: string): Lang | null {
  const ranges = header
    .split(",", MAX_RANGES)
    .map((part) => {
      const [range = "", ...parameters] = part.split(";").map((text) => text.trim());
      return { range, quality: qualityOf(parameters) };
    })
    .filter(({ quality }) => quality > 0)
    // Array sort is stable: ranges of equal weight keep the sender's order.
    .sort((a, b) => b.quality - a.quality);
  for (const { range } of ranges) {
    if (range === "*") return DEFAULT_LANG;
    const lang = languageOf(range);
    if (lang) return lang;
  }
  return null;
}

/** RFC 9110 §12.4.2: a missing weight is 1; one that cannot be read counts as not wanted. */
function qualityOf(parameters: readonly string[]): number {
  const weight = parameters.find((text) => /^q\s*=/i.test(text));
  if (weight === undefined) return 1;
  const value = weight.replace(/^q\s*=\s*/i, "");
  return /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(value) ? Number(value) : 0;
}

/** A country's name for people to read; the code itself where the runtime knows no name. */
export function countryName(lang: Lang, code: string): string {
  try {
    return new Intl.DisplayNames([lang], { type: "region" }).of(code.toUpperCase()) ?? code;
  } catch {
    return code; // RangeError: not the form of a region code
  }
}
