import type { DataClass } from "../inventory/types";

/** On what ground each class is processed (GDPR Art. 6(1)), as Art. 15 and 30 answers say it. */
export const LEGAL_BASES: Readonly<Record<DataClass, string>> = {
  authentication_data: "consent (Art. 6(1)(a)): given at the platform and on our consent page",
  connection_metadata: "consent (Art. 6(1)(a)), and performance of the service it was given for",
  usage_analytics: "legitimate interests (Art. 6(1)(f)): metering and operating the service",
  system_logs: "legitimate interests (Art. 6(1)(f)): security and debugging",
  developer_account: "contract with the developer (Art. 6(1)(b))",
  operational: "legal obligation (Art. 6(1)(c)): answering and proving data subjects' rights",
};

/** Where each class comes from (Art. 15(1)(g)). */
export const SOURCES: Readonly<Record<DataClass, string>> = {
  authentication_data: "the platform, when you authorised the connection",
  connection_metadata: "the app, which opened the connection, and the platform, which confirmed it",
  usage_analytics: "the app's calls",
  system_logs: "the app's calls",
  developer_account: "the developer",
  operational: "your requests",
};

/**
 * Whether we decide on a class ourselves, or keep it for the developer, who obtains the consent and whose calls it
 * serves (Art. 4(7), (8); End-User Policy, "Developer Responsibilities").
 */
export const ROLES: Readonly<Record<DataClass, "controller" | "processor">> = {
  authentication_data: "processor",
  connection_metadata: "processor",
  usage_analytics: "controller",
  system_logs: "controller",
  developer_account: "controller",
  operational: "controller",
};

const INFRASTRUCTURE = "Cloudflare, which runs the infrastructure as our processor (Art. 28)";

/** To whom each class is disclosed (Art. 30(1)(d)). */
export const RECIPIENTS: Readonly<Record<DataClass, readonly string[]>> = {
  authentication_data: [INFRASTRUCTURE, "the platform that issued the credentials"],
  connection_metadata: [INFRASTRUCTURE, "the developer of the app", "the end-user, on request"],
  usage_analytics: [INFRASTRUCTURE, "the developer of the app", "the public, once anonymous"],
  system_logs: [INFRASTRUCTURE, "the developer of the app", "the end-user, on request"],
  developer_account: [INFRASTRUCTURE, "end-users, on the consent page"],
  operational: [INFRASTRUCTURE, "whoever made the request", "a supervisory authority, on request"],
};

/** End-User Policy, "International Transfers" (Art. 30(1)(e), 46). */
export const TRANSFER_SAFEGUARDS: readonly string[] = [
  "A connection's state and bundles stay in its region.",
  "To a developer in a country with an adequacy decision: that decision (Art. 45).",
  "To a developer in any other country: standard contractual clauses (Art. 46(2)(c)).",
  "Retail data is passed to the app that the end-user allowed, and kept nowhere on the way.",
];

/** In general terms (Art. 32(1)); docs/architecture.md says where each is held. */
export const SECURITY_MEASURES: readonly string[] = [
  "Encryption in transit (TLS) and of all storage at rest",
  "Platform credentials sealed with AES-256-GCM under a key of their connection's own, which is itself wrapped and rotated; erased when the connection ends",
  "API keys, links, cookies and tokens kept as keyed or plain hashes only",
  "No names, addresses, contact or payment data, and no business data at rest",
  "Every access authenticated: developers by API key and scope, operators by single sign-on, end-users by proof of control",
  "Each developer's apps, and test and live data, separated",
  "An audit log chained by hashes and signed daily",
  "Removal on time, by the data inventory, with signed evidence and an alarm",
];
