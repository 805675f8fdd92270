import { HOUR } from "../kernel/clock";
import { EEA } from "../transfers/rules";

/** Where a term comes from. `verified`: read on CHECKED_ON in the text named; else from memory, or our own choice. */
export interface Source {
  what: string;
  where: string;
  certainty: "verified" | "unverified";
}

/** By when a law wants its authority told of a breach, counted from becoming aware of it. */
export type Term =
  | { kind: "hours"; hours: number }
  /** The law has words and no number; the hours are the house's own, those of the GDPR. */
  | { kind: "in_words"; words: string; houseHours: number };

export interface BreachLaw {
  name: string;
  law: string;
  authority: string;
  countries: ReadonlySet<string>;
  term: Term;
  sources: readonly Source[];
}

/** The day the sources were last looked up. */
export const CHECKED_ON = "2026-11-25";

const THREE_DAYS: Term = { kind: "hours", hours: 72 };

/** Laws that set a clock from the discovery of a breach to telling an authority. */
export const BREACH_LAWS = {
  eu: {
    name: "European Union and EEA",
    law: "General Data Protection Regulation (EU) 2016/679, Art. 33(1)",
    authority: "the lead supervisory authority",
    countries: EEA,
    term: THREE_DAYS,
    sources: [
      {
        what: "Without undue delay and, where feasible, not later than 72 hours after having become aware of it, unless it is unlikely to result in a risk; later only with reasons.",
        where: "GDPR Art. 33(1), as told for the same words of the UK's text by the source named there",
        certainty: "verified",
      },
      {
        what: "A processor tells the controller without undue delay; every breach is documented.",
        where: "GDPR Art. 33(2), (5)",
        certainty: "unverified",
      },
    ],
  },
  uk: {
    name: "United Kingdom",
    law: "UK GDPR, Art. 33(1)",
    authority: "the Information Commissioner's Office",
    countries: new Set(["GB"]),
    term: THREE_DAYS,
    sources: [
      {
        what: "Where feasible not later than 72 hours after becoming aware, unless unlikely to result in a risk.",
        where:
          "UK GDPR Art. 33(1), as told in https://bifrostindex.ai/guides/united-kingdom/breach-notification",
        certainty: "verified",
      },
    ],
  },
  ke: {
    name: "Kenya",
    law: "Data Protection Act, 2019, s. 43(1)(a)",
    authority: "the Office of the Data Protection Commissioner",
    countries: new Set(["KE"]),
    term: THREE_DAYS,
    sources: [
      {
        what: "Without delay, within seventy-two hours of becoming aware, where there is a real risk of harm; later only with reasons. A processor tells the controller within forty-eight hours where practicable.",
        where:
          "s. 43, as told in https://www.dlapiperdataprotection.com/?c=KE&t=breach-notification and https://aowangaadvocates.com/reporting-a-data-breach-in-kenya/",
        certainty: "verified",
      },
    ],
  },
  ng: {
    name: "Nigeria",
    law: "Nigeria Data Protection Act, 2023, s. 40(2)",
    authority: "the Nigeria Data Protection Commission",
    countries: new Set(["NG"]),
    term: THREE_DAYS,
    sources: [
      {
        what: "Within 72 hours of becoming aware of a breach which is likely to result in a risk.",
        where: "s. 40(2), https://lawglobalhub.com/section-40-nigeria-data-protection-act-2023",
        certainty: "verified",
      },
    ],
  },
  za: {
    name: "South Africa",
    law: "Protection of Personal Information Act 4 of 2013, s. 22(2)",
    authority: "the Information Regulator",
    countries: new Set(["ZA"]),
    term: {
      kind: "in_words",
      words: "as soon as reasonably possible after the discovery of the compromise",
      houseHours: 72,
    },
    sources: [
      {
        what: "As soon as reasonably possible after the discovery; no number of hours, and no threshold of risk.",
        where: "s. 22, as told in https://mjkinc.co.za/popia/data-breaches",
        certainty: "verified",
      },
      { what: "72 hours as the house's own clock.", where: "our own choice", certainty: "unverified" },
    ],
  },
  gh: {
    name: "Ghana",
    law: "Data Protection Act, 2012 (Act 843), s. 31",
    authority: "the Data Protection Commission",
    countries: new Set(["GH"]),
    term: {
      kind: "in_words",
      words: "as soon as reasonably practicable after the discovery",
      houseHours: 72,
    },
    sources: [{ what: "The words of s. 31.", where: "from memory", certainty: "unverified" }],
  },
  eg: {
    name: "Egypt",
    law: "Law 151 of 2020, Art. 7",
    authority: "the Personal Data Protection Centre",
    countries: new Set(["EG"]),
    term: THREE_DAYS,
    sources: [{ what: "Within seventy-two hours.", where: "from memory", certainty: "unverified" }],
  },
} as const satisfies Record<string, BreachLaw>;

export type LawKey = keyof typeof BREACH_LAWS;
export const LAW_KEYS = Object.keys(BREACH_LAWS) as [LawKey, ...LawKey[]];

export const isLawKey = (key: string): key is LawKey => Object.hasOwn(BREACH_LAWS, key);

/** One authority that may have to be told, by when, and when it was. */
export interface Clock {
  authority: string;
  dueAt: number;
  toldAt: number | null;
}

/**
 * The clocks of an incident, counted from its discovery, which is never later than the awareness the laws count from.
 * Where no country with a law of its own is named, the GDPR's, the house standard wherever a law is not told.
 */
export function clocksOf(countries: readonly string[], discoveredAt: number): Clock[] {
  const keys = LAW_KEYS.filter((key) => {
    const named: ReadonlySet<string> = BREACH_LAWS[key].countries;
    return countries.some((country) => named.has(country));
  });
  return (keys.length > 0 ? keys : (["eu"] as const)).map((key) => ({
    authority: key,
    dueAt: discoveredAt + hoursOf(BREACH_LAWS[key].term) * HOUR,
    toldAt: null,
  }));
}

function hoursOf(term: Term): number {
  return term.kind === "hours" ? term.hours : term.houseHours;
}

/** When to remind of a clock that still runs: half-way, twelve hours before its end, and when it has ended. */
export function remindersOf(discoveredAt: number, dueAt: number): number[] {
  return [discoveredAt + Math.floor((dueAt - discoveredAt) / 2), dueAt - 12 * HOUR, dueAt];
}
