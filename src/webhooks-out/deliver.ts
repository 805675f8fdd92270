import { configOf } from "../config/config";
import { catchUp } from "../events/outbox";
import { clock, HOUR, SECOND } from "../kernel/clock";
import { withDeadline } from "../kernel/deadline";
import { told } from "../kernel/told";
import {
  claim,
  type DeliveryEndpoint,
  type DeliveryRow,
  dueDeliveries,
  type Outcome,
  outcomeStatement,
  partsOf,
} from "./delivery-store";
import { disableStatements } from "./endpoint-store";
import { bodyOf, type TellableEvent } from "./message";
import { CLAIM_MS, DISABLE_AFTER_MS, retryAt } from "./schedule";
import { openSecrets, signatureOf } from "./secrets";
import { reachabilityOf } from "./target";

const TIMEOUT_MS = 15 * SECOND;
/** A Worker may have six connections open at once. */
const PARALLEL = 6;
/** Attempts of one visit: each takes up to seven subrequests of the thousand that an invocation has. */
const ATTEMPTS_A_VISIT = 120;
/** How far back cron looks for events that were not put on their way when they were written, and how many a visit. */
const CATCH_UP_MS = HOUR;
const CATCH_UP_LIMIT = 500;

/** What came back: a status, or why there is none. */
type Reply = { kind: "answered"; status: number } | { kind: "fault"; fault: string };

export interface DeliveryVisit {
  delivered: number;
  failed: number;
}

/** Cron's visit, each minute: puts what was left over on its way, and attempts what is due. */
export async function deliveryStep(env: Env): Promise<DeliveryVisit> {
  const now = clock.now();
  await env.DB.batch(catchUp(env.DB, { since: now - CATCH_UP_MS, now, limit: CATCH_UP_LIMIT }));
  return deliverDue(env, ATTEMPTS_A_VISIT);
}

/** Attempts deliveries that are due, a few at a time. What another visit is at, or fails here, is left to the next. */
export async function deliverDue(env: Env, limit: number): Promise<DeliveryVisit> {
  const ids = await dueDeliveries(env.DB, clock.now(), limit);
  const visit: DeliveryVisit = { delivered: 0, failed: 0 };
  for (let at = 0; at < ids.length; at += PARALLEL) {
    const settled = await Promise.allSettled(ids.slice(at, at + PARALLEL).map((id) => attempt(env, id)));
    for (const result of settled) {
      if (result.status === "rejected")
        console.error(`webhooks: a delivery failed on our side, will be repeated: ${told(result.reason)}`);
      if (result.status === "fulfilled" && result.value)
        visit[result.value === "delivered" ? "delivered" : "failed"] += 1;
    }
  }
  return visit;
}

/**
 * One attempt, if it is due and nobody else's. At least once: whoever dies between the endpoint's answer and its record
 * leaves it due again, and the receiver knows the repetition by its `webhook-id`.
 * @param once a failure is the end of it, and says nothing about the endpoint
 */
export async function attempt(
  env: Env,
  id: string,
  { once = false } = {},
): Promise<DeliveryRow["status"] | null> {
  const began = clock.now();
  const claimed = await claim(env.DB, id, began, began + CLAIM_MS);
  if (!claimed) return null;
  const { endpoint, event } = await partsOf(env.DB, claimed);
  if (!endpoint || endpoint.status === "disabled") return letGo(env, claimed, "endpoint_disabled");
  if (!event) return letGo(env, claimed, "event_gone");
  const reply = await post(env, endpoint, event);
  const now = clock.now();
  if (reply.kind === "answered" && reply.status >= 200 && reply.status < 300)
    return delivered(env, claimed, endpoint, reply.status, now);
  return failed(env, claimed, endpoint, reply, { now, once });
}

async function post(env: Env, endpoint: DeliveryEndpoint, event: TellableEvent): Promise<Reply> {
  const reachability = await reachabilityOf(endpoint.url, configOf(env));
  if (reachability !== "public")
    return { kind: "fault", fault: reachability === "private" ? "address_refused" : "name_unresolved" };
  const now = clock.now();
  const body = bodyOf(event);
  const secrets = await openSecrets(env, endpoint.id, new Uint8Array(endpoint.secrets));
  const headers = {
    "content-type": "application/json",
    "user-agent": "Metristack-Webhooks/1",
    "webhook-id": event.id,
    "webhook-timestamp": String(Math.floor(now / SECOND)),
    "webhook-signature": await signatureOf(secrets, { id: event.id, at: now, body }, now),
  };
  try {
    return await withDeadline(TIMEOUT_MS, async (signal) => {
      const request = new Request(endpoint.url, {
        method: "POST",
        headers,
        body,
        redirect: "manual",
        signal,
      });
      const response = await fetch(request);
      // Whatever it says besides the status is its own affair.
      await response.body?.cancel();
      return { kind: "answered", status: response.status };
    });
  } catch (error) {
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    return { kind: "fault", fault: timedOut ? "timeout" : "unreachable" };
  }
}

async function delivered(
  env: Env,
  claimed: DeliveryRow,
  endpoint: DeliveryEndpoint,
  status: number,
  now: number,
): Promise<"delivered"> {
  const record = outcomeStatement(env.DB, claimed, {
    status: "delivered",
    nextAt: claimed.next_at,
    lastStatus: status,
    lastFault: null,
    deliveredAt: now,
  });
  const recovered = env.DB.prepare("UPDATE webhook_endpoints SET failing_since = NULL WHERE id = ?1").bind(
    endpoint.id,
  );
  await env.DB.batch(endpoint.failing_since === null ? [record] : [record, recovered]);
  return "delivered";
}

async function failed(
  env: Env,
  claimed: DeliveryRow,
  endpoint: DeliveryEndpoint,
  reply: Reply,
  { now, once }: { now: number; once: boolean },
): Promise<"dead" | "pending"> {
  const isGone = reply.kind === "answered" && reply.status === 410;
  const nextAt = isGone || once ? null : retryAt(claimed.attempts, now, Math.random());
  const outcome: Outcome = {
    status: nextAt === null ? "dead" : "pending",
    nextAt: nextAt ?? claimed.next_at,
    lastStatus: reply.kind === "answered" ? reply.status : null,
    lastFault: reply.kind === "answered" ? faultOf(reply.status) : reply.fault,
    deliveredAt: null,
  };
  const statements = [outcomeStatement(env.DB, claimed, outcome)];
  if (!once) {
    statements.push(
      env.DB.prepare(
        "UPDATE webhook_endpoints SET failing_since = coalesce(failing_since, ?2) WHERE id = ?1",
      ).bind(endpoint.id, now),
    );
    const isHopeless = endpoint.failing_since !== null && now - endpoint.failing_since >= DISABLE_AFTER_MS;
    if (isGone || isHopeless) {
      const { id, app_id: appId, mode } = endpoint;
      statements.push(...disableStatements(env.DB, { id, appId, mode }, isGone ? "gone" : "failing", now));
    }
  }
  await env.DB.batch(statements);
  return nextAt === null ? "dead" : "pending";
}

function faultOf(status: number): string {
  if (status === 410) return "gone";
  return status >= 300 && status < 400 ? "redirect" : "status";
}

async function letGo(env: Env, claimed: DeliveryRow, lastFault: string): Promise<"dead"> {
  await outcomeStatement(env.DB, claimed, {
    status: "dead",
    nextAt: claimed.next_at,
    lastStatus: claimed.last_status,
    lastFault,
    deliveredAt: null,
  }).run();
  return "dead";
}
