import type { ShopFault } from "../../connect/texts";
import type { ProcessingLimit, ProcessingPurpose } from "../../connections/purposes";
import type { ConnectionStatus } from "../../connections/status";
import type { DataClass } from "../../inventory/types";
import type { Period } from "../../kernel/period";
import type { Mode } from "../../kernel/regions";
import type { Lang } from "../../pages/languages";
import type { LanguageLink } from "../../pages/layout";
import type { Right, RightsStatus } from "../../rights/types";
import type { HeldKind } from "./held-kinds";

/** What every page of the privacy centre is told. */
export interface PrivacyView {
  lang: Lang;
  languages: readonly LanguageLink[];
}

/** A page with forms: the value that ties them to this browser, posted back as `csrf`. */
export interface PrivacyForm extends PrivacyView {
  csrf: string;
}

/** Where the pages lead and post to. `ALL` stands for every connection in a path or a `connection` field. */
export const ALL = "all";
export type ConnectionAct = "disconnect" | "delete" | "object" | "restrict" | "lift";
export const CENTRE_PATH = "/privacy";
export const START_PATH = "/privacy/start";
export const REQUESTS_PATH = "/privacy/requests";
export const SIGN_OUT_PATH = "/privacy/sign-out";
/** GET is the page that asks first (not for `lift`), POST the deed. */
export const connectionPath = (id: string, act: ConnectionAct) =>
  `/privacy/connections/${encodeURIComponent(id)}/${act}`;
export const requestPath = (id: string) => `${REQUESTS_PATH}/${encodeURIComponent(id)}`;
export const bundlePath = (id: string) => `${requestPath(id)}/bundle`;
export const withdrawPath = (id: string) => `${requestPath(id)}/withdraw`;

/** What is wrong with an answer to the start page, so that it is shown again. */
export type StartFault = "no_platform" | "form_stale" | "too_many";

/** The way in. Posts `platform` and `mode` to `START_PATH`. */
export interface StartView extends PrivacyForm {
  platforms: readonly { key: string; name: string; mode: Mode }[];
  fault?: StartFault;
  /** Came by the one-time link of a mailed request, which waits for the proof. */
  mailed?: boolean;
}

/** Asks which shop, where each has a host of its own. Posts `shop` to `action`. */
export interface ShopView extends PrivacyForm {
  platformName: string;
  action: string;
  /** `adapter.connect.shop`'s words, which are English. */
  shop: { label: string; placeholder: string; hint: string };
  /** What was typed before, kept as it was. */
  value: string;
  fault: ShopFault | null;
}

/** What the browser has proved. */
export type ProofView = { kind: "account"; platformName: string } | { kind: "app_user"; appName: string };

/** Until when a thing is held. Periods and times come from the inventory, never from a text. Times in ms. */
export type Until =
  /** Erased at the very moment of disconnection. */
  | { kind: "while_connected" }
  /** Stays as long as the connection does, and leaves within `period` after it ends. */
  | { kind: "after_disconnection"; period: Period }
  /** Gone by then. */
  | { kind: "date"; at: number }
  /** Each record by itself leaves `period` after it was made. */
  | { kind: "rolling"; period: Period }
  /** Each record is anonymised `period` after it was made. */
  | { kind: "anonymised"; period: Period }
  /** A duty to keep it stands in the way for now. */
  | { kind: "legal_hold" };

/** One thing that rests about a connection. `what` says what it is and why (`heldKind(entry)` of an inventory entry). */
export interface HeldItem {
  dataClass: DataClass;
  what: HeldKind;
  until: Until;
}

export interface ConnectionCard {
  id: string;
  appName: string;
  platformName: string;
  mode: Mode;
  status: ConnectionStatus;
  connectedAt: number | null;
  disconnectedAt: number | null;
  /** By when the metadata of an ended connection is gone; null while it is connected. */
  deletionDue: number | null;
  /** Objections and restrictions in force. */
  limits: readonly { limit: ProcessingLimit; since: number }[];
  /** From the inventory, in its order; equal ones are shown once. */
  held: readonly HeldItem[];
}

