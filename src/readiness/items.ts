import type { Acceptance } from "../policy/acceptance";
import { SCC_VERSION } from "../transfers/clauses";
import { safeguardFor, type TransferStatements } from "../transfers/safeguard";
import type { ReadinessRow, Stated } from "./store";

/** What an app states before it may have live keys (End-User Policy, "Developer Responsibilities"). */
export const ITEM_IDS = [
  "privacy_policy_url",
  "data_use",
  "third_parties",
  "retention",
  "deletion",
  "security_contact",
  "country",
  "policy",
  "scc",
  "measures",
] as const;
export type ItemId = (typeof ITEM_IDS)[number];

export interface ReadinessItem {
  id: ItemId;
  title: string;
  /** What is meant, and what it is used for. */
  explanation: string;
  /** Where the duty comes from. */
  legal_source: string;
  done: boolean;
  /** What is still to be done; null when nothing is. */
  needed: string | null;
}

interface Explained {
  title: string;
  explanation: string;
  legal_source: string;
}

const EXPLAINED: Record<ItemId, Explained> = {
  privacy_policy_url: {
    title: "Privacy policy",
    explanation: "The address of your own privacy policy. End-users are sent to it before they consent.",
    legal_source: "GDPR Art. 12, 13; End-User Policy, “Data Handling Requirements”",
  },
  data_use: {
    title: "What data you use, and for what",
    explanation:
      "The purposes, one sentence each, in words a merchant understands, and how the data is used for them. They are shown before consent.",
    legal_source: "GDPR Art. 5(1)(b), 13(1)(c); End-User Policy, “User Consent”",
  },
  third_parties: {
    title: "With whom you share it",
    explanation: "Everyone else who receives the data, by name. An empty list says: nobody.",
    legal_source: "GDPR Art. 13(1)(e); End-User Policy, “User Consent”",
  },
  retention: {
    title: "How long you keep it",
    explanation: "The period, or what it depends on, for the data you take over.",
    legal_source: "GDPR Art. 5(1)(e), 13(2)(a); End-User Policy, “Data Handling Requirements”",
  },
  deletion: {
    title: "How it is deleted",
    explanation: "What happens to the data when an end-user disconnects or asks for deletion, and how soon.",
    legal_source: "GDPR Art. 17, 19; End-User Policy, “Data Handling Requirements”",
  },
  security_contact: {
    title: "Security contact",
    explanation: "Where your security people can be reached: a mail address, or an https page (RFC 9116).",
    legal_source: "GDPR Art. 32, 33(2); End-User Policy, “Developer Security Requirements”",
  },
  country: {
    title: "Country",
    explanation: "Where you are established. It decides on what ground data may be passed to you.",
    legal_source: "GDPR Art. 13(1)(f), 44; End-User Policy, “International Transfers”",
  },
  policy: {
    title: "End-User Policy",
    explanation: "That you have read and accept the version in force (POST /v1/policy-acceptances).",
    legal_source: "End-User Policy, “Changes to This Policy”",
  },
  scc: {
    title: "Standard contractual clauses",
    explanation: `Your country has no adequacy decision we can rest on: accept the clauses of Decision (EU) ${SCC_VERSION}, in the module that fits.`,
    legal_source: "GDPR Art. 46(2)(c); End-User Policy, “International Transfers”",
  },
  measures: {
    title: "Supplementary measures",
    explanation:
      "Clauses alone do not answer the risk of access by your country's authorities: state at least one technical measure and one other.",
    legal_source: "EDPB Recommendations 01/2020; End-User Policy, “International Transfers”",
  },
};

/** What an app has to state, each with whether it is done; clauses and measures only where its country needs them. */
export function readinessItems(stated: Stated, acceptance: Acceptance, now: number): ReadinessItem[] {
  const { app, row } = stated;
  const made: ReadinessItem[] = [
    item("privacy_policy_url", app.privacyPolicyUrl !== null, "state its address"),
    item(
      "data_use",
      app.purposes.length > 0 && isGiven(row?.dataUse),
      "state at least one purpose and the use",
    ),
    item("third_parties", row !== null, "state them, or an empty list"),
    item("retention", isGiven(row?.retention), "state a period"),
    item("deletion", isGiven(row?.deletion), "state how"),
    item("security_contact", isGiven(row?.securityContact), "state one"),
    item("country", app.country !== null, "state it"),
    item("policy", acceptance.kind !== "none", `accept the version of ${acceptance.version.version}`),
  ];
  return app.country === null ? made : [...made, ...transferItems(statementsOf(stated), now)];
}

/** What an app has stated that bears on transfers. */
export function statementsOf({ app, row }: { app: { country: string | null }; row: ReadinessRow | null }) {
  return {
    country: app.country,
    sccModule: row?.sccModule ?? null,
    sccVersion: row?.sccVersion ?? null,
    measures: row?.measures ?? [],
  };
}

/** Judged for the region whose law asks most, since a live app may open a connection in any. */
function transferItems(statements: TransferStatements, now: number): ReadinessItem[] {
  const bare = safeguardFor("eu", { ...statements, sccModule: null, measures: [] }, now);
  if (bare.kind === "ground") return [];
  const found = safeguardFor("eu", statements, now);
  if (found.kind === "ground") {
    const items = [item("scc", true, "")];
    return found.basis === "scc_with_measures" ? [...items, item("measures", true, "")] : items;
  }
  const needed = new Map(found.needed.map(({ path, message }) => [path.replace("readiness.", ""), message]));
  const scc = item("scc", !needed.has("scc"), needed.get("scc") ?? "");
  return needed.has("measures") ? [scc, item("measures", false, needed.get("measures") ?? "")] : [scc];
}

function item(id: ItemId, done: boolean, needed: string): ReadinessItem {
  return { id, ...EXPLAINED[id], done, needed: done ? null : needed };
}

const isGiven = (text: string | null | undefined): boolean => typeof text === "string" && text !== "";
