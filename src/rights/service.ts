import { database } from "../db/client";
import { clock } from "../kernel/clock";
import { newId, regionOfConnectionId } from "../kernel/ids";
import type { Mode, Region } from "../kernel/regions";
import { audit } from "../proof/audit";
import { close, stepsOf } from "./advance";
import { clockOf, defaultJurisdiction, extendedDueAt, isJurisdiction } from "./clocks";
import type { JurisdictionKey } from "./jurisdictions";
import { nextStatus } from "./machine";
import { planOf } from "./plan";
import {
  attachments,
  change,
  findRequest,
  type HistoryEntry,
  insertRequest,
  type Loaded,
  loadRequest,
  subjectsOf,
} from "./store";
import type {
  Actor,
  ExtensionReason,
  RefusalGround,
  RequestRow,
  Right,
  SubjectConnection,
  Wishes,
} from "./types";
import { openAddress, openWishes, sealAddress, sealWishes } from "./wishes";

/** How often a change that lost a race is tried anew on the newer state. */
const TRIES = 5;

export interface OpenInput {
  right: Right;
  channel: "developer" | "privacy_centre";
  /** Whose law's clock runs; null: by the connections' regions. */
  jurisdiction: string | null;
  /** Set where a developer asks for their user. */
  app: { appId: string; mode: Mode } | null;
  requesterHash: string | null;
  /** At least one. */
  subjects: readonly SubjectConnection[];
  wishes: Wishes;
}

export type Opened = { kind: "opened"; row: RequestRow } | { kind: "already_open"; id: string };

/**
 * Opens a request of someone whose control is proved: by the developer's authenticated call, or by the privacy
 * centre's session. Receipt is confirmed by the answer itself (Cal. Code Regs. tit. 11 § 7021(a)).
 * @returns `already_open` while one of the same right is open for one of the connections; nothing changes then
 */
export async function openRequest(env: Env, input: OpenInput): Promise<Opened> {
  if (input.subjects.length === 0) throw new Error("a request without connections has nothing to be about");
  const id = newId("rr");
  const actor: Actor = input.channel === "developer" ? "developer" : "end_user";
  const now = clock.now();
  const jurisdiction = jurisdictionOf(input.jurisdiction, input.subjects);
  const blocking = await insertRequest(env.DB, {
    row: {
      id,
      type: input.right,
      status: "verified",
      channel: input.channel,
      jurisdiction,
      appId: input.app?.appId ?? null,
      mode: input.app?.mode ?? null,
      requesterHash: input.requesterHash,
      details: hasWishes(input.wishes) ? await sealWishes(env, id, input.wishes) : null,
      receivedAt: now,
      ...clockOf(jurisdiction, input.right, now),
      verifiedAt: now,
      stepsDone: 0,
    },
    subjects: input.subjects,
    history: [
      { event: "received", actor },
      { event: "confirmed", actor: "system" },
      { event: "verified", actor: "system", note: input.channel },
    ],
  });
  if (blocking !== null) return { kind: "already_open", id: blocking };
  return { kind: "opened", row: await mustFind(env, id) };
}

/** Opens a mailed request: it waits for a proof, and is about nobody until then. */
export async function openMailed(
  env: Env,
  input: {
    right: Right;
    jurisdiction: string | null;
    /** Kept sealed, dropped when the request closes. */
    replyTo: string;
    /** SHA-256 of the one-time link's token. */
    linkHash: string;
    linkExpiresAt: number;
  },
): Promise<RequestRow> {
  const id = newId("rr");
  const now = clock.now();
  const jurisdiction = jurisdictionOf(input.jurisdiction, []);
  await insertRequest(env.DB, {
    row: {
      id,
      type: input.right,
      status: "verifying",
      channel: "mail",
      jurisdiction,
      replyTo: await sealAddress(env, id, input.replyTo),
      linkHash: input.linkHash,
      linkExpiresAt: input.linkExpiresAt,
      receivedAt: now,
      ...clockOf(jurisdiction, input.right, now),
      stepsDone: 0,
    },
    subjects: [],
    history: [
      { event: "received", actor: "end_user" },
      { event: "confirmed", actor: "system" },
      { event: "verifying", actor: "system" },
    ],
  });
  return mustFind(env, id);
}

/**
 * A mailed request's sender has proved control: it is about these connections from now on.
 * @returns null when it no longer waits for a proof; refused as `nothing_held` where there are none
 */
export async function verifyMailed(
  env: Env,
  id: string,
  { requesterHash, subjects }: { requesterHash: string; subjects: readonly SubjectConnection[] },
): Promise<RequestRow | null> {
  return settled(env, id, async (loaded) => {
    const status = nextStatus(loaded.row.status, { kind: "proved" });
    if (!status || loaded.row.channel !== "mail") return { kind: "no" };
    const now = clock.now();
    if (subjects.length === 0) {
      const history: HistoryEntry[] = [
        { event: "verified", actor: "system" },
        { event: "refused", actor: "system", note: "nothing_held" },
      ];
      return asResult(await close(env, loaded, { kind: "refused" }, { reason: "nothing_held" }, history));
    }
    const isFirst = await change(env.DB, loaded, now, {
      set: { status, requester_hash: requesterHash, verified_at: now, link_hash: null },
      history: [{ event: "verified", actor: "system", note: "mail" }],
      with: attachments(env.DB, id, subjects),
    });
    return isFirst ? { kind: "done" } : { kind: "again" };
  });
}

