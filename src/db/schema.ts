import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

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
    /** The origin of the page that opens this session by connect.js; null where the browser only ever redirects. */
    embedOrigin: text("embed_origin"),
    language: text(),
    /** Set when the session repairs an existing connection. */
    reconnects: text(),
    /** SHA-256 of the claim on an installation that arrived before the session. */
    claims: text(),
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

/** The only usage that names a connection: its total per month, and its last call that succeeded. */
export const usageConnections = sqliteTable(
  "usage_connections",
  {
    connectionId: text("connection_id").notNull(),
    month: text().notNull(),
    appId: text("app_id").notNull(),
    calls: integer().notNull(),
    lastSuccessAt: integer("last_success_at"),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.month] })],
);

/** How far each ledger's batches have been applied: the guard that applies a batch at most once. */
export const meterSources = sqliteTable("meter_sources", {
  /** A ledger's name. */
  source: text().primaryKey(),
  lastSeq: integer("last_seq").notNull(),
  calls: integer().notNull(),
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

// ---------------------------------------------------------------- retention

/** One run of the retention engine, taken up again by the next invocation until it is done. */
export const retentionRuns = sqliteTable(
  "retention_runs",
  {
    id: text().primaryKey(),
    dryRun: integer("dry_run", { mode: "boolean" }).notNull(),
    /** The moment records are judged by; later invocations of the same run keep it. */
    asOf: integer("as_of").notNull(),
    status: text({ enum: ["running", "done"] }).notNull(),
    /** Id of the inventory entry under way; null when done. */
    position: text(),
    steps: integer().notNull(),
    startedAt: integer("started_at").notNull(),
    finishedAt: integer("finished_at"),
    /** Compact JWS over the run's counts, once it is done. */
    receipt: text(),
  },
  (table) => [index("retention_runs_started").on(table.startedAt)],
);

/** What a run removed or would remove, by inventory entry: written in the same transaction as the removal. */
export const retentionCounts = sqliteTable(
  "retention_counts",
  {
    runId: text("run_id").notNull(),
    entry: text().notNull(),
    removed: integer().notNull(),
    held: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.entry] })],
);

/** Data that must not be removed although its time has come (GDPR Art. 17(3)(e), litigation). */
export const legalHolds = sqliteTable("legal_holds", {
  id: text().primaryKey(),
  /** `connection`: all about one connection; `class`: a whole data class. */
  scope: text({ enum: ["connection", "class"] }).notNull(),
  target: text().notNull(),
  reason: text().notNull(),
  placedBy: text("placed_by").notNull(),
  placedAt: integer("placed_at").notNull(),
  releasedAt: integer("released_at"),
});

/** The sum of what left the cells, by age or by a restore, so that the meter's two totals can still be compared. */
export const meterRetired = sqliteTable("meter_retired", {
  side: text({ enum: ["usage", "restored"] }).primaryKey(),
  calls: integer().notNull(),
});

