import { configOf } from "../config/config";
import { database } from "../db/client";
import { isHeld } from "../holds/holds";
import { clock, rfc3339 } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { told } from "../kernel/told";
import { audit } from "../proof/audit";
import { signReceipt } from "../proof/receipt";
import { nextStatus, type RightsEvent } from "./machine";
import { keptAfterErasure, planOf, type Step } from "./plan";
import { carryOut } from "./steps";
import { change, findRequest, historyOf, type Loaded, loadRequest, subjectsOf } from "./store";
import type { RefusalGround, RequestRow, SubjectRow } from "./types";
import { openWishes } from "./wishes";

/** More than the longest plan has steps, and the races it may lose. */
const MAX_TURNS = 5_000;

/** What closing drops: what was asked in words, where a mail is answered, the way in by mail, the plan. */
export const MINIMISED = { details: null, reply_to: null, link_hash: null, plan: null } as const;

/**
 * Carries a verified request out, as far as it gets: plans, does step after step, completes it with a receipt. Each
 * step's record is one transaction guarded by the request's history, so whoever dies is followed by whoever comes
 * next, two at once share the work, and the request completes exactly once.
 * @param budget what may still be done; what is done here is subtracted
 * @returns the request as it stands now; null when there is none
 * @throws what D1, R2 or an object throws; calling again goes on
 */
export async function advance(
  env: Env,
  id: string,
  budget = { turns: MAX_TURNS, bundles: 1 },
): Promise<RequestRow | null> {
  const db = database(env);
  for (; budget.turns > 0; budget.turns--) {
    const loaded = await loadRequest(db, id);
    if (!loaded) return null;
    const { row } = loaded;
    if (row.status === "verified") {
      await begin(env, loaded);
      continue;
    }
    if (row.status !== "in_progress") return row;
    const subjects = await subjectsOf(db, id);
    const step = stepsOf(row)[row.stepsDone];
    if (!step) {
      await complete(env, loaded, subjects);
      continue;
    }
    if (step.action === "build_bundle" && budget.bundles-- <= 0) return row;
    const outcome = await carryOut(env, row, subjects, step);
    if (outcome.kind === "wait") return row;
    await change(env.DB, loaded, clock.now(), {
      set: { ...outcome.set, steps_done: row.stepsDone + 1 },
      history: outcome.history,
      with: outcome.with,
    });
  }
  return findRequest(db, id);
}

/** Carries a stored request on as far as it gets now; what fails is logged, and taken up again by cron. */
export async function advanceOrLeave(env: Env, id: string): Promise<RequestRow | null> {
  try {
    return await advance(env, id);
  } catch (error) {
    console.error(`rights: ${id} could not be carried on, will be repeated: ${told(error)}`);
    return null;
  }
}

/** The plan of a request that is being carried out. */
export function stepsOf(row: RequestRow): Step[] {
  return (row.plan ?? []) as Step[];
}

async function begin(env: Env, loaded: Loaded): Promise<void> {
  const { row } = loaded;
  const subjects = await subjectsOf(database(env), row.id);
  if (row.type === "deletion" && (await allHeld(env, subjects))) {
    await close(env, loaded, { kind: "refused" }, { reason: "legal_hold" }, [
      { event: "refused", actor: "system", note: "legal_hold" },
    ]);
    return;
  }
  const plan = planOf(row.type, await openWishes(env, row.id, row.details), subjects.length);
  await change(env.DB, loaded, clock.now(), {
    set: { status: to(row, { kind: "begun" }), plan: JSON.stringify(plan) },
    history: [
      { event: "planned", actor: "system", note: `${plan.length} steps` },
      { event: "in_progress", actor: "system" },
    ],
  });
}

async function allHeld(env: Env, subjects: readonly SubjectRow[]): Promise<boolean> {
  for (const { connectionId } of subjects) if (!(await isHeld(env.DB, connectionId))) return false;
  return subjects.length > 0;
}

async function complete(env: Env, loaded: Loaded, subjects: readonly SubjectRow[]): Promise<void> {
  const { row } = loaded;
  const now = clock.now();
  const history = await historyOf(database(env), row.id);
  const isErasure = row.type === "deletion";
  const held = history.filter(({ note }) => note === "legal_hold").length;
  const receipt = await signReceipt(configOf(env), {
    type: "rights_request",
    request: row.id,
    right: row.type,
    channel: row.channel,
    jurisdiction: row.jurisdiction,
    received_at: rfc3339(row.receivedAt),
    verified_at: row.verifiedAt === null ? null : rfc3339(row.verifiedAt),
    due_at: rfc3339(row.dueAt),
    completed_at: rfc3339(now),
    // Whoever knows a connection's id can find it here; nobody else can tell which it was.
    connections_sha256: await Promise.all(subjects.map(({ connectionId }) => sha256(connectionId))),
    done: doneOf(stepsOf(row)),
    ...(isErasure && { kept: keptAfterErasure(), held_back_by_legal_hold: held }),
  });
  await close(env, loaded, { kind: "completed" }, { receipt }, [{ event: "completed", actor: "system" }]);
}

/** What was done, by action, with the inventory entries it was done to; corrected values are not evidence. */
function doneOf(steps: readonly Step[]): { action: string; times: number; entries: string[] }[] {
  const byAction = new Map<string, { times: number; entries: Set<string> }>();
  for (const step of steps) {
    const known = byAction.get(step.action) ?? { times: 0, entries: new Set<string>() };
    known.times += 1;
    for (const entry of "entries" in step ? step.entries : "entry" in step ? [step.entry] : [])
      known.entries.add(entry);
    byAction.set(step.action, known);
  }
  return [...byAction].map(([action, { times, entries }]) => ({ action, times, entries: [...entries] }));
}

/**
 * Closes a request: its end and what goes with it are one transaction, the audit log follows.
 * @param by whom the audit log names
 * @returns the closed request; null when another change was first or the state does not allow it
 */
export async function close(
  env: Env,
  loaded: Loaded,
  event: RightsEvent,
  set: { receipt?: string; reason?: RefusalGround },
  history: Parameters<typeof change>[3]["history"],
  by: string = history.at(-1)?.actor ?? "system",
): Promise<RequestRow | null> {
  const status = nextStatus(loaded.row.status, event);
  if (!status) return null;
  const now = clock.now();
  const isFirst = await change(env.DB, loaded, now, {
    set: { ...MINIMISED, ...set, status, closed_at: now },
    history,
  });
  if (!isFirst) return null;
  await audit(env.DB, {
    actor: by,
    action: `rights.${status}`,
    target: loaded.row.id,
    detail: { right: loaded.row.type, channel: loaded.row.channel, in_time: now <= loaded.row.dueAt },
  });
  return findRequest(database(env), loaded.row.id);
}

/** @throws when the machine does not allow it, which the caller has ruled out. */
function to(row: RequestRow, event: RightsEvent): string {
  const status = nextStatus(row.status, event);
  if (!status) throw new Error(`a ${row.status} request cannot be ${event.kind}`);
  return status;
}
