import { type ProcessingLimit, PURPOSE_KEYS } from "../connections/purposes";
import { connectionStub } from "../connections/stub";
import { database } from "../db/client";
import { dropLease } from "../gateway/lease";
import { clock, DAY } from "../kernel/clock";
import { repeated } from "../kernel/retry";
import { told } from "../kernel/told";
import { advanceOrLeave } from "../rights/advance";
import { isJurisdiction } from "../rights/clocks";
import { liftLimit } from "../rights/limits";
import { requestsOf } from "../rights/lists";
import { openRequest, verifyMailed, withdraw } from "../rights/service";
import {
  REMARK_MAX_LENGTH,
  type RequestRow,
  type Right,
  type SubjectConnection,
  type Wishes,
} from "../rights/types";
import { connectionsOf, type NamedConnection } from "./centre-store";
import type { NoticeKey } from "./pages/view";
import type { Person, Proved } from "./sessions";

/** More than anybody needs, few enough that nobody fills the list of those who answer. */
const REQUESTS_A_DAY = 50;

/** Work that may go on after the answer. */
export type Later = (work: Promise<unknown>) => void;

export interface Asked {
  right: Right;
  connections: readonly NamedConnection[];
  /** A key of `JURISDICTIONS`; anything else stands for where the connections live. */
  jurisdiction: string | null;
  wishes?: Wishes;
}

/** Opens a request. @returns its row, or why there is none. */
async function ask(
  env: Env,
  person: Person,
  asked: Asked,
): Promise<RequestRow | "already_open" | "too_many"> {
  const since = clock.now() - DAY;
  const recent = await requestsOf(database(env), person.requester);
  if (recent.filter(({ receivedAt }) => receivedAt > since).length >= REQUESTS_A_DAY) return "too_many";
  const { jurisdiction } = asked;
  const opened = await openRequest(env, {
    right: asked.right,
    channel: "privacy_centre",
    jurisdiction: jurisdiction !== null && isJurisdiction(jurisdiction) ? jurisdiction : null,
    app: null,
    requesterHash: person.requester,
    subjects: asked.connections.map(subjectOf),
    wishes: asked.wishes ?? {},
  });
  return opened.kind === "opened" ? opened.row : "already_open";
}

/** Access, portability or rectification. What takes long goes on after the answer. */
export async function makeRequest(
  env: Env,
  later: Later,
  person: Person,
  asked: Asked & { remark: string | null },
): Promise<NoticeKey> {
  const remark = asked.remark?.trim().slice(0, REMARK_MAX_LENGTH) ?? "";
  const isRectification = asked.right === "rectification";
  if (isRectification && remark === "") return "remark_missing";
  const row = await ask(env, person, { ...asked, wishes: isRectification ? { remark } : {} });
  if (typeof row === "string") return row;
  later(advanceOrLeave(env, row.id));
  return "request_received";
}

export async function askDeletion(env: Env, person: Person, asked: Omit<Asked, "right">): Promise<NoticeKey> {
  const row = await ask(env, person, { ...asked, right: "deletion" });
  if (typeof row === "string") return row;
  await advanceOrLeave(env, row.id);
  for (const one of asked.connections) dropLease(one.row, one.row.id);
  return "deletion_received";
}

/** Objects to some purposes, at once (GDPR Art. 21). */
export async function object(
  env: Env,
  person: Person,
  asked: Omit<Asked, "right" | "wishes"> & { purposes: readonly string[] },
): Promise<NoticeKey> {
  const purposes = PURPOSE_KEYS.filter((key) => asked.purposes.includes(key));
  if (purposes.length === 0) return "objection_none";
  return limit(env, person, { ...asked, right: "objection", wishes: { purposes } }, "objection_saved");
}

/** Restricts all processing, at once (Art. 18). */
export function restrict(env: Env, person: Person, asked: Omit<Asked, "right">): Promise<NoticeKey> {
  return limit(env, person, { ...asked, right: "restriction" }, "restricted");
}

async function limit(env: Env, person: Person, asked: Asked, done: NoticeKey): Promise<NoticeKey> {
  const row = await ask(env, person, asked);
  if (typeof row === "string") return row;
  const now = await advanceOrLeave(env, row.id);
  for (const one of asked.connections) dropLease(one.row, one.row.id);
  return now?.status === "completed" ? done : "request_received";
}

/** Lets a purpose be processed again. Repeating it leaves the same. */
export async function lift(
  env: Env,
  connections: readonly NamedConnection[],
  purpose: string | null,
): Promise<NoticeKey | null> {
  if (!isLimit(purpose)) return null;
  for (const { row } of connections) {
    await liftLimit(env, row.id, purpose);
    dropLease(row, row.id);
  }
  return "lifted";
}

/** Ends connections as `DELETE /v1/connections/{id}` does; the consents go with them (connections/mirror). */
export async function disconnect(
  env: Env,
  later: Later,
  connections: readonly NamedConnection[],
): Promise<NoticeKey> {
  const ended = await Promise.all(
    connections.map(async ({ row }) => {
      const end = async () => (await connectionStub(env, row.id)?.disconnect()) ?? null;
      try {
        await repeated(3, end);
        return true;
      } catch (error) {
        console.error(`disconnecting ${row.id} failed, and is tried further: ${told(error)}`);
        later(repeated(6, end));
        return false;
      } finally {
        dropLease(row, row.id);
      }
    }),
  );
  return ended.every(Boolean) ? "disconnected" : "disconnect_later";
}

/** Takes a request back, as long as nothing of it is done. */
export async function takeBack(env: Env, request: RequestRow): Promise<NoticeKey> {
  return (await withdraw(env, request.id, "end_user")) ? "withdrawn" : "not_withdrawn";
}

/**
 * Gives a mailed request the proof it waited for: it is about all that this person controls.
 * @returns false when it waits no longer
 */
export async function proveMailed(
  env: Env,
  later: Later,
  { proof, requester }: Proved,
  requestId: string,
): Promise<boolean> {
  const theirs = await connectionsOf(database(env), proof);
  const subjects = theirs.map(subjectOf);
  const row = await verifyMailed(env, requestId, { requesterHash: requester, subjects });
  if (row) later(advanceOrLeave(env, row.id));
  return row !== null;
}

function subjectOf({ row }: NamedConnection): SubjectConnection {
  return { id: row.id, appId: row.appId, mode: row.mode };
}

function isLimit(text: string | null): text is ProcessingLimit {
  return text === "all" || PURPOSE_KEYS.some((key) => key === text);
}
