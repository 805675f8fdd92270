import { buildBundle } from "../bundle/build";
import { connectionStub } from "../connections/stub";
import { entryOf } from "../inventory/inventory";
import { PERIODS } from "../inventory/periods";
import { clock } from "../kernel/clock";
import { after } from "../kernel/period";
import { repeated } from "../kernel/retry";
import { eraseConnection } from "../retention/erase";
import { addLimits } from "./limits";
import { type NoticeKind, noticeStatements } from "./notices";
import type { Step } from "./plan";
import { bundleRegionOf } from "./region";
import type { HistoryEntry } from "./store";
import type { RequestRow, SubjectRow } from "./types";

/** What came of a step. */
export type StepOutcome =
  | {
      kind: "done";
      history: HistoryEntry[];
      /** Written in the transaction in which the step counts as done. */
      with: D1PreparedStatement[];
      set: Record<string, string | number | null>;
    }
  /** Not yet: an operator, or a meter that is not flushed. The next visit tries again. */
  | { kind: "wait" };

/**
 * Carries one step out. Whatever dies between the deed and its record is carried out again: every deed leaves the same
 * when repeated, and what must happen once is in `with`.
 */
export async function carryOut(
  env: Env,
  request: RequestRow,
  subjects: readonly SubjectRow[],
  step: Step,
): Promise<StepOutcome> {
  switch (step.action) {
    case "review":
      return { kind: "wait" };
    case "build_bundle":
      return bundle(env, request, subjects);
    case "disconnect":
      return disconnect(env, of(subjects, step.connection));
    case "erase":
      return erase(env, request, of(subjects, step.connection));
    case "correct":
      return correct(env, request, of(subjects, step.connection), step);
    case "limit":
      return limit(env, request, of(subjects, step.connection), step);
  }
}

async function bundle(env: Env, request: RequestRow, subjects: readonly SubjectRow[]): Promise<StepOutcome> {
  const now = clock.now();
  const ids = subjects.map(({ connectionId }) => connectionId);
  const connections = subjects.map(({ connectionId, appId }) => ({ id: connectionId, appId }));
  const place = { id: request.id, region: bundleRegionOf(ids), type: request.type };
  // What is erased while a bundle is being built must not live on in it: then it is built anew, without that.
  for (let held = -1; ; ) {
    const before = await countHeld(env.DB, ids);
    if (before === held) break;
    held = before;
    await buildBundle(env, place, connections, now);
  }
  return done([{ event: "bundle_built", actor: "system" }], [], {
    bundle_expires_at: after(now, PERIODS.bundles),
  });
}

async function countHeld(db: D1Database, ids: readonly string[]): Promise<number> {
  const row = await db
    .prepare("SELECT count(*) AS n FROM connections WHERE id IN (SELECT value FROM json_each(?1))")
    .bind(JSON.stringify(ids))
    .first<{ n: number }>();
  return row?.n ?? 0;
}

async function disconnect(env: Env, { connectionId }: SubjectRow): Promise<StepOutcome> {
  const ended = await repeated(
    3,
    async () => (await connectionStub(env, connectionId)?.disconnect()) ?? null,
  );
  return done([{ event: "disconnected", actor: "system", ...(ended && { note: ended.revocation.kind }) }]);
}

async function erase(env: Env, request: RequestRow, subject: SubjectRow): Promise<StepOutcome> {
  const row = await env.DB.prepare("SELECT external_user_id AS user FROM connections WHERE id = ?1")
    .bind(subject.connectionId)
    .first<{ user: string }>();
  // Without its row it was erased before: the row goes last, and with all the others.
  const result = row
    ? await eraseConnection(env, { id: subject.connectionId, appId: subject.appId, externalUserId: row.user })
    : "erased";
  switch (result) {
    case "busy":
    case "not_ended":
      return { kind: "wait" };
    case "held":
      return done([{ event: "step_done", actor: "system", note: "legal_hold" }]);
    case "erased":
      return done([{ event: "erased", actor: "system" }], notice(env, request, subject, "erased"));
  }
}

async function correct(
  env: Env,
  request: RequestRow,
  subject: SubjectRow,
  { entry, column, value }: Extract<Step, { action: "correct" }>,
): Promise<StepOutcome> {
  const { place, subject: whose, corrections = [] } = entryOf(entry);
  if (place.kind !== "d1_table" || whose.kind !== "connection" || !corrections.includes(column))
    throw new Error(`${entry}.${column} cannot be corrected`);
  const update = env.DB.prepare(`UPDATE ${place.table} SET ${column} = ?2 WHERE ${whose.column} = ?1`).bind(
    subject.connectionId,
    value,
  );
  return done(
    [{ event: "corrected", actor: "system", note: column }],
    [update, ...notice(env, request, subject, "corrected")],
  );
}

async function limit(
  env: Env,
  request: RequestRow,
  subject: SubjectRow,
  { purposes }: Extract<Step, { action: "limit" }>,
): Promise<StepOutcome> {
  await addLimits(env, subject.connectionId, { purposes, requestId: request.id, now: clock.now() });
  const kind = purposes.includes("all") ? "restricted" : "objected";
  return done(
    [{ event: "limited", actor: "system", note: purposes.join(" ") }],
    notice(env, request, subject, kind),
  );
}

/** The developer who receives the data is told (GDPR Art. 19; of an objection too, since it ends their receiving). */
function notice(env: Env, request: RequestRow, subject: SubjectRow, kind: NoticeKind): D1PreparedStatement[] {
  return noticeStatements(env.DB, { ...subject, requestId: request.id, kind, now: clock.now() });
}

function of(subjects: readonly SubjectRow[], index: number): SubjectRow {
  const subject = subjects[index];
  if (!subject) throw new Error("a plan names a connection that its request does not have");
  return subject;
}

function done(
  history: HistoryEntry[],
  statements: D1PreparedStatement[] = [],
  set: Record<string, string | number | null> = {},
): StepOutcome {
  const told: HistoryEntry[] = statements.length > 0 ? [{ event: "notified", actor: "system" }] : [];
  return { kind: "done", history: [...history, ...told], with: statements, set };
}