/** Usage after its 24 months: no app, no key, no connection; small or dominated cells merged or left out. */
export const usageAnonymous = sqliteTable(
  "usage_anonymous",
  {
    month: text().notNull(),
    /** A platform, or `other` where cells were merged. */
    platform: text().notNull(),
    operation: text().notNull(),
    statusClass: text("status_class").notNull(),
    calls: integer().notNull(),
    durationMs: integer("duration_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.month, table.platform, table.operation, table.statusClass] })],
);

/** Months already anonymised: a late batch for one of them is counted as retired and published nowhere. */
export const usageMonthsClosed = sqliteTable("usage_months_closed", {
  month: text().primaryKey(),
  closedAt: integer("closed_at").notNull(),
});

// ---------------------------------------------------------------- rights

export const rightsRequests = sqliteTable(
  "rights_requests",
  {
    id: text().primaryKey(),
    type: text({
      enum: ["access", "rectification", "deletion", "portability", "objection", "restriction"],
    }).notNull(),
    status: text({
      enum: [
        "received",
        "verifying",
        "verified",
        "in_progress",
        "completed",
        "refused",
        "withdrawn",
        "expired",
      ],
    }).notNull(),
    channel: text({ enum: ["developer", "privacy_centre", "mail"] }).notNull(),
    jurisdiction: text().notNull(),
    /** Set where a developer asked for their user; null where the person asked. */
    appId: text("app_id"),
    mode: text({ enum: ["test", "live"] }),
    /** Who may follow and download it: keyed hash of the platform account, or of app and end-user. Dropped with time. */
    requesterHash: text("requester_hash"),
    /** The request's own words and wishes (corrections, purposes, remarks), sealed; dropped when it closes. */
    details: blob({ mode: "buffer" }).$type<Uint8Array>(),
    /** Where a mailed request is answered, sealed; dropped when it closes. */
    replyTo: blob("reply_to", { mode: "buffer" }).$type<Uint8Array>(),
    /** SHA-256 of the one-time link's token of a mailed request. */
    linkHash: text("link_hash").unique(),
    linkExpiresAt: integer("link_expires_at"),
    receivedAt: integer("received_at").notNull(),
    /** CCPA/CPRA: receipt to be confirmed by then; null where the law has no such step. */
    confirmDueAt: integer("confirm_due_at"),
    dueAt: integer("due_at").notNull(),
    extendedReason: text("extended_reason"),
    remindedAt: integer("reminded_at"),
    verifiedAt: integer("verified_at"),
    closedAt: integer("closed_at"),
    /** The ground of a refusal. */
    reason: text(),
    /** Computed from the inventory when it was verified: the steps in order, each with its entry. */
    plan: text({ mode: "json" }).$type<unknown[]>(),
    /** How many steps of the plan are done. */
    stepsDone: integer("steps_done").notNull(),
    bundleExpiresAt: integer("bundle_expires_at"),
    /** Compact JWS, once it is completed. */
    receipt: text(),
  },
  (table) => [
    index("rights_requests_app").on(table.appId, table.mode, table.receivedAt, table.id),
    index("rights_requests_requester").on(table.requesterHash),
    index("rights_requests_open").on(table.status, table.dueAt),
    index("rights_requests_closed").on(table.closedAt),
  ],
);

/** The connections a request is about. */
export const rightsSubjects = sqliteTable(
  "rights_subjects",
  {
    requestId: text("request_id").notNull(),
    connectionId: text("connection_id").notNull(),
    appId: text("app_id").notNull(),
    mode: text({ enum: ["test", "live"] }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.requestId, table.connectionId] }),
    index("rights_subjects_app").on(table.appId, table.mode, table.requestId),
    index("rights_subjects_connection").on(table.connectionId),
  ],
);

/** Append-only: a trigger refuses every change of a row. */
export const rightsHistory = sqliteTable(
  "rights_history",
  {
    requestId: text("request_id").notNull(),
    seq: integer().notNull(),
    at: integer().notNull(),
    event: text().notNull(),
    actor: text({ enum: ["end_user", "developer", "operator", "system"] }).notNull(),
    /** From a fixed set of sentences or a ground; never what a person wrote. */
    note: text(),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.seq] })],
);

/** Objections (Art. 21) and restrictions (Art. 18) in force; the connection's object has its own copy for the gateway. */
export const processingLimits = sqliteTable(
  "processing_limits",
  {
    connectionId: text("connection_id").notNull(),
    /** A processing purpose, or `all` for a restriction. */
    purpose: text().notNull(),
    requestId: text("request_id").notNull(),
    since: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.purpose] })],
);

