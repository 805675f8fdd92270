import { PERIODS } from "./periods";
import type { InventoryEntry } from "./types";
import { SUMS } from "./usage-fields";

type MeterTable = "commits_0" | "commits_1" | "flushed" | "withheld";

function meterEntry(
  table: MeterTable,
  entry: Pick<InventoryEntry, "purpose" | "subject" | "erasure" | "fields"> & { lasts: "minutes" | "kept" },
): InventoryEntry {
  const { lasts, ...rest } = entry;
  return {
    id: `object.MeterObject.${table}`,
    place: { kind: "object_table", object: "MeterObject", table },
    dataClass: "usage_analytics",
    retention:
      lasts === "minutes"
        ? { kind: "after_column", column: "at", period: PERIODS.meterCommits }
        : { kind: "kept", why: SUMS },
    end: "erase",
    export: { kind: "described", why: lasts === "minutes" ? "minutes old at most" : SUMS },
    ...rest,
  };
}

/** The two tables of commits, of which the older is dropped whole. */
const COMMITS = {
  purpose: "Count each answered call once, until its batch is in D1",
  subject: { kind: "connection", column: "lines" },
  erasure: { kind: "with_subject" },
  lasts: "minutes",
  fields: {
    id: "number of the batch, and of the commit in it",
    at: "time of the commit",
    lines: "log lines of the calls in this commit (fields: see r2.logs)",
  },
} as const;

const METER_ENTRIES: readonly InventoryEntry[] = [
  meterEntry("commits_0", COMMITS),
  meterEntry("commits_1", COMMITS),
  meterEntry("flushed", {
    purpose: "Prove that no call is missing in D1",
    subject: { kind: "none", why: SUMS },
    erasure: { kind: "not_personal" },
    lasts: "kept",
    fields: {
      id: "always 1",
      source: "name of the ledger",
      batch: "last batch applied",
      calls: "calls applied",
    },
  }),
  meterEntry("withheld", {
    purpose: "Keep to endings and objections in calls under way",
    subject: { kind: "connection", column: "subject" },
    erasure: { kind: "by_time_only", why: "a hash that keeps the erased from being named again" },
    lasts: "minutes",
    fields: {
      subject: "SHA-256 of the connection id",
      mark: "processing that is not done",
      at: "since when",
      seen: "when it was found old, to go a little later",
    },
  }),
];

/** What the sandbox's tables have in common: authorisation of made-up shops, behind test keys only. */
const SANDBOX = {
  dataClass: "authentication_data",
  subject: { kind: "none", why: "sandbox test shops only: each is made up and belongs to nobody" },
  end: "erase",
  export: { kind: "described", why: "hashes of tokens for made-up shops" },
  erasure: { kind: "not_personal" },
} as const;

function sandboxEntry(
  table: string,
  entry: Pick<InventoryEntry, "purpose" | "retention" | "fields">,
): InventoryEntry {
  return {
    id: `object.SandboxObject.${table}`,
    place: { kind: "object_table", object: "SandboxObject", table },
    ...SANDBOX,
    ...entry,
  };
}

/** The built-in sandbox platform's own authorisation server: hashes alone, no token, no shop's business. */
const SANDBOX_ENTRIES: readonly InventoryEntry[] = [
  sandboxEntry("codes", {
    purpose: "Give tokens for an authorisation code once, and notice its second use",
    retention: { kind: "after_column", column: "expires_at", period: PERIODS.sandbox },
    fields: {
      code_hash: "SHA-256 of the code",
      client_id: "OAuth client: Metristack itself",
      redirect_uri: "our callback address",
      challenge: "PKCE challenge",
      scope: "scopes allowed",
      expires_at: "when it ends",
      grant_id: "grant it gave, once used",
    },
  }),
  sandboxEntry("grants", {
    purpose: "Know which grant a token belongs to, so that revoking takes all of it",
    // Revoked when the connection ends; one that could not be (the platform was "down") goes with its last token.
    retention: { kind: "with_connection_end" },
    fields: {
      id: "grant id",
      client_id: "OAuth client: Metristack itself",
      scope: "scopes granted",
      created_at: "when given",
    },
  }),
  sandboxEntry("refresh_tokens", {
    purpose: "Rotate refresh tokens and notice the reuse of one",
    retention: { kind: "after_column", column: "expires_at", period: PERIODS.sandbox },
    fields: {
      token_hash: "SHA-256 of the token",
      grant_id: "grant",
      expires_at: "when it ends",
      used_at: "when first used",
      retired_at: "when a successor was used",
    },
  }),
  sandboxEntry("access_tokens", {
    purpose: "Recognise a call to the sandbox's retail API",
    retention: { kind: "after_column", column: "expires_at", period: PERIODS.sandbox },
    fields: { token_hash: "SHA-256 of the token", grant_id: "grant", expires_at: "when it ends" },
  }),
  sandboxEntry("breaks", {
    purpose: "Fail on request, so that a developer sees what a broken connection looks like",
    retention: { kind: "after_column", column: "until", period: PERIODS.sandbox },
    fields: {
      grant_id: "grant",
      kind: "how it is broken",
      until: "until when",
      calls_left: "throttled calls left",
    },
  }),
];

