import type { Context } from "hono";
import { z } from "zod";
import { type Config, configOf } from "../config/config";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { clock, MINUTE } from "../kernel/clock";
import { type Mode, modeSchema } from "../kernel/regions";
import { Sealer } from "../kernel/sealer";
import { accountRequester, appUserRequester } from "../rights/requester";
import { forgetVisitor, knownVisitor, newVisitor, type Visitor } from "./browser";
import { endSession, findSession, insertSession, type PrivacySessionRow } from "./session-store";

const SESSION_LIFE_MS = 30 * MINUTE;

/** What a person has proved control of (docs/decisions/0009). */
export type Proof =
  /** A platform account, by signing in there again. */
  | { kind: "account"; platform: string; accountHash: string; mode: Mode }
  /** Being a developer's user, by the developer's signed word. */
  | { kind: "app_user"; appId: string; externalUserId: string; mode: Mode };

/** Someone who has proved control. */
export interface Proved {
  proof: Proof;
  /** Whose requests they may follow. */
  requester: string;
}

/** A person at the privacy centre. */
export interface Person extends Proved {
  visitor: Visitor;
  endsAt: number;
}

export async function provedBy(env: Env, proof: Proof): Promise<Proved> {
  const requester =
    proof.kind === "account"
      ? await accountRequester(proof.accountHash, proof.mode)
      : await appUserRequester(configOf(env), proof);
  return { proof, requester };
}

/**
 * Begins a session after a proof, in place of any the browser had, under a new cookie: one that somebody planted
 * before the proof opens nothing (no session fixation).
 * @param tokenHash of the developer's token that was the proof
 * @returns null when that token was used before; then nothing has changed
 */
export async function beginSession(
  c: Context<AppEnv>,
  { proof, requester }: Proved,
  tokenHash: string | null = null,
): Promise<Person | null> {
  const db = database(c.env);
  const config = configOf(c.env);
  const former = await knownVisitor(c);
  const visitor = await newVisitor(c);
  const now = clock.now();
  const endsAt = now + SESSION_LIFE_MS;
  const isNew = await insertSession(db, {
    cookieHash: visitor.hash,
    proof: proof.kind,
    requesterHash: proof.kind === "account" ? proof.accountHash : requester,
    platform: proof.kind === "account" ? proof.platform : null,
    appId: proof.kind === "app_user" ? proof.appId : null,
    mode: proof.mode,
    user: proof.kind === "app_user" ? await sealerOf(config).seal(visitor.hash, proof.externalUserId) : null,
    tokenHash,
    createdAt: now,
    expiresAt: endsAt,
  });
  if (!isNew) return null;
  if (former) await endSession(db, former.hash);
  return { proof, requester, visitor, endsAt };
}

/** Who is at this browser; null without a proof, or when it has ended. */
export async function personAt(c: Context<AppEnv>): Promise<Person | null> {
  const visitor = await knownVisitor(c);
  const row = visitor && (await findSession(database(c.env), visitor.hash, clock.now()));
  if (!row) return null;
  const proved = await provedBy(c.env, await proofOf(configOf(c.env), row));
  return { ...proved, visitor, endsAt: row.expiresAt };
}

/** Ends the browser's session, if it has one, and forgets the browser. */
export async function signOut(c: Context<AppEnv>): Promise<void> {
  const visitor = await knownVisitor(c);
  if (visitor) await endSession(database(c.env), visitor.hash);
  forgetVisitor(c);
}

async function proofOf(config: Config, row: PrivacySessionRow): Promise<Proof> {
  const mode = modeSchema.parse(row.mode);
  if (row.proof === "account" && row.platform !== null)
    return { kind: "account", platform: row.platform, accountHash: row.requesterHash, mode };
  if (row.proof === "app_user" && row.appId !== null && row.user !== null) {
    const externalUserId = z.string().parse(await sealerOf(config).open(row.cookieHash, row.user));
    return { kind: "app_user", appId: row.appId, externalUserId, mode };
  }
  throw new Error("a privacy session does not say what was proved");
}

function sealerOf(config: Config): Sealer {
  return new Sealer(config.sealKeys, "privacy-user");
}