/** What a developer is told without asking (Art. 19): thin, never business data. */
export const developerNotices = sqliteTable(
  "developer_notices",
  {
    id: text().primaryKey(),
    appId: text("app_id").notNull(),
    mode: text({ enum: ["test", "live"] }).notNull(),
    kind: text().notNull(),
    requestId: text("request_id").notNull(),
    connectionId: text("connection_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    index("developer_notices_app").on(table.appId, table.mode, table.createdAt),
    index("developer_notices_age").on(table.createdAt),
  ],
);

// ---------------------------------------------------------------- identity

/** A browser that has proved control of a platform account, or of a developer's user. */
export const privacySessions = sqliteTable(
  "privacy_sessions",
  {
    /** SHA-256 of the cookie. */
    cookieHash: text("cookie_hash").primaryKey(),
    proof: text({ enum: ["account", "app_user"] }).notNull(),
    /** Of an account: its keyed hash. Of a developer's user: the keyed hash of app, mode and end-user id. */
    requesterHash: text("requester_hash").notNull(),
    platform: text(),
    appId: text("app_id"),
    mode: text({ enum: ["test", "live"] }),
    /** The developer's user id, sealed. */
    user: blob({ mode: "buffer" }).$type<Uint8Array>(),
    /** SHA-256 of the developer's token: one token, one session. */
    tokenHash: text("token_hash").unique(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("privacy_sessions_expiry").on(table.expiresAt)],
);

/** A trip to the platform to prove control of an account. */
export const privacyAttempts = sqliteTable(
  "privacy_attempts",
  {
    stateHash: text("state_hash").primaryKey(),
    platform: text().notNull(),
    browserHash: text("browser_hash").notNull(),
    /** Verifier, mode, shop, language and the mailed request it is for, sealed to this state. */
    sealed: blob({ mode: "buffer" }).$type<Uint8Array>().notNull(),
    expiresAt: integer("expires_at").notNull(),
    consumedAt: integer("consumed_at"),
  },
  (table) => [index("privacy_attempts_expiry").on(table.expiresAt)],
);

/** Public keys by which a developer signs tokens for their users. */
export const appTokenKeys = sqliteTable(
  "app_token_keys",
  {
    appId: text("app_id").notNull(),
    kid: text().notNull(),
    jwk: text({ mode: "json" }).$type<Record<string, string>>().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.kid] })],
);

/** How many mails a sender (a keyed hash of the address) sent lately, against floods; and which were seen. */
export const mailSeen = sqliteTable(
  "mail_seen",
  {
    /** `sender:<keyed hash>` or `message:<keyed hash of Message-ID>` or `all`. */
    key: text().primaryKey(),
    count: integer().notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("mail_seen_expiry").on(table.expiresAt)],
);

// ---------------------------------------------------------------- portal

/** A person of a developer's team. Nothing is asked of them but a label they choose. */
export const members = sqliteTable(
  "members",
  {
    id: text().primaryKey(),
    developerId: text("developer_id")
      .notNull()
      .references(() => developers.id),
    label: text().notNull(),
    role: text({ enum: ["owner", "developer", "viewer"] }).notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("members_developer").on(table.developerId)],
);

export const passkeys = sqliteTable(
  "passkeys",
  {
    /** The authenticator's credential id, base64url. */
    id: text().primaryKey(),
    memberId: text("member_id")
      .notNull()
      .references(() => members.id, { onDelete: "cascade" }),
    /** As a COSE_Key (RFC 9052 §7): public, worth nothing to a thief. */
    publicKey: blob("public_key", { mode: "buffer" }).$type<Uint8Array>().notNull(),
    signCount: integer("sign_count").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("passkeys_member").on(table.memberId)],
);

export const recoveryCodes = sqliteTable(
  "recovery_codes",
  {
    /** SHA-256 of the code, which is 119 random bits. */
    codeHash: text("code_hash").primaryKey(),
    memberId: text("member_id")
      .notNull()
      .references(() => members.id, { onDelete: "cascade" }),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("recovery_codes_member").on(table.memberId)],
);

export const invitations = sqliteTable(
  "invitations",
  {
    id: text().primaryKey(),
    /** SHA-256 of the link's token. */
    tokenHash: text("token_hash").notNull().unique(),
    developerId: text("developer_id")
      .notNull()
      .references(() => developers.id),
    role: text({ enum: ["owner", "developer", "viewer"] }).notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    index("invitations_developer").on(table.developerId),
    index("invitations_expiry").on(table.expiresAt),
  ],
);

export const portalSessions = sqliteTable(
  "portal_sessions",
  {
    /** SHA-256 of the cookie. */
    cookieHash: text("cookie_hash").primaryKey(),
    /** What it is called on the page that lists and ends sessions. */
    id: text().notNull(),
    memberId: text("member_id")
      .notNull()
      .references(() => members.id, { onDelete: "cascade" }),
    proof: text({ enum: ["passkey", "recovery_code"] }).notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    index("portal_sessions_member").on(table.memberId),
    index("portal_sessions_expiry").on(table.expiresAt),
  ],
);

