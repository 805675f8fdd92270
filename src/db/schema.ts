import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * D1. Every table and column here is named in src/inventory/inventory.ts with its class, purpose and clock; the
 * inventory test fails on one that is not. Times are epoch milliseconds, UTC.
 */

export const developers = sqliteTable("developers", {
  id: text().primaryKey(),
  createdAt: integer("created_at").notNull(),
});

export const apps = sqliteTable(
  "apps",
  {
    id: text().primaryKey(),
    developerId: text("developer_id")
      .notNull()
      .references(() => developers.id),
    name: text().notNull(),
    privacyPolicyUrl: text("privacy_policy_url"),
    /** What the app uses the data for: sentences shown on the consent screen. */
    purposes: text({ mode: "json" }).$type<string[]>().notNull(),
    /** With whom the app shares it: names shown on the consent screen. */
    thirdParties: text("third_parties", { mode: "json" }).$type<string[]>().notNull(),
    country: text(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("apps_developer").on(table.developerId)],
);

export const redirectUris = sqliteTable(
  "redirect_uris",
  {
    appId: text("app_id")
      .notNull()
      .references(() => apps.id),
    uri: text().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.uri] })],
);

export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text().primaryKey(),
    appId: text("app_id")
      .notNull()
      .references(() => apps.id),
    mode: text({ enum: ["test", "live"] }).notNull(),
    name: text().notNull(),
    scopes: text({ mode: "json" }).$type<string[]>().notNull(),
    /** HMAC-SHA-256 of the secret part under the pepper of this version. */
    mac: blob({ mode: "buffer" }).$type<Uint8Array>().notNull(),
    pepperVersion: integer("pepper_version").notNull(),
    rotatedFrom: text("rotated_from"),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at"),
    revokedAt: integer("revoked_at"),
  },
  (table) => [index("api_keys_app").on(table.appId, table.mode)],
);

export const connectSessions = sqliteTable(
  "connect_sessions",
  {
    id: text().primaryKey(),
    appId: text("app_id").notNull(),
    mode: text({ enum: ["test", "live"] }).notNull(),
    /** SHA-256 of the token in the connect address. */
    tokenHash: text("token_hash").notNull().unique(),
    externalUserId: text("external_user_id").notNull(),
    platforms: text({ mode: "json" }).$type<string[]>(),
    region: text({ enum: ["eu", "us", "af"] }).notNull(),
    redirectUri: text("redirect_uri").notNull(),
    /** The developer's own opaque state, returned unchanged. */
    state: text(),
    language: text(),
    /** Set when the session repairs an existing connection. */
    reconnects: text(),
    /** Chosen on the way, and kept here so that no address can override it. */
    platform: text(),
    shop: text(),
    /** SHA-256 of the browser cookie that opened it first; another browser is refused. */
    browserHash: text("browser_hash"),
    status: text({ enum: ["created", "opened", "authorizing", "completed", "declined", "failed"] }).notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("connect_sessions_expiry").on(table.expiresAt)],
);

export const oauthStates = sqliteTable(
  "oauth_states",
  {
    /** SHA-256 of the `state` parameter. */
    stateHash: text("state_hash").primaryKey(),
    sessionId: text("session_id").notNull(),
    platform: text().notNull(),
    browserHash: text("browser_hash").notNull(),
    /** Verifier, shop and consent, sealed to this state. */
    sealed: blob({ mode: "buffer" }).$type<Uint8Array>().notNull(),
    expiresAt: integer("expires_at").notNull(),
    consumedAt: integer("consumed_at"),
  },
  (table) => [index("oauth_states_expiry").on(table.expiresAt)],
);

export const connectCodes = sqliteTable(
  "connect_codes",
  {
    codeHash: text("code_hash").primaryKey(),
    appId: text("app_id").notNull(),
    mode: text({ enum: ["test", "live"] }).notNull(),
    connectionId: text("connection_id").notNull(),
    expiresAt: integer("expires_at").notNull(),
    usedAt: integer("used_at"),
  },
  (table) => [index("connect_codes_expiry").on(table.expiresAt)],
);

export const connections = sqliteTable(
  "connections",
  {
    id: text().primaryKey(),
    appId: text("app_id").notNull(),
    mode: text({ enum: ["test", "live"] }).notNull(),
    platform: text().notNull(),
    externalUserId: text("external_user_id").notNull(),
    region: text({ enum: ["eu", "us", "af"] }).notNull(),
    status: text({ enum: ["pending", "active", "degraded", "needs_reauth", "disconnected"] }).notNull(),
    /** Keyed hash of the platform account, to find a person's connections without knowing who they are. */
    accountHash: text("account_hash").notNull(),
    grantedScopes: text("granted_scopes", { mode: "json" }).$type<string[] | null>(),
    missingScopes: text("missing_scopes", { mode: "json" }).$type<string[]>().notNull(),
    needsReauthReason: text("needs_reauth_reason"),
    createdAt: integer("created_at").notNull(),
    connectedAt: integer("connected_at"),
    disconnectedAt: integer("disconnected_at"),
    /** When cron last asked its object whether the refresh token needs keeping alive. */
    checkedAt: integer("checked_at").notNull(),
  },
  (table) => [
    index("connections_app").on(table.appId, table.mode, table.createdAt, table.id),
    index("connections_account").on(table.accountHash),
    index("connections_disconnected").on(table.disconnectedAt),
    index("connections_checked").on(table.checkedAt),
  ],
);

