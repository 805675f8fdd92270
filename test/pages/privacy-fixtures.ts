import { CONNECTION_STATUSES } from "../../src/connections/status";
import { LANGS, type Lang } from "../../src/pages/languages";
import { CentrePage } from "../../src/privacy/pages/centre";
import { ConfirmPage } from "../../src/privacy/pages/confirm";
import { HELD_KINDS } from "../../src/privacy/pages/held-kinds";
import { MailedPage } from "../../src/privacy/pages/mailed";
import { MessagePage } from "../../src/privacy/pages/message";
import { ObjectPage } from "../../src/privacy/pages/object";
import { RequestPage } from "../../src/privacy/pages/request";
import { ShopPage } from "../../src/privacy/pages/shop";
import { StartPage } from "../../src/privacy/pages/start";
import {
  type CentreView,
  type ConfirmAct,
  type ConnectionCard,
  type HeldItem,
  MESSAGE_KEYS,
  REQUEST_STATUSES,
  REQUEST_TYPES,
  type RequestDetail,
} from "../../src/privacy/pages/view";
import { HISTORY_EVENTS } from "../../src/privacy/texts";
import { rendered } from "./markup";

export const AT = Date.UTC(2026, 10, 23, 14, 5);
const DAY = 86_400_000;

export const jurisdictions = [
  { key: "eu", name: "European Union and EEA" },
  { key: "us-ca", name: "California" },
  { key: "ke", name: "Kenya" },
];
const choice = { jurisdictions, jurisdiction: "ke" };
export const form = (lang: Lang) => ({
  lang,
  csrf: "csrf-value",
  languages: LANGS.map((each) => ({ lang: each, href: `?lang=${each}` })),
});

/** One of every kind, and one of every way to say until when. */
export const held: readonly HeldItem[] = [
  { dataClass: "authentication_data", what: "credentials", until: { kind: "while_connected" } },
  { dataClass: "authentication_data", what: "connect_flow", until: { kind: "rolling", period: { days: 1 } } },
  { dataClass: "usage_analytics", what: "usage", until: { kind: "anonymised", period: { months: 24 } } },
  { dataClass: "system_logs", what: "logs", until: { kind: "rolling", period: { days: 90 } } },
  ...(["connection", "consent", "limits"] as const).map(
    (what): HeldItem => ({
      dataClass: "connection_metadata",
      what,
      until: { kind: "after_disconnection", period: { days: 30 } },
    }),
  ),
  { dataClass: "connection_metadata", what: "bundles", until: { kind: "date", at: AT + 7 * DAY } },
  { dataClass: "operational", what: "requests", until: { kind: "legal_hold" } },
  { dataClass: "operational", what: "other", until: { kind: "rolling", period: { months: 24 } } },
];
if (new Set(held.map(({ what }) => what)).size !== HELD_KINDS.length) throw new Error("a kind is missing");

export const card = (changes: Partial<ConnectionCard> = {}): ConnectionCard => ({
  id: "conn_1",
  appName: "Ledger & Co",
  platformName: "Shopify",
  mode: "live",
  status: "active",
  connectedAt: AT - 40 * DAY,
  disconnectedAt: null,
  deletionDue: null,
  limits: [],
  held,
  ...changes,
});

export const centre = (lang: Lang, changes: Partial<CentreView> = {}): CentreView => ({
  ...form(lang),
  ...choice,
  proof: { kind: "account", platformName: "Shopify" },
  connections: [card()],
  requests: [],
  ...changes,
});

export const detail = (changes: Partial<RequestDetail> = {}): RequestDetail => ({
  id: "req_1",
  type: "access",
  status: "completed",
  receivedAt: AT,
  dueAt: AT + 30 * DAY,
  hasBundle: true,
  closedAt: AT + DAY,
  jurisdiction: "ke",
  connections: [{ appName: "Ledger & Co", platformName: "Shopify" }],
  history: HISTORY_EVENTS.map((event, index) => ({ at: AT + index * 3_600_000, event })),
  bundle: { expiresAt: AT + 7 * DAY },
  receipt: `eyJhbGciOiJFZERTQSJ9.${"e30x".repeat(60)}.c2ln`,
  refusal: null,
  extended: true,
  canWithdraw: true,
  ...changes,
});

