import { PERIODS } from "./periods";
import type { InventoryEntry } from "./types";

/** All of it is a developer's own, told on the portal's pages, and leads to no end-user. */
const OWN = {
  dataClass: "developer_account",
  subject: { kind: "none", why: "a developer's team; names no end-user and no connection" },
  end: "erase",
  export: { kind: "described", why: "the developer's own" },
  erasure: { kind: "not_personal" },
} as const;

/** What signing in to the developer portal leaves. Its cookies carry random values, of which hashes rest here. */
export const PORTAL_ENTRIES: readonly InventoryEntry[] = [
  {
    ...OWN,
    id: "d1.members",
    place: { kind: "d1_table", table: "members" },
    purpose: "Know who belongs to a developer's team, and what each may do",
    retention: { kind: "with_account" },
    fields: {
      id: "member id",
      developer_id: "developer",
      label: "what the member chose to be called",
      role: "owner, developer or viewer",
      created_at: "when they joined",
    },
  },
  {
    ...OWN,
    id: "d1.passkeys",
    place: { kind: "d1_table", table: "passkeys" },
    purpose: "Recognise a member by their passkey",
    retention: { kind: "with_account" },
    fields: {
      id: "credential id",
      member_id: "member",
      public_key: "public key",
      sign_count: "signature counter",
      created_at: "when added",
    },
  },
  {
    ...OWN,
    id: "d1.recovery_codes",
    place: { kind: "d1_table", table: "recovery_codes" },
    purpose: "Let a member who lost their passkeys in, once a code",
    retention: { kind: "with_account" },
    fields: { code_hash: "SHA-256 of the code", member_id: "member", created_at: "when made" },
  },
  {
    ...OWN,
    id: "d1.invitations",
    place: { kind: "d1_table", table: "invitations" },
    purpose: "Let one more person join a team, once",
    retention: { kind: "after_column", column: "expires_at", period: PERIODS.portalSession },
    fields: {
      id: "invitation id",
      token_hash: "SHA-256 of the link's token",
      developer_id: "developer",
      role: "role offered",
      created_at: "when made",
      expires_at: "when it ends",
    },
  },
  {
    ...OWN,
    id: "d1.portal_sessions",
    place: { kind: "d1_table", table: "portal_sessions" },
    purpose: "Know that a browser is signed in to the portal",
    retention: { kind: "after_column", column: "expires_at", period: PERIODS.portalSession },
    fields: {
      cookie_hash: "SHA-256 of the browser's cookie",
      id: "what it is listed under",
      member_id: "member",
      proof: "passkey or recovery code",
      created_at: "when signed in",
      expires_at: "when it ends",
    },
  },
  {
    ...OWN,
    id: "d1.passkey_dialogues",
    place: { kind: "d1_table", table: "passkey_dialogues" },
    purpose: "Take an authenticator's answer once only, and from the browser that asked",
    retention: { kind: "after_column", column: "expires_at", period: PERIODS.portalSession },
    fields: {
      cookie_hash: "SHA-256 of the browser's cookie",
      purpose: "what it was begun for",
      member_id: "member it is about",
      expires_at: "when it ends",
    },
  },
];
