import type { Context } from "hono";
import type { Lease, LeaseAnswer } from "../connections/messages";
import { limitOn, type ProcessingLimit } from "../connections/purposes";
import { connectionStub } from "../connections/stub";
import type { AppEnv } from "../http/context";
import { clock, SECOND } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import { repeated } from "../kernel/retry";
import { BatchAsker } from "../limits/batch";
import { CONNECTION_LIMIT } from "../limits/limits";

/**
 * How long an isolate may go on with a lease. Disconnecting does not wait for it: the object refuses to settle a
 * call whose connection has ended, and the answer is then withheld (see http/meter.ts).
 */
const LEASE_MS = 5 * SECOND;
const LEASE_CALLS = 25;
const MAX_LEASES = 5_000;

interface Held {
  lease: Lease;
  callsLeft: number;
  until: number;
}

const held = new Map<string, Held>();
const asker = new BatchAsker();

/** A lease on the caller's connection, with one call of it taken. @throws Problem where none is to be had. */
export async function takeLease(c: Context<AppEnv>, connectionId: string): Promise<Lease> {
  const { appId, mode } = c.get("principal");
  const name = `${appId}/${mode}/${connectionId}`;
  return requirePurpose(
    c,
    takeHeld(c, name, connectionId) ?? grantOf(c, name, await ask(c, name, connectionId)),
  );
}

/** After the platform refused a lease's token: another lease, whose token is not that one. */
export async function renewLease(c: Context<AppEnv>, refused: Lease): Promise<Lease> {
  const { appId, mode } = c.get("principal");
  const name = `${appId}/${mode}/${refused.connectionId}`;
  // What another caller has renewed meanwhile is good, and stays.
  if (held.get(name)?.lease.version === refused.version) held.delete(name);
  return (
    takeHeld(c, name, refused.connectionId) ??
    grantOf(c, name, await ask(c, name, refused.connectionId, refused.version))
  );
}

function takeHeld(c: Context<AppEnv>, name: string, connectionId: string): Lease | null {
  const known = held.get(name);
  if (!known || known.callsLeft === 0) return null;
  const left = known.until - clock.now();
  // A clock that went back must not lengthen a lease's life.
  if (left <= 0 || left > LEASE_MS) return null;
  known.callsLeft -= 1;
  noteCall(c, connectionId, known.lease.platform, {
    ...known.lease.standing,
    remaining: known.lease.standing.remaining + known.callsLeft,
  });
  return known.lease;
}

/** Forgets what this isolate holds, so that what was just changed here takes effect here at once. */
export function dropLease(owner: { appId: string; mode: string }, connectionId: string): void {
  held.delete(`${owner.appId}/${owner.mode}/${connectionId}`);
}

async function ask(
  c: Context<AppEnv>,
  name: string,
  connectionId: string,
  refused?: number,
): Promise<LeaseAnswer> {
  const { appId, mode } = c.get("principal");
  return asker.ask(name, LEASE_CALLS, (calls) =>
    repeated(3, async () => {
      const stub = connectionStub(c.env, connectionId);
      if (!stub) return { kind: "unknown" as const };
      return stub.lease({ appId, mode, calls, ...(refused !== undefined && { refused }) });
    }),
  );
}

function grantOf(c: Context<AppEnv>, name: string, answer: LeaseAnswer): Lease {
  if (answer.kind === "unknown") throw notFound("connection");
  const connectionId = name.slice(name.lastIndexOf("/") + 1);
  if (answer.kind === "lease") {
    const callsLeft = answer.standing.granted - 1;
    // A lease for one call alone must not take the place of a batch of the same credentials.
    if (callsLeft > 0 || held.get(name)?.lease.version !== answer.version) {
      if (held.size >= MAX_LEASES) held.clear();
      held.set(name, { lease: answer, callsLeft, until: clock.now() + LEASE_MS });
    }
    noteCall(c, connectionId, answer.platform, {
      ...answer.standing,
      remaining: answer.standing.remaining + callsLeft,
    });
    return answer;
  }
  noteCall(c, connectionId, answer.platform, answer.kind === "limited" ? answer.standing : null);
  throw refusal(answer);
}

function refusal(answer: Exclude<LeaseAnswer, Lease | { kind: "unknown" }>): Problem {
  switch (answer.kind) {
    case "limited":
      return new Problem(
        "rate_limited",
        `A connection may make ${CONNECTION_LIMIT.calls} calls in ${CONNECTION_LIMIT.seconds} seconds.`,
        {
          retryAfter: answer.standing.resetSeconds,
        },
      );
    case "unavailable":
      return new Problem(
        "platform_error",
        `The platform could not renew the connection's token: ${answer.detail}`,
        { retryAfter: 5 },
      );
    case "restricted":
      return objected(answer.limit);
    case "inactive":
      return inactive(answer.status, answer.reason);
  }
}

function objected(limit: ProcessingLimit): Problem {
  const detail =
    limit === "all"
      ? "The end-user restricted all processing of this connection (GDPR Art. 18)."
      : `The end-user objected to this processing: \`${limit}\` (GDPR Art. 21).`;
  return new Problem("connection_not_active", detail, { members: { processing_limit: limit } });
}

/** @throws Problem where the person objected to what this call does. */
function requirePurpose(c: Context<AppEnv>, lease: Lease): Lease {
  const { operation, raw } = c.get("call");
  const limit = limitOn(lease.limits, operation, raw);
  if (limit) throw objected(limit);
  return lease;
}

function inactive(status: string, reason: string | null): Problem {
  if (status === "needs_reauth") {
    return new Problem("needs_reauth", `The end-user must connect again (${reason ?? "the grant is gone"}).`);
  }
  if (status === "disconnected") return new Problem("disconnected", "This connection was disconnected.");
  return new Problem("connection_not_active", `This connection is ${status}: exchange its code first.`);
}

function noteCall(
  c: Context<AppEnv>,
  connectionId: string,
  platform: string,
  standing: Lease["standing"] | null,
): void {
  const call = c.get("call");
  call.connectionId = connectionId;
  call.platform = platform;
  call.leased = true;
  if (standing) c.get("limits").push({ limit: CONNECTION_LIMIT, standing });
}