/** One per consent given; fields after ISO/IEC TS 27560:2023 (record, notice, processing, event). */
export const consents = sqliteTable(
  "consents",
  {
    id: text().primaryKey(),
    connectionId: text("connection_id").notNull(),
    appId: text("app_id").notNull(),
    schemaVersion: text("schema_version").notNull(),
    noticeVersion: text("notice_version").notNull(),
    noticeLanguage: text("notice_language").notNull(),
    /** SHA-256 of the exact statement shown. */
    noticeHash: text("notice_hash").notNull(),
    dataCategories: text("data_categories", { mode: "json" }).$type<string[]>().notNull(),
    purposes: text({ mode: "json" }).$type<string[]>().notNull(),
    recipients: text({ mode: "json" }).$type<string[]>().notNull(),
    withdrawalMethods: text("withdrawal_methods", { mode: "json" }).$type<string[]>().notNull(),
    givenAt: integer("given_at").notNull(),
    withdrawnAt: integer("withdrawn_at"),
    withdrawnBy: text("withdrawn_by"),
  },
  (table) => [index("consents_connection").on(table.connectionId)],
);

const latency = {
  le25: integer("le_25").notNull(),
  le50: integer("le_50").notNull(),
  le100: integer("le_100").notNull(),
  le200: integer("le_200").notNull(),
  le400: integer("le_400").notNull(),
  le800: integer("le_800").notNull(),
  le1600: integer("le_1600").notNull(),
  le3200: integer("le_3200").notNull(),
  le6400: integer("le_6400").notNull(),
  over6400: integer("over_6400").notNull(),
};

const measures = {
  calls: integer().notNull(),
  durationMs: integer("duration_ms").notNull(),
  platformMs: integer("platform_ms").notNull(),
  ...latency,
};

const dimensions = {
  appId: text("app_id").notNull(),
  mode: text({ enum: ["test", "live"] }).notNull(),
  keyId: text("key_id").notNull(),
  platform: text().notNull(),
  operation: text().notNull(),
  status: integer().notNull(),
};

/** Usage of the recent hours. Closed days are moved, not copied, to `usage_daily`. */
export const usageHourly = sqliteTable(
  "usage_hourly",
  {
    appId: dimensions.appId,
    mode: dimensions.mode,
    hour: text().notNull(),
    keyId: dimensions.keyId,
    platform: dimensions.platform,
    operation: dimensions.operation,
    status: dimensions.status,
    ...measures,
  },
  (table) => [
    primaryKey({
      columns: [
        table.appId,
        table.mode,
        table.hour,
        table.keyId,
        table.platform,
        table.operation,
        table.status,
      ],
    }),
  ],
);

export const usageDaily = sqliteTable(
  "usage_daily",
  {
    appId: dimensions.appId,
    mode: dimensions.mode,
    day: text().notNull(),
    keyId: dimensions.keyId,
    platform: dimensions.platform,
    operation: dimensions.operation,
    status: dimensions.status,
    ...measures,
  },
  (table) => [
    primaryKey({
      columns: [
        table.appId,
        table.mode,
        table.day,
        table.keyId,
        table.platform,
        table.operation,
        table.status,
      ],
    }),
  ],
);

/** The only usage that names a connection: its total per month. */
export const usageConnections = sqliteTable(
  "usage_connections",
  {
    connectionId: text("connection_id").notNull(),
    month: text().notNull(),
    appId: text("app_id").notNull(),
    calls: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.month] })],
);

/** How far each ledger's batches have been applied: the guard that applies a batch at most once. */
export const meterSources = sqliteTable("meter_sources", {
  /** A connection id or an API-key id. */
  source: text().primaryKey(),
  appId: text("app_id").notNull(),
  lastSeq: integer("last_seq").notNull(),
  calls: integer().notNull(),
  lastSuccessAt: integer("last_success_at"),
  updatedAt: integer("updated_at").notNull(),
});

export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    /** SHA-256 over API key id and the caller's Idempotency-Key. */
    id: text().primaryKey(),
    requestHash: text("request_hash").notNull(),
    status: integer(),
    /** The first answer, sealed; null while the first request is running. */
    answer: blob({ mode: "buffer" }).$type<Uint8Array>(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("idempotency_keys_expiry").on(table.expiresAt)],
);
