import type { InventoryEntry } from "../inventory/types";

/**
 * Which criteria of two frameworks a control speaks to: the AICPA's Trust Services Criteria (2017, with the points of
 * focus of 2022) and Annex A of ISO/IEC 27001:2022. Titles in our own words. From memory and `unverified`: an auditor
 * holds the originals against it.
 */
export const MAPPING_NOTE =
  "This is a mapping of our controls to criteria, made by ourselves. It is no claim to be certified or attested.";

export const CRITERIA: Readonly<Record<string, string>> = {
  "C1.1": "Confidential information is identified and protected",
  "C1.2": "Confidential information is disposed of",
  "CC2.3": "Outsiders are told what concerns them",
  "CC6.1": "Access is restricted by logical means",
  "CC6.2": "Those who get access are registered and authorised first",
  "CC6.3": "Access follows roles and least privilege",
  "CC6.6": "The boundary is guarded against outsiders",
  "CC6.7": "Information is protected while it moves",
  "CC7.2": "Systems are watched for what is out of order",
  "CC7.3": "Events are judged as incidents or not",
  "CC7.4": "Incidents are answered",
  "P1.1": "People are given notice of privacy practices",
  "P2.1": "People are told their choices, and consent is obtained",
  "P3.1": "No more personal information is collected than stated",
  "P3.2": "Explicit consent is obtained before collection",
  "P4.1": "Use is limited to the stated purposes",
  "P4.2": "Personal information is kept no longer than stated",
  "P4.3": "Personal information is disposed of securely",
  "P5.1": "People can have access to their information",
  "P5.2": "People can have their information corrected",
  "P6.1": "Disclosure to third parties follows notice and consent",
  "P6.3": "Disclosures without authority are recorded",
  "P6.6": "Those affected by a breach are notified",
  "P8.1": "Inquiries, complaints and disputes are dealt with",
  "PI1.3": "Processing is complete and accurate",
  "A.5.1": "Policies for information security",
  "A.5.9": "Inventory of information and assets",
  "A.5.14": "Transfer of information",
  "A.5.15": "Access control",
  "A.5.20": "Security in agreements with third parties",
  "A.5.24": "Planning for incidents",
  "A.5.26": "Response to incidents",
  "A.5.28": "Collection of evidence",
  "A.5.31": "Legal and contractual requirements",
  "A.5.33": "Protection of records",
  "A.5.34": "Privacy and personal data",
  "A.8.2": "Privileged access",
  "A.8.3": "Restriction of access to information",
  "A.8.5": "Secure authentication",
  "A.8.10": "Deletion of information",
  "A.8.11": "Masking of data",
  "A.8.12": "Prevention of data leakage",
  "A.8.15": "Logging",
  "A.8.16": "Monitoring",
  "A.8.24": "Use of cryptography",
};

/** By the beginning of a clause, or by its section where the whole section speaks to the same. */
export const CLAUSE_CRITERIA: Readonly<Record<string, string>> = {
  Overview: "CC2.3 P1.1 A.5.1 A.5.34",
  "Authentication Data: OAuth": "CC6.1 C1.1 A.8.5 A.8.24",
  "Usage Analytics: API call": "P3.1 PI1.3 A.5.34",
  "System Logs: Technical": "CC7.2 P3.1 A.8.11 A.8.15",
  "Connection Metadata: Information": "P3.1 A.5.9 A.5.34",
  "What We Don't Collect": "C1.1 P3.1 P4.1 A.5.34 A.8.12",
  "Data Handling Requirements": "P6.1 A.5.20 A.5.31",
  "User Consent": "P1.1 P2.1 P3.2 A.5.34",
  "Encryption:": "CC6.1 CC6.7 A.8.24",
  "Access Controls:": "CC6.1 CC6.2 CC6.3 A.5.15 A.8.2 A.8.3 A.8.5 A.8.15",
  "Monitoring:": "CC7.2 CC7.3 CC7.4 A.5.24 A.5.26 A.8.16",
  "Securely store and transmit": "CC6.1 CC6.6 A.5.20 A.8.5",
  "Report security incidents": "CC7.3 CC7.4 P6.3 P6.6 A.5.24 A.5.26",
  "Access: Request": "P5.1 A.5.34",
  "Rectification:": "P5.2 A.5.34",
  "Deletion: Request": "P4.3 A.5.34 A.8.10",
  "Portability:": "P5.1 A.5.14 A.5.34",
  "Objection:": "P2.1 P4.1 A.5.34",
  "Exercising Rights": "P5.1 P5.2 P8.1 A.5.34",
  "Our Retention Policy": "C1.2 P4.2 P4.3 A.5.33 A.8.10",
  "International Transfers": "P6.1 A.5.14 A.5.31 A.5.34",
  "Changes to This Policy": "CC2.3 P1.1 A.5.1",
  "Contact Information": "CC2.3 P8.1 A.5.34",
};

/** The criteria that a clause's control speaks to; none where it is not mapped. */
export function criteriaOf({ section, clause }: { section: string; clause: string }): string[] {
  const start = Object.keys(CLAUSE_CRITERIA).find((key) => clause.startsWith(key));
  return CLAUSE_CRITERIA[start ?? section]?.split(" ") ?? [];
}

/** The criteria that keeping an entry of the inventory within its period speaks to. */
export function criteriaOfEntry({ id, erasure }: InventoryEntry): string[] {
  if (id.startsWith("d1.audit_")) return ["CC7.2", "A.5.28", "A.5.33", "A.8.15"];
  return erasure.kind === "not_personal"
    ? ["C1.1", "C1.2", "A.5.9", "A.8.10"]
    : ["P4.2", "P4.3", "A.5.9", "A.5.34", "A.8.10"];
}
