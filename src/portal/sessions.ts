import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { HOST_COOKIE } from "../http/host-cookie";
import { randomBase62 } from "../kernel/base62";
import { clock, HOUR } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { newId } from "../kernel/ids";
import { deleteSession, findSession, insertSession, type SessionRow } from "./account-store";
import type { MemberRow } from "./team-store";

export type Ctx = Context<AppEnv>;

const COOKIE = "mtr_portal";
const LIFE_MS = 12 * HOUR;

/** A member at a browser. What they may do is read with each request, so that a change holds at once. */
export interface SignedIn {
  member: MemberRow;
  session: SessionRow;
  /** The value that a form of this session must bring along. */
  csrf: string;
}

/**
 * Begins a session after a proof, under a new cookie and in place of any the browser had: a cookie that somebody
 * planted before the proof opens nothing after it (no session fixation).
 */
export async function beginSession(c: Ctx, memberId: string, proof: SessionRow["proof"]): Promise<void> {
  const former = cookieOf(c, COOKIE);
  const value = randomBase62(32);
  const now = clock.now();
  const row = {
    cookieHash: await sha256(value),
    id: newId("ses"),
    memberId,
    proof,
    createdAt: now,
    expiresAt: now + LIFE_MS,
  };
  await insertSession(database(c.env), row, former && (await sha256(former)));
  setCookie(c, COOKIE, value, { ...HOST_COOKIE, maxAge: LIFE_MS / 1_000 });
}

export async function signedInAt(c: Ctx): Promise<SignedIn | null> {
  const value = cookieOf(c, COOKIE);
  const found = value && (await findSession(database(c.env), await sha256(value), clock.now()));
  return found ? { ...found, csrf: await sha256(`portal-csrf/${value}`) } : null;
}

export async function signOut(c: Ctx, { member, session }: SignedIn): Promise<void> {
  await deleteSession(database(c.env), member.id, session.id);
  deleteCookie(c, COOKIE, HOST_COOKIE);
}

/** A cookie of ours; null for none, and for what is not of the form we give. */
export function cookieOf(c: Ctx, name: string): string | null {
  const value = getCookie(c, name, "host");
  return value && /^[0-9A-Za-z]{32}$/.test(value) ? value : null;
}