/** A dialogue with an authenticator: taken out by its answer, so that no answer counts twice. */
export const passkeyDialogues = sqliteTable(
  "passkey_dialogues",
  {
    /** SHA-256 of the cookie that the challenge is derived from. */
    cookieHash: text("cookie_hash").primaryKey(),
    purpose: text({ enum: ["sign_up", "sign_in", "join", "add"] }).notNull(),
    /** The member it is about, or is to be; null for signing in. */
    memberId: text("member_id"),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("passkey_dialogues_expiry").on(table.expiresAt)],
);

// ---------------------------------------------------------------- proof

/** Append-only hash chain of what operators, developers and the system did; a trigger refuses every change of a row. */
export const auditLog = sqliteTable(
  "audit_log",
  {
    seq: integer().primaryKey(),
    at: integer().notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    /** An id of a run, request, hold, key or app, say; never of a connection or an end-user. */
    target: text(),
    /** Canonical JSON of counts and codes. */
    detail: text().notNull(),
    prevHash: text("prev_hash").notNull(),
    hash: text().notNull(),
  },
  (table) => [index("audit_log_actor").on(table.actor, table.seq)],
);

/** One a day: the chain's head, signed. */
export const auditCheckpoints = sqliteTable("audit_checkpoints", {
  day: text().primaryKey(),
  seq: integer().notNull(),
  hash: text().notNull(),
  jws: text().notNull(),
  createdAt: integer("created_at").notNull(),
});

/** An address that a shop's server pushes its credentials to, once. What is pushed goes to the object, never here. */
export const connectPushes = sqliteTable(
  "connect_pushes",
  {
    /** SHA-256 of the token in the address. */
    tokenHash: text("token_hash").primaryKey(),
    sessionId: text("session_id").notNull(),
    platform: text().notNull(),
    /** Shop and reference, sealed to the token's hash. */
    sealed: blob({ mode: "buffer" }).$type<Uint8Array>().notNull(),
    expiresAt: integer("expires_at").notNull(),
    receivedAt: integer("received_at"),
    /** What it came to, sealed: the connection and its account, or why there is none. */
    outcome: blob({ mode: "buffer" }).$type<Uint8Array>(),
  },
  (table) => [index("connect_pushes_expiry").on(table.expiresAt)],
);

/** An installation that arrived from a platform and belongs to no app yet; deleted when it is claimed. */
export const pendingInstalls = sqliteTable(
  "pending_installs",
  {
    /** SHA-256 of the claim code. */
    claimHash: text("claim_hash").primaryKey(),
    platform: text().notNull(),
    mode: text({ enum: ["test", "live"] }).notNull(),
    /** The credentials and their account, sealed to the claim. */
    sealed: blob({ mode: "buffer" }).$type<Uint8Array>().notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("pending_installs_expiry").on(table.expiresAt)],
);

/** Webhooks taken from platforms, so that a repeated delivery does nothing twice. */
export const webhookDeliveries = sqliteTable(
  "webhook_deliveries",
  {
    /** SHA-256 of platform, mode and the delivery's id. */
    id: text().primaryKey(),
    platform: text().notNull(),
    topic: text().notNull(),
    receivedAt: integer("received_at").notNull(),
    /** Null while it is being worked on. */
    outcome: text(),
  },
  (table) => [index("webhook_deliveries_received").on(table.receivedAt)],
);

