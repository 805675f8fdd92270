import type { ProcessingLimit } from "../connections/purposes";
import type { rightsHistory, rightsRequests, rightsSubjects } from "../db/schema";

/** The words of data subjects' rights, shared by every channel. */

export const RIGHTS = [
  "access",
  "rectification",
  "deletion",
  "portability",
  "objection",
  "restriction",
] as const;
export type Right = (typeof RIGHTS)[number];

export const RIGHTS_STATUSES = [
  "received",
  "verifying",
  "verified",
  "in_progress",
  "completed",
  "refused",
  "withdrawn",
  "expired",
] as const;
export type RightsStatus = (typeof RIGHTS_STATUSES)[number];

/** The states in which a request still has to be answered. */
export const OPEN_STATUSES = ["received", "verifying", "verified", "in_progress"] as const;
export const isOpen = (status: RightsStatus): boolean =>
  (OPEN_STATUSES as readonly RightsStatus[]).includes(status);

export type Actor = "end_user" | "developer" | "operator" | "system";

/** On what ground a request may be refused; each is said to the person in words. */
export const REFUSAL_GROUNDS = [
  /** GDPR Art. 12(6), 11(2): control of no connection was proved. */
  "identity_not_proved",
  /** GDPR Art. 12(5). */
  "manifestly_unfounded",
  "excessive",
  /** GDPR Art. 17(3)(b), (e): a legal duty or claim forbids to erase. */
  "legal_hold",
  /** GDPR Art. 15(4), 20(4): it would take another person's rights. */
  "rights_of_others",
  /** There is nothing (left) about the person. */
  "nothing_held",
  /** What is held is right as it stands (Art. 16). */
  "not_inaccurate",
] as const;
export type RefusalGround = (typeof REFUSAL_GROUNDS)[number];

/** Why a deadline may be extended (GDPR Art. 12(3), Cal. Civ. Code § 1798.130(a)(2)(A)). */
export const EXTENSION_REASONS = ["complexity", "number_of_requests"] as const;
export type ExtensionReason = (typeof EXTENSION_REASONS)[number];

/** The longest remark, in UTF-16 code units. */
export const REMARK_MAX_LENGTH = 2_000;

/** What a request wishes, beyond its type. Kept sealed, dropped when the request closes. */
export interface Wishes {
  /** Rectification: inventory column → its right value. Carried out by the machine. */
  corrections?: Record<string, string>;
  /** Rectification in the person's own words: an operator reads it and answers. */
  remark?: string;
  /** Objection: what the data is not to be processed for. */
  purposes?: ProcessingLimit[];
}

export type RequestRow = typeof rightsRequests.$inferSelect;
export type SubjectRow = typeof rightsSubjects.$inferSelect;
export type HistoryRow = typeof rightsHistory.$inferSelect;

/** A connection that a request is about. */
export interface SubjectConnection {
  id: string;
  appId: string;
  mode: "test" | "live";
}