/** @returns null when it is closed, or has begun to be carried out. */
export async function withdraw(env: Env, id: string, actor: Actor): Promise<RequestRow | null> {
  return settled(env, id, async (loaded) => {
    const event = { kind: "withdrawn", stepsDone: loaded.row.stepsDone } as const;
    if (!nextStatus(loaded.row.status, event)) return { kind: "no" };
    return asResult(await close(env, loaded, event, {}, [{ event: "withdrawn", actor }]));
  });
}

/** An operator refuses with a ground. @returns null when it is closed. */
export async function refuse(
  env: Env,
  id: string,
  ground: RefusalGround,
  by: string,
): Promise<RequestRow | null> {
  return settled(env, id, async (loaded) => {
    if (!nextStatus(loaded.row.status, { kind: "refused" })) return { kind: "no" };
    const history: HistoryEntry[] = [{ event: "refused", actor: "operator", note: ground }];
    return asResult(await close(env, loaded, { kind: "refused" }, { reason: ground }, history, by));
  });
}

/**
 * An operator extends the deadline, once, and before it has passed (GDPR Art. 12(3)).
 * @returns null when it is closed, extended already, late, or the law grants no extension
 */
export async function extend(
  env: Env,
  id: string,
  reason: ExtensionReason,
  by: string,
): Promise<RequestRow | null> {
  const row = await settled(env, id, async (loaded) => {
    const { row } = loaded;
    const now = clock.now();
    const dueAt = isJurisdiction(row.jurisdiction)
      ? extendedDueAt(row.jurisdiction, row.type, row.receivedAt)
      : null;
    const isOpen = nextStatus(row.status, { kind: "refused" }) !== null;
    if (!isOpen || row.extendedReason !== null || dueAt === null || now > row.dueAt) return { kind: "no" };
    const isFirst = await change(env.DB, loaded, now, {
      set: { due_at: dueAt, extended_reason: reason },
      history: [{ event: "extended", actor: "operator", note: reason }],
    });
    return isFirst ? { kind: "done" } : { kind: "again" };
  });
  if (row) await audit(env.DB, { actor: by, action: "rights.extended", target: id, detail: { reason } });
  return row;
}

/**
 * An operator has read a person's own words: with corrections, these are carried out next; without, the request is
 * answered as it is. @returns null when it does not wait for that.
 */
export async function resolveReview(
  env: Env,
  id: string,
  corrections: Record<string, string>,
  by: string,
): Promise<RequestRow | null> {
  const row = await settled(env, id, async (loaded) => {
    const { row } = loaded;
    const plan = stepsOf(row);
    if (row.status !== "in_progress" || plan[row.stepsDone]?.action !== "review") return { kind: "no" };
    const subjects = await subjectsOf(database(env), id);
    const wishes = { ...(await openWishes(env, id, row.details)), corrections };
    const rest = planOf("rectification", wishes, subjects.length).filter(({ action }) => action !== "review");
    const isFirst = await change(env.DB, loaded, clock.now(), {
      set: {
        steps_done: row.stepsDone + 1,
        plan: JSON.stringify([...plan.slice(0, row.stepsDone + 1), ...rest]),
      },
      history: [{ event: "step_done", actor: "operator", note: "reviewed" }],
    });
    return isFirst ? { kind: "done" } : { kind: "again" };
  });
  if (row) await audit(env.DB, { actor: by, action: "rights.reviewed", target: id });
  return row;
}

/** What a person asked for in words, and where a mail is answered. Reading that is on the record. */
export async function readAsked(env: Env, { id, details, replyTo: sealed }: RequestRow, by: string) {
  const { remark, corrections, purposes } = await openWishes(env, id, details);
  const replyTo = sealed ? await openAddress(env, id, sealed) : null;
  if (remark !== undefined || replyTo !== null)
    await audit(env.DB, { actor: by, action: "rights.read", target: id });
  return { asked: { remark, corrections, purposes }, replyTo };
}

type Result = { kind: "done" } | { kind: "no" } | { kind: "again" };
const asResult = (row: RequestRow | null): Result => ({ kind: row ? "done" : "again" });

/** Tries a change on the newest state until it is made or the state no longer allows it. */
async function settled(
  env: Env,
  id: string,
  attempt: (loaded: Loaded) => Promise<Result>,
): Promise<RequestRow | null> {
  const db = database(env);
  for (let tries = 0; tries < TRIES; tries++) {
    const loaded = await loadRequest(db, id);
    if (!loaded) return null;
    const { kind } = await attempt(loaded);
    if (kind === "done") return findRequest(db, id);
    if (kind === "no") return null;
  }
  throw new Error(`the request ${id} kept changing`);
}

function jurisdictionOf(key: string | null, subjects: readonly SubjectConnection[]): JurisdictionKey {
  if (key !== null && isJurisdiction(key)) return key;
  const regions = subjects
    .map(({ id }) => regionOfConnectionId(id))
    .filter((region): region is Region => region !== null);
  return defaultJurisdiction(regions);
}

function hasWishes({ corrections, remark, purposes }: Wishes): boolean {
  return corrections !== undefined || remark !== undefined || purposes !== undefined;
}

async function mustFind(env: Env, id: string): Promise<RequestRow> {
  const row = await findRequest(database(env), id);
  if (!row) throw new Error("a request that was just stored is gone");
  return row;
}