export interface RequestLine {
  id: string;
  type: Right;
  status: RightsStatus;
  receivedAt: number;
  dueAt: number;
  /** A bundle can be fetched now. */
  hasBundle: boolean;
}

export interface RequestDetail extends RequestLine {
  closedAt: number | null;
  /** Key of the jurisdiction whose clock runs. */
  jurisdiction: string;
  /** Those that still exist; the rest are gone with their names. */
  connections: readonly { appName: string; platformName: string }[];
  /** In order. `event` is one of the state machine's names; one that has no sentence is shown as a step. */
  history: readonly { at: number; event: string }[];
  bundle: { expiresAt: number } | null;
  /** Compact JWS. */
  receipt: string | null;
  /** The ground's code; null where it was not refused. */
  refusal: string | null;
  extended: boolean;
  canWithdraw: boolean;
}

/** What the last act came to, shown once on the centre's page after a redirect. */
export const NOTICE_KEYS = [
  "signed_in",
  "disconnected",
  "disconnect_later",
  "request_received",
  "deletion_received",
  "already_open",
  "objection_saved",
  "objection_none",
  "restricted",
  "lifted",
  "withdrawn",
  "not_withdrawn",
  "remark_missing",
  "form_stale",
  "too_many",
] as const;
export type NoticeKey = (typeof NOTICE_KEYS)[number];
export const isNoticeKey = (text: string | undefined): text is NoticeKey =>
  NOTICE_KEYS.some((key) => key === text);

/** `name` is shown where the texts have no name of their own for the key. */
export interface Jurisdiction {
  key: string;
  name: string;
}

export interface JurisdictionChoice {
  jurisdictions: readonly Jurisdiction[];
  jurisdiction: string;
}

/**
 * Everything there is about the person. Posts to `REQUESTS_PATH`: `type` (`access`, `portability`, or
 * `rectification` with `remark`), `connection` (id or `ALL`), `jurisdiction`; to `connectionPath(id, "lift")`:
 * `purpose` (a `ProcessingLimit`); to `SIGN_OUT_PATH`.
 */
export interface CentreView extends PrivacyForm, JurisdictionChoice {
  proof: ProofView;
  connections: readonly ConnectionCard[];
  requests: readonly RequestLine[];
  notice?: NoticeKey;
  /** When the proof ends (WCAG 2.2 SC 2.2.1: told before, and a new one takes a minute). */
  endsAt?: number;
}

export type ConfirmAct = "delete" | "disconnect" | "restrict";

/** Asks before what cannot be taken back. Posts `jurisdiction` to `connectionPath(id or ALL, act)`. */
export interface ConfirmView extends PrivacyForm, JurisdictionChoice {
  act: ConfirmAct;
  /** Null for all of them. */
  connection: ConnectionCard | null;
}

/**
 * Posts `purpose` (once for each chosen one) and `jurisdiction` to `connectionPath(id, "object")`; to
 * `connectionPath(id, "lift")` the one `purpose` that may be processed again.
 */
export interface ObjectView extends PrivacyForm, JurisdictionChoice {
  connection: ConnectionCard;
  /** `active`: an objection to it stands. */
  purposes: readonly { key: ProcessingPurpose; active: boolean }[];
}

/** Posts to `withdrawPath(id)`; links to `bundlePath(id)`. */
export interface RequestView extends PrivacyForm {
  request: RequestDetail;
}

export const MESSAGE_KEYS = [
  "link_invalid",
  "session_expired",
  "not_found",
  "platform_unavailable",
  "declined",
  "state_mismatch",
  "signed_out",
  "nothing_held",
  "token_invalid",
  "bundle_expired",
  "form_stale",
  "internal",
] as const;
export type MessageKey = (typeof MESSAGE_KEYS)[number];

/** A page that says one thing, and the way back to the start. */
export interface MessageView extends PrivacyView {
  message: MessageKey;
  /** The request's id, for support. */
  requestId?: string;
}
