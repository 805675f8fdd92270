import { texts as connectTexts } from "../../connect/texts";
import type { DataClass } from "../../inventory/types";
import { countryName, type Lang } from "../../pages/languages";
import { translated } from "../../pages/translations";
import type { Jurisdiction } from "../pages/view";
import { HISTORY_EVENTS } from "./catalogue";
import { en } from "./en";

export { type Askable, HISTORY_EVENTS, type PrivacyTexts } from "./catalogue";

/** What the privacy centre says in a language. */
export const privacyTexts = translated("privacy", en);

/** A class of the policy, by the name that the consent gave it. */
export function className(lang: Lang, dataClass: DataClass): string {
  const { kept } = connectTexts(lang).consent;
  switch (dataClass) {
    case "authentication_data":
      return kept.authentication.term;
    case "usage_analytics":
      return kept.usage.term;
    case "system_logs":
      return kept.logs.term;
    case "connection_metadata":
      return kept.metadata.term;
    case "operational":
    case "developer_account":
      return privacyTexts(lang).classes[dataClass];
  }
}

/** The sentence of an event of a request's history. */
export function eventText(lang: Lang, event: string): string {
  const { events } = privacyTexts(lang);
  return events[HISTORY_EVENTS.find((known) => known === event) ?? "step_done"];
}

/** The sentence of a refusal's ground. */
export function refusalText(lang: Lang, ground: string): string {
  const { refusals, otherRefusal } = privacyTexts(lang);
  return new Map<string, string>(Object.entries(refusals)).get(ground) ?? otherRefusal;
}

/** A place by its name in the page's language; by its given name where neither we nor the runtime know one. */
export function jurisdictionName(lang: Lang, { key, name }: Jurisdiction): string {
  if (key === "us-ca") return privacyTexts(lang).jurisdiction.california;
  // CLDR names the Union as a region, and the United Kingdom under its ISO 3166 code.
  return /^[a-z]{2}$/.test(key) ? countryName(lang, key === "uk" ? "gb" : key) : name;
}
