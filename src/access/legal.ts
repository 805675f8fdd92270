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
