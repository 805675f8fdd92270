import { PERIODS } from "./periods";
import type { InventoryEntry } from "./types";

/** The meter's commits, in two tables of which the older is dropped whole. */
function commitsEntry(table: "commits_0" | "commits_1"): InventoryEntry {
  return {
    id: `object.MeterObject.${table}`,
    place: { kind: "object_table", object: "MeterObject", table },
    dataClass: "usage_analytics",
    purpose: "Count each answered call once, until its batch is in D1",
    subject: { kind: "connection", column: "lines" },
    retention: { kind: "after_column", column: "at", period: PERIODS.meterCommits },
    end: "erase",
    export: { kind: "described", why: "minutes old at most, then part of usage and logs" },
    erasure: { kind: "with_subject" },
    fields: {
      id: "number of the batch, and of the commit in it",
      at: "time of the commit",
      lines: "log lines of the calls in this commit (fields: see r2.logs)",
    },
  };
}

const METER_ENTRIES: readonly InventoryEntry[] = [
  commitsEntry("commits_0"),
  commitsEntry("commits_1"),
  {
    id: "object.MeterObject.flushed",
    place: { kind: "object_table", object: "MeterObject", table: "flushed" },
    dataClass: "usage_analytics",
    purpose: "Know which calls are in D1, and prove that none is missing",
    subject: { kind: "none", why: "sums over many connections" },
    retention: { kind: "kept", why: "one row of sums a ledger" },
    end: "erase",
    export: { kind: "described", why: "sums over many connections" },
    erasure: { kind: "not_personal" },
    fields: {
      id: "always 1",
      source: "name of the ledger",
      batch: "last batch known to be in D1",
      calls: "calls known to be in D1",
    },
  },
  {
    id: "object.MeterObject.withheld",
    place: { kind: "object_table", object: "MeterObject", table: "withheld" },
    dataClass: "connection_metadata",
    purpose:
      "Let no answer leave for a connection that ended, or was objected to, while calls were under way",
    subject: { kind: "connection", column: "subject" },
    retention: { kind: "after_column", column: "at", period: PERIODS.meterCommits },
    end: "erase",
    export: { kind: "described", why: "a hash, for ten minutes" },
    erasure: {
      kind: "by_time_only",
      why: "a hash that keeps the erased from being named again, for ten minutes",
    },
    fields: {
      subject: "SHA-256 of the connection id",
      mark: "that it ended, or which processing is not done",
      at: "since when",
    },
  },
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
