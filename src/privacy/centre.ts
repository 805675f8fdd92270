import { findApp } from "../apps/store";
import { configOf } from "../config/config";
import { metadataDueAt } from "../connections/retention";
import { database } from "../db/client";
import { heldClasses, isHeld } from "../holds/holds";
import { clock } from "../kernel/clock";
import { regionOfConnectionId } from "../kernel/ids";
import { platformName } from "../platforms/registry";
import { defaultJurisdiction } from "../rights/clocks";
import { JURISDICTIONS } from "../rights/jurisdictions";
import { limitsOf } from "../rights/limits";
import { requestsOf } from "../rights/lists";
import { findRequest, historyOf, subjectsOf } from "../rights/store";
import { isOpen, type RequestRow } from "../rights/types";
import { connectionsOf, type NamedConnection } from "./centre-store";
import { heldItems } from "./held";
import {
  ALL,
  type ConnectionCard,
  type JurisdictionChoice,
  type ProofView,
  type RequestDetail,
  type RequestLine,
} from "./pages/view";
import type { Person, Proof } from "./sessions";

/** The connections that a path or field names: one of the person's own, or `ALL`; null where it names none of them. */
export async function chosenConnections(
  env: Env,
  person: Person,
  named: string | null,
): Promise<NamedConnection[] | null> {
  const theirs = await connectionsOf(database(env), person.proof);
  if (named === ALL) return theirs;
  const one = theirs.find(({ row }) => row.id === named);
  return one ? [one] : null;
}

/** Connections as their owner sees them: what is held, until when, and what is not done with it. */
export async function connectionCards(
  env: Env,
  connections: readonly NamedConnection[],
): Promise<ConnectionCard[]> {
  const limits = await limitsOf(
    database(env),
    connections.map(({ row }) => row.id),
  );
  const classes = await heldClasses(env.DB);
  const { restoreWindowDays } = configOf(env);
  return Promise.all(
    connections.map(async ({ row, appName }) => {
      const held = await isHeld(env.DB, row.id);
      const { disconnectedAt } = row;
      return {
        id: row.id,
        appName,
        platformName: platformName(row.platform),
        mode: row.mode,
        status: row.status,
        connectedAt: row.connectedAt,
        disconnectedAt,
        deletionDue:
          disconnectedAt === null || held ? null : metadataDueAt(disconnectedAt, restoreWindowDays),
        limits: limits
          .filter(({ connectionId }) => connectionId === row.id)
          .map(({ purpose, since }) => ({ limit: purpose, since })),
        held: heldItems({ disconnectedAt, restoreWindowDays, isHeld: held, heldClasses: classes }),
      };
    }),
  );
}

/** What the person asked for, newest first. */
export async function requestLines(env: Env, person: Person): Promise<RequestLine[]> {
  const rows = await requestsOf(database(env), person.requester);
  return rows.map(requestLine);
}

/** A request as long as it is the person's own; null for every other, as for one that does not exist. */
export async function ownRequest(env: Env, person: Person, id: string): Promise<RequestRow | null> {
  const row = await findRequest(database(env), id);
  return row?.requesterHash === person.requester ? row : null;
}

export async function requestDetail(env: Env, person: Person, row: RequestRow): Promise<RequestDetail> {
  const db = database(env);
  const subjects = await subjectsOf(db, row.id);
  const ids = new Set(subjects.map(({ connectionId }) => connectionId));
  // Of those that are no longer there, or no longer this person's, no name is left to be told.
  const connections = (await connectionsOf(db, person.proof)).filter((one) => ids.has(one.row.id));
  const history = await historyOf(db, row.id);
  const line = requestLine(row);
  return {
    ...line,
    closedAt: row.closedAt,
    jurisdiction: row.jurisdiction,
    connections: connections.map((one) => ({
      appName: one.appName,
      platformName: platformName(one.row.platform),
    })),
    history: history.map(({ at, event }) => ({ at, event })),
    bundle: line.hasBundle && row.bundleExpiresAt !== null ? { expiresAt: row.bundleExpiresAt } : null,
    receipt: row.receipt,
    refusal: row.status === "refused" ? row.reason : null,
    extended: row.extendedReason !== null,
    canWithdraw: isOpen(row.status) && row.stepsDone === 0,
  };
}

/** Whose law may be chosen, with the one that fits where the connections live. */
export function jurisdictionChoice(connectionIds: readonly string[]): JurisdictionChoice {
  const regions = connectionIds.map(regionOfConnectionId).filter((region) => region !== null);
  return {
    jurisdictions: Object.entries(JURISDICTIONS).map(([key, { name }]) => ({ key, name })),
    jurisdiction: defaultJurisdiction(regions),
  };
}

export async function proofView(env: Env, proof: Proof): Promise<ProofView> {
  return proof.kind === "account"
    ? { kind: "account", platformName: platformName(proof.platform) }
    : {
        kind: "app_user",
        appName: (await findApp(database(env), proof.appId))?.name ?? proof.appId,
      };
}

function requestLine(row: RequestRow): RequestLine {
  const { id, type, status, receivedAt, dueAt, bundleExpiresAt } = row;
  const hasBundle = bundleExpiresAt !== null && bundleExpiresAt > clock.now();
  return { id, type, status, receivedAt, dueAt, hasBundle };
}
