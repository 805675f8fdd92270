import { DAY } from "../kernel/clock";
import { after } from "../kernel/period";
import type { Region } from "../kernel/regions";
import { type ByRight, JURISDICTIONS, type JurisdictionKey, type Term } from "./jurisdictions";
import type { Right } from "./types";

/** When a request has to be confirmed and answered, epoch ms. */
export interface RightsClock {
  /** Null where the law asks for no confirmation. */
  confirmDueAt: number | null;
  dueAt: number;
}

export function isJurisdiction(key: string): key is JurisdictionKey {
  return Object.hasOwn(JURISDICTIONS, key);
}

/**
 * The law a request is answered under where the person named none: California's when all they have is in the United
 * States, else the GDPR's, the house standard wherever a person's law is not told.
 */
export function defaultJurisdiction(regions: readonly Region[]): JurisdictionKey {
  return regions.length > 0 && regions.every((region) => region === "us") ? "us-ca" : "eu";
}

/**
 * The deadlines of a request. A deadline is the exact moment, not the end of its day as most laws have it (for the EU
 * Regulation 1182/71 Art. 3): the stricter reading, and one that needs to know neither where the person lives nor what
 * is a holiday there. See docs/decisions/0012-legal-clocks.md.
 */
export function clockOf(key: JurisdictionKey, right: Right, receivedAt: number): RightsClock {
  const { answer, confirm } = JURISDICTIONS[key];
  const confirmTerm = termOf<Term | null>(confirm, right);
  return {
    confirmDueAt: confirmTerm && endOf(receivedAt, confirmTerm),
    dueAt: endOf(receivedAt, termOf<Term>(answer, right)),
  };
}

/**
 * When a request has to be answered once it is extended; null where the law grants no extension. The extension is
 * counted from the first deadline: of 31 January, 28 February, then 28 April, where three months in one would say 30.
 */
export function extendedDueAt(key: JurisdictionKey, right: Right, receivedAt: number): number | null {
  const extension = termOf<Term | null>(JURISDICTIONS[key].extension, right);
  return extension && endOf(clockOf(key, right, receivedAt).dueAt, extension);
}

/** No reminder is earlier before its deadline than this. */
export const REMINDED_WITHIN = 7 * DAY;
/** A clock longer than this is reminded of by days before its end, a shorter one by its half. */
const LONG_CLOCK = 2 * REMINDED_WITHIN;

/**
 * When to remind of a deadline, ascending, each after receipt and before the deadline: 7 and 2 days before it; for a
 * clock of two weeks or less, half-way and one day before.
 */
export function reminderAt(receivedAt: number, dueAt: number): number[] {
  const length = dueAt - receivedAt;
  if (length > LONG_CLOCK) return [dueAt - REMINDED_WITHIN, dueAt - 2 * DAY];
  const half = receivedAt + Math.floor(length / 2);
  return [half, dueAt - DAY].filter((at, i) => at > receivedAt && at < dueAt && (i === 0 || at > half));
}

function termOf<T>(terms: ByRight<T>, right: Right): T {
  const own = terms[right];
  // Null is a term of its own: this right has none, whatever the others have.
  return own === undefined ? terms.default : own;
}

function endOf(from: number, term: Term): number {
  switch (term.kind) {
    case "months":
      return after(from, { months: term.months });
    case "days":
      return after(from, { days: term.days });
    case "business_days":
      return afterBusinessDays(from, term.days);
  }
}

/**
 * The same time of day on the last of so many business days. The day of receipt counts when it is one, though the law
 * begins with the day after: a Monday's small hours in UTC are still a Californian's Sunday, from which the law would
 * count that Monday. Public holidays count as business days, which makes the deadline earlier, never later.
 */
function afterBusinessDays(from: number, days: number): number {
  let at = from;
  let counted = isBusinessDay(at) ? 1 : 0;
  while (counted < days) {
    at += DAY;
    if (isBusinessDay(at)) counted += 1;
  }
  return at;
}

function isBusinessDay(at: number): boolean {
  const day = new Date(at).getUTCDay();
  return day !== 0 && day !== 6;
}
