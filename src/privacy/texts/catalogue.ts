import type { ProcessingLimit } from "../../connections/purposes";
import type { ConnectionStatus } from "../../connections/status";
import type { DataClass } from "../../inventory/types";
import type { RefusalGround } from "../../rights/types";
import type { HeldKind } from "../pages/held-kinds";
import type {
  ConfirmAct,
  MessageKey,
  NoticeKey,
  RequestStatus,
  RequestType,
  StartFault,
} from "../pages/view";

/** What can stand in a request's history. An event that is none of these is told as `step_done`. */
export const HISTORY_EVENTS = [
  "received",
  "confirmed",
  "verifying",
  "verified",
  "planned",
  "step_done",
  "in_progress",
  "disconnected",
  "erased",
  "corrected",
  "limited",
  "lifted",
  "bundle_built",
  "notified",
  "extended",
  "reminded",
  "completed",
  "refused",
  "withdrawn",
  "expired",
] as const;
export type HistoryEvent = (typeof HISTORY_EVENTS)[number];

/** The names of a connection's two ends, as they are; each sentence brings its own nouns and articles. */
export interface Ends {
  app: string;
  platform: string;
}

export interface Explained {
  name: string;
  detail: string;
}

/** What can be asked for in the form of the centre. */
export type Askable = Extract<RequestType, "access" | "portability" | "rectification">;

/** What a person is asked before it is done, for one connection or for all of them. */
export interface ConfirmTexts {
  one(ends: Ends): string;
  all: string;
  points: readonly string[];
  button: string;
}

/**
 * Everything the privacy centre says, in one language, beyond what the connect pages say already. No sentence has
 * a period or a date of its own: they come from the inventory and the records, written by `texts/when.ts`.
 */
export interface PrivacyTexts {
  error: string;
  /** Marks a connection that was made with a test key. */
  testMode: string;
  reference: string;
  toCentre: string;
  toStart: string;
  cancel: string;
  connection(ends: Ends): string;
  allConnections: string;
  /** Follows a button's words for those who do not see which card it is on. */
  about(connection: string): string;
  jurisdiction: { label: string; hint: string; california: string };

  start: {
    title: string;
    lead: string;
    signIn: string;
    how: string;
    none: string;
    mailed: string;
    faults: Readonly<Record<StartFault, string>>;
    otherWays: string;
    developer: string;
    mail: string;
  };
  mailed: { title: string; lead: string; button: string };
  shop: { title(platform: string): string; lead(platform: string): string };

  centre: {
    title: string;
    account(platform: string): string;
    appUser(app: string): string;
    endsAt(time: string): string;
    signOut: string;
    connections: string;
    none: string;
    status: string;
    connectedAt: string;
    disconnectedAt: string;
    deletionDue: string;
    held: string;
    limits: string;
    limitSince(date: string): string;
    lift: string;
    acts: Readonly<Record<ConfirmAct | "object", string>>;
    /** The same for all connections at once. */
    all: { heading: string; acts: Readonly<Record<ConfirmAct, string>> };
    ask: {
      heading: string;
      type: string;
      options: Readonly<Record<Askable, Explained>>;
      connection: string;
      remark: string;
      remarkHint: string;
      submit: string;
    };
    requests: string;
    noRequests: string;
    received(date: string): string;
    due(date: string): string;
    bundleReady: string;
  };

  /** The two classes that the policy does not name; its own four are named as the consent names them. */
  classes: Readonly<Record<Extract<DataClass, "operational" | "developer_account">, string>>;
  held: Readonly<Record<HeldKind, Explained>>;
  until: {
    whileConnected: string;
    afterDisconnection(period: string): string;
    date(date: string): string;
    rolling(period: string): string;
    anonymised(period: string): string;
    legalHold: string;
  };
  statuses: Readonly<Record<ConnectionStatus, string>>;
  purposes: Readonly<Record<ProcessingLimit, Explained>>;

  confirm: Readonly<Record<ConfirmAct, ConfirmTexts>>;
  object: {
    title(ends: Ends): string;
    lead: string;
    legend: string;
    submit: string;
    standing: string;
    allStand: string;
  };

  requestTypes: Readonly<Record<RequestType, string>>;
  requestStatuses: Readonly<Record<RequestStatus, Explained>>;
  request: {
    receivedAt: string;
    dueAt: string;
    extended: string;
    closedAt: string;
    connections: string;
    bundle: string;
    bundleUntil(time: string): string;
    download: string;
    history: string;
    receipt: string;
    receiptLead: string;
    refusal: string;
    complain: string;
    withdraw: string;
    withdrawLead: string;
  };
  events: Readonly<Record<HistoryEvent, string>>;
  refusals: Readonly<Record<RefusalGround, string>>;
  /** Where the ground is one that has no sentence yet. */
  otherRefusal: string;

  notices: Readonly<Record<NoticeKey, string>>;
  messages: Readonly<Record<MessageKey, { title: string; text: string }>>;
}