/** Thin events for developers: that something happened at a connection's shop, never what is in it. */
export const events = sqliteTable(
  "events",
  {
    id: text().primaryKey(),
    appId: text("app_id").notNull(),
    mode: text({ enum: ["test", "live"] }).notNull(),
    type: text().notNull(),
    /** Null for what concerns the whole app, such as a new policy. */
    connectionId: text("connection_id"),
    /** The platform's own word for what changed. */
    topic: text(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    index("events_app").on(table.appId, table.mode, table.createdAt, table.id),
    index("events_connection").on(table.connectionId),
    index("events_created").on(table.createdAt),
  ],
);

// ---------------------------------------------------------------- promises to and of developers

/** Published versions of a policy, word for word; never changed, never removed. */
export const policyVersions = sqliteTable(
  "policy_versions",
  {
    id: text().primaryKey(),
    policy: text({ enum: ["end_user"] }).notNull(),
    version: text().notNull(),
    effectiveAt: integer("effective_at").notNull(),
    isMaterial: integer("is_material", { mode: "boolean" }).notNull(),
    /** What changed, for people. */
    summary: text().notNull(),
    sections: text({ mode: "json" }).$type<unknown[]>().notNull(),
    publishedAt: integer("published_at").notNull(),
    /** When every app had its notice; null while they are being told. */
    announcedAt: integer("announced_at"),
    /** The last app told, so that an interrupted announcement goes on there. */
    announcedTo: text("announced_to"),
  },
  (table) => [uniqueIndex("policy_versions_version").on(table.policy, table.version)],
);

/** Mails on their way to apps' contacts, and gone: to which app about what; the address is read when it is used. */
export const mailedNotices = sqliteTable(
  "mailed_notices",
  {
    appId: text("app_id").notNull(),
    /** A policy version's or an incident's id. */
    about: text().notNull(),
    type: text({ enum: ["policy.published", "incident.notice"] }).notNull(),
    attempts: integer().notNull(),
    /** Null once there is nothing more to try. */
    nextAt: integer("next_at"),
    sentAt: integer("sent_at"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.appId, table.about] }),
    index("mailed_notices_next").on(table.nextAt),
  ],
);

/** Which app accepted which version, how and when. */
export const policyAcceptances = sqliteTable(
  "policy_acceptances",
  {
    appId: text("app_id").notNull(),
    policyId: text("policy_id").notNull(),
    kind: text({ enum: ["statement", "continued_use"] }).notNull(),
    acceptedAt: integer("accepted_at").notNull(),
    /** The API key that stated it, or whose use it was. */
    keyId: text("key_id"),
  },
  (table) => [primaryKey({ columns: [table.appId, table.policyId] })],
);

/** What an app states before it may have live keys. Name, policy address, purposes, third parties, country: in `apps`. */
export const appReadiness = sqliteTable("app_readiness", {
  appId: text("app_id").primaryKey(),
  dataUse: text("data_use"),
  retention: text(),
  deletion: text(),
  securityContact: text("security_contact"),
  /** The module of the standard contractual clauses accepted, and which text of them. */
  sccModule: text("scc_module"),
  sccVersion: text("scc_version"),
  sccAcceptedAt: integer("scc_accepted_at"),
  /** Supplementary measures stated, for countries of high risk. */
  measures: text({ mode: "json" }).$type<string[]>(),
  updatedAt: integer("updated_at").notNull(),
});

/** On what ground a connection's data goes to its app's country: recorded when it is opened, and at each change. */
export const connectionTransfers = sqliteTable(
  "connection_transfers",
  {
    connectionId: text("connection_id").notNull(),
    recordedAt: integer("recorded_at").notNull(),
    appId: text("app_id").notNull(),
    fromRegion: text("from_region").notNull(),
    toCountry: text("to_country").notNull(),
    basis: text({ enum: ["no_transfer", "adequacy", "scc", "scc_with_measures"] }).notNull(),
    /** The decision or clauses it rests on. */
    reference: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.recordedAt] })],
);

export const incidents = sqliteTable(
  "incidents",
  {
    id: text().primaryKey(),
    appId: text("app_id"),
    mode: text({ enum: ["test", "live"] }),
    channel: text({ enum: ["developer", "operator"] }).notNull(),
    status: text({ enum: ["reported", "triaged", "contained", "closed"] }).notNull(),
    severity: text({ enum: ["unknown", "low", "medium", "high"] }).notNull(),
    discoveredAt: integer("discovered_at").notNull(),
    receivedAt: integer("received_at").notNull(),
    nature: text().notNull(),
    /** Classes of data, counts, countries: no names. */
    affected: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
    /** Whose authority has to be told by when. */
    clocks: text({ mode: "json" })
      .$type<{ authority: string; dueAt: number; toldAt: number | null }[]>()
      .notNull(),
    report: text(),
    closedAt: integer("closed_at"),
  },
  (table) => [
    index("incidents_app").on(table.appId, table.mode, table.receivedAt, table.id),
    index("incidents_status").on(table.status, table.receivedAt),
    index("incidents_closed").on(table.closedAt),
  ],
);