/** What rests in Durable Objects. */
export const OBJECT_ENTRIES: readonly InventoryEntry[] = [
  {
    id: "object.ConnectionObject.vault_keys",
    place: { kind: "object_table", object: "ConnectionObject", table: "vault_keys" },
    dataClass: "authentication_data",
    purpose: "Seal the platform credentials",
    subject: { kind: "object" },
    retention: { kind: "with_connection_end" },
    end: "erase",
    export: { kind: "described", why: "a secret: that it exists is told, its value never" },
    erasure: { kind: "with_subject" },
    fields: { id: "always 1", kek_version: "version of the wrapping key", wrapped: "the data key, wrapped" },
  },
  {
    id: "object.ConnectionObject.vault_values",
    place: { kind: "object_table", object: "ConnectionObject", table: "vault_values" },
    dataClass: "authentication_data",
    purpose: "Call the platform in the person's name",
    subject: { kind: "object" },
    retention: { kind: "with_connection_end" },
    end: "erase",
    export: { kind: "described", why: "a secret: that it exists is told, its value never" },
    erasure: { kind: "with_subject" },
    fields: {
      name: "tokens, account or subscription",
      sealed: "OAuth tokens; platform account and shop address; secret of the shop's webhook, sealed",
    },
  },
  {
    id: "object.ConnectionObject.subscription",
    place: { kind: "object_table", object: "ConnectionObject", table: "subscription" },
    dataClass: "connection_metadata",
    purpose: "Ask for the shop's events once, whatever fails meanwhile",
    subject: { kind: "object" },
    retention: { kind: "with_connection_metadata" },
    end: "erase",
    export: { kind: "described", why: "says only whether the shop's events were asked for" },
    erasure: { kind: "with_subject" },
    fields: {
      id: "always 1",
      state: "whether the shop's events were asked for",
      attempts: "how often it was tried",
      due_at: "when it is tried next",
    },
  },
  {
    id: "object.ConnectionObject.connection",
    place: { kind: "object_table", object: "ConnectionObject", table: "connection" },
    dataClass: "connection_metadata",
    purpose: "Decide whether a call may be made",
    subject: { kind: "object" },
    retention: { kind: "after_column", column: "disconnected_at", period: PERIODS.connectionMetadata },
    end: "erase",
    export: { kind: "described", why: "the same as d1.connections, of which it is the original" },
    erasure: { kind: "with_subject" },
    fields: {
      id: "always 1",
      connection_id: "connection id",
      app_id: "app",
      mode: "test or live",
      platform: "platform",
      region: "region",
      status: "state",
      version: "count of credential replacements",
      reason: "why it needs attention",
      granted_scopes: "scopes granted",
      missing_scopes: "scopes missing",
      created_at: "when made",
      connected_at: "when first usable",
      refreshed_at: "when the tokens were last renewed",
      disconnected_at: "when ended",
      revocation: "what revoking at the platform came to",
      mirrored: "whether D1 has the latest state",
    },
  },
  {
    id: "object.ConnectionObject.limits",
    place: { kind: "object_table", object: "ConnectionObject", table: "limits" },
    dataClass: "connection_metadata",
    purpose: "Keep to objections and restrictions from the next call on",
    subject: { kind: "object" },
    retention: { kind: "with_connection_metadata" },
    end: "erase",
    export: { kind: "described", why: "the same as d1.processing_limits" },
    erasure: { kind: "with_subject" },
    fields: { purpose: "processing that is not done" },
  },
  ...METER_ENTRIES,
  ...SANDBOX_ENTRIES,
];
