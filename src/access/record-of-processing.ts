import { PROCESSING_PURPOSES } from "../connections/purposes";
import { DATA_CLASSES, type DataClass, type InventoryEntry, type Place } from "../inventory/types";
import { rfc3339 } from "../kernel/clock";
import { RESOURCES } from "../platforms/adapter";
import { LEGAL_BASES, RECIPIENTS, ROLES, SECURITY_MEASURES, SOURCES, TRANSFER_SAFEGUARDS } from "./legal";
import { untilWhen } from "./until";

/** On whose behalf we process (GDPR Art. 30(2)(a)): a developer's app. */
export interface Controller {
  app: string;
  developer: string;
  name: string;
  country: string | null;
  privacy_policy_url: string | null;
  purposes: readonly string[];
  third_parties: readonly string[];
}

/** One place where an activity's data rests: an entry of the inventory. */
export interface RecordedPlace {
  entry: string;
  rests_in: string;
  location: string;
  purpose: string;
  data_subjects: string;
  /** Field → what is in it. */
  categories_of_data: Readonly<Record<string, string>>;
  time_limit: string;
  at_its_end: InventoryEntry["end"];
  on_erasure_request: string;
}

/** A class of data, as one processing activity. */
export interface Activity {
  activity: DataClass;
  purposes: string[];
  legal_basis: string;
  source: string;
  data_subjects: string[];
  recipients: readonly string[];
  places: RecordedPlace[];
}

const CONTACT = {
  name: "Metristack",
  privacy: "privacy@metristack.com",
  security: "security@metristack.com",
  support: "support@metristack.com",
} as const;

export interface RecordOfProcessing {
  generated_at: string;
  organisation: typeof CONTACT;
  /** Art. 30(1): what Metristack decides on itself. */
  as_controller: { activities: Activity[] };
  /** Art. 30(2): what it does for developers. */
  as_processor: {
    controllers: readonly Controller[];
    activities: Activity[];
    /** Passed through and kept nowhere, so that no entry of the inventory is about it. */
    passed_through: { categories_of_data: readonly string[]; purposes: string[] };
  };
  /** Art. 30(1)(e), (2)(c). */
  transfers: readonly string[];
  /** Art. 32(1), in general terms: Art. 30(1)(g), (2)(d). */
  security_measures: readonly string[];
}

/**
 * The record of processing activities (GDPR Art. 30(1) and (2)), from the inventory: each entry is in exactly one
 * activity, that of its class. Only what the inventory cannot know (grounds, roles, recipients) comes from legal.ts.
 */
export function recordOfProcessing(
  inventory: readonly InventoryEntry[],
  circumstances: { controllers: readonly Controller[]; restoreWindowDays: number; now: number },
): RecordOfProcessing {
  const activities = DATA_CLASSES.map((dataClass) =>
    activityOf(
      dataClass,
      inventory.filter((entry) => entry.dataClass === dataClass),
      circumstances.restoreWindowDays,
    ),
  ).filter(({ places }) => places.length > 0);
  const of = (role: "controller" | "processor") =>
    activities.filter(({ activity }) => ROLES[activity] === role);
  return {
    generated_at: rfc3339(circumstances.now),
    organisation: CONTACT,
    as_controller: { activities: of("controller") },
    as_processor: {
      controllers: circumstances.controllers,
      activities: of("processor"),
      passed_through: { categories_of_data: RESOURCES, purposes: Object.values(PROCESSING_PURPOSES) },
    },
    transfers: TRANSFER_SAFEGUARDS,
    security_measures: SECURITY_MEASURES,
  };
}

function activityOf(
  dataClass: DataClass,
  entries: readonly InventoryEntry[],
  restoreWindowDays: number,
): Activity {
  const places = entries.map((entry) => placeOf(entry, restoreWindowDays));
  return {
    activity: dataClass,
    purposes: [...new Set(places.map(({ purpose }) => purpose))],
    legal_basis: LEGAL_BASES[dataClass],
    source: SOURCES[dataClass],
    data_subjects: [...new Set(places.map(({ data_subjects }) => data_subjects))],
    recipients: RECIPIENTS[dataClass],
    places,
  };
}

function placeOf(entry: InventoryEntry, restoreWindowDays: number): RecordedPlace {
  return {
    entry: entry.id,
    rests_in: restsIn(entry.place),
    location: locationOf(entry.place),
    purpose: entry.purpose,
    data_subjects: dataSubjects(entry),
    categories_of_data: entry.fields,
    time_limit: untilWhen(entry, {
      disconnectedAt: null,
      restoreWindowDays,
      held: false,
      voice: "about_the_person",
    }),
    at_its_end: entry.end,
    on_erasure_request: onErasure(entry.erasure),
  };
}

function restsIn(place: Place): string {
  switch (place.kind) {
    case "d1_table":
      return `database table ${place.table}`;
    case "object_table":
      return `${place.object}, table ${place.table}`;
    case "r2_prefix":
      return `object storage ${place.bucket}, under ${place.prefix}`;
    case "queue":
      return `queue ${place.queue}`;
  }
}

function locationOf(place: Place): string {
  if (place.kind === "object_table" && place.object === "ConnectionObject")
    return "the connection's region; of EU connections the EU jurisdiction";
  if (place.kind === "r2_prefix" && place.bucket === "BUNDLES_EU") return "the EU jurisdiction";
  return "Cloudflare's network, in the location where the account's stores were made";
}

function dataSubjects({ subject, place }: InventoryEntry): string {
  switch (subject.kind) {
    case "connection":
    case "end_user":
    case "session":
    case "request":
      return "end-users of developers' apps";
    case "object":
      return place.kind === "object_table" && place.object === "ConnectionObject"
        ? "end-users of developers' apps"
        : "developers";
    case "app":
      return "developers";
    case "none":
      return `none: ${subject.why}`;
  }
}

function onErasure(erasure: InventoryEntry["erasure"]): string {
  switch (erasure.kind) {
    case "with_subject":
      return "erased with the person's connection";
    case "by_time_only":
      return `kept for its time: ${erasure.why}`;
    case "not_personal":
      return "holds no end-user's data";
  }
}