/** A centre with all there can be in it, named `name`. */
export const fullCentre = (lang: Lang, name: string): CentreView =>
  centre(lang, {
    proof: { kind: "app_user", appName: name },
    connections: CONNECTION_STATUSES.map((status, index) =>
      card({
        id: `conn_${index}`,
        appName: index < 2 ? name : `${name} ${index}`,
        platformName: name,
        status,
        mode: index === 0 ? "test" : "live",
        ...(status === "disconnected" && { disconnectedAt: AT, deletionDue: AT + 29 * DAY }),
        limits: [
          { limit: index === 1 ? "all" : "customer_data", since: AT },
          { limit: "raw_data", since: AT },
        ],
      }),
    ),
    requests: REQUEST_STATUSES.map((status, index) => ({
      id: `req_${index}`,
      type: REQUEST_TYPES[index % REQUEST_TYPES.length] ?? "access",
      status,
      receivedAt: AT,
      dueAt: AT + 30 * DAY,
      hasBundle: status === "completed",
    })),
    notice: "signed_in",
    endsAt: AT,
  });

const confirm = (lang: Lang, act: ConfirmAct, connection: ConnectionCard | null) =>
  rendered(ConfirmPage({ ...form(lang), ...choice, act, connection }));
const purposes = (active: boolean) =>
  (["retail_data", "customer_data", "raw_data", "keep_alive"] as const).map((key, index) => ({
    key,
    active: active || index === 1,
  }));
const shop = { label: "Shop domain", placeholder: "your-shop.example.com", hint: "As your admin shows it" };

/** Every page, each with a name that others chose where it shows one. */
export const PAGES: Record<string, (lang: Lang, name: string) => Promise<string>> = {
  start: (lang, name) =>
    rendered(
      StartPage({
        ...form(lang),
        platforms: [
          { key: "shopify", name, mode: "live" },
          { key: "sandbox", name: "Sandbox", mode: "test" },
        ],
        fault: "no_platform",
        mailed: true,
      }),
    ),
  "start without platforms": (lang) => rendered(StartPage({ ...form(lang), platforms: [] })),
  shop: (lang, name) =>
    rendered(
      ShopPage({
        ...form(lang),
        platformName: name,
        action: "/privacy/start/shop",
        shop,
        value: name,
        fault: "malformed",
      }),
    ),
  mailed: (lang) => rendered(MailedPage({ ...form(lang), action: "/privacy/mailed" })),
  centre: (lang, name) => rendered(CentrePage(fullCentre(lang, name))),
  "centre of one": (lang, name) =>
    rendered(CentrePage(centre(lang, { connections: [card({ appName: name })] }))),
  "centre of none": (lang) =>
    rendered(CentrePage(centre(lang, { connections: [], notice: "not_withdrawn" }))),
  ...Object.fromEntries(
    (["delete", "disconnect", "restrict"] as const).flatMap((act) => [
      [`${act} one`, (lang: Lang, name: string) => confirm(lang, act, card({ appName: name }))],
      [`${act} all`, (lang: Lang) => confirm(lang, act, null)],
    ]),
  ),
  object: (lang, name) =>
    rendered(
      ObjectPage({
        ...form(lang),
        ...choice,
        connection: card({ platformName: name }),
        purposes: purposes(false),
      }),
    ),
  "object, all standing": (lang, name) =>
    rendered(
      ObjectPage({ ...form(lang), ...choice, connection: card({ appName: name }), purposes: purposes(true) }),
    ),
  request: (lang, name) =>
    rendered(
      RequestPage({
        ...form(lang),
        request: detail({ connections: [{ appName: name, platformName: "Shopify" }] }),
      }),
    ),
  "request refused": (lang) =>
    rendered(
      RequestPage({
        ...form(lang),
        request: detail({ status: "refused", refusal: "excessive", bundle: null, connections: [] }),
      }),
    ),
  ...Object.fromEntries(
    MESSAGE_KEYS.map((message) => [
      `message ${message}`,
      (lang: Lang, name: string) => rendered(MessagePage({ ...form(lang), message, requestId: name })),
    ]),
  ),
};
/** Those that show no name that others chose. */
export const NAMELESS = /^(start without platforms|mailed|centre of none|request refused|.* all)$/;