/** Append-only: a trigger refuses every change of a row. */
export const incidentEvents = sqliteTable(
  "incident_events",
  {
    incidentId: text("incident_id").notNull(),
    seq: integer().notNull(),
    at: integer().notNull(),
    actor: text({ enum: ["developer", "operator", "system"] }).notNull(),
    event: text().notNull(),
    note: text(),
  },
  (table) => [primaryKey({ columns: [table.incidentId, table.seq] })],
);

/** Where a developer wants events delivered (Standard Webhooks). */
export const webhookEndpoints = sqliteTable(
  "webhook_endpoints",
  {
    id: text().primaryKey(),
    appId: text("app_id").notNull(),
    mode: text({ enum: ["test", "live"] }).notNull(),
    url: text().notNull(),
    description: text(),
    /** Event types wanted; null: all. */
    types: text({ mode: "json" }).$type<string[]>(),
    /** Signing secrets with their ends, sealed to this endpoint: two while one is being replaced. */
    secrets: blob({ mode: "buffer" }).$type<Uint8Array>().notNull(),
    status: text({ enum: ["enabled", "disabled"] }).notNull(),
    /** Since when every delivery has failed. */
    failingSince: integer("failing_since"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("webhook_endpoints_app").on(table.appId, table.mode, table.createdAt)],
);

/** One event on its way to one endpoint. */
export const outgoingDeliveries = sqliteTable(
  "outgoing_deliveries",
  {
    id: text().primaryKey(),
    endpointId: text("endpoint_id").notNull(),
    eventId: text("event_id").notNull(),
    status: text({ enum: ["pending", "delivered", "dead"] }).notNull(),
    attempts: integer().notNull(),
    nextAt: integer("next_at").notNull(),
    /** HTTP status of the last attempt; null where none arrived. */
    lastStatus: integer("last_status"),
    lastFault: text("last_fault"),
    createdAt: integer("created_at").notNull(),
    deliveredAt: integer("delivered_at"),
  },
  (table) => [
    uniqueIndex("outgoing_deliveries_once").on(table.endpointId, table.eventId),
    index("outgoing_deliveries_due").on(table.status, table.nextAt),
    index("outgoing_deliveries_created").on(table.createdAt),
  ],
);

/** What a monitor found, as long as it lasts. */
export const alerts = sqliteTable(
  "alerts",
  {
    id: text().primaryKey(),
    rule: text().notNull(),
    /** Whom it concerns: an app, or null for operators. */
    appId: text("app_id"),
    /** What it is about, so that it is raised once: a platform, a key id, an inventory entry. */
    about: text().notNull(),
    detail: text({ mode: "json" }).$type<Record<string, string | number | boolean | null>>().notNull(),
    raisedAt: integer("raised_at").notNull(),
    seenAt: integer("seen_at").notNull(),
    resolvedAt: integer("resolved_at"),
  },
  (table) => [
    index("alerts_open").on(table.resolvedAt, table.rule, table.about),
    index("alerts_app").on(table.appId, table.raisedAt),
  ],
);

/** When each version of our own keys was first seen here: their age, at least. Nothing of the keys themselves. */
export const keyVersions = sqliteTable(
  "key_versions",
  {
    purpose: text().notNull(),
    version: text().notNull(),
    firstSeenAt: integer("first_seen_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.purpose, table.version] })],
);

/** Countries that an API key was used from: a new one may mean that somebody else has the key. */
export const keyCountries = sqliteTable(
  "key_countries",
  {
    keyId: text("key_id").notNull(),
    country: text().notNull(),
    firstSeenAt: integer("first_seen_at").notNull(),
    lastSeenAt: integer("last_seen_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.keyId, table.country] }),
    index("key_countries_seen").on(table.lastSeenAt),
  ],
);
