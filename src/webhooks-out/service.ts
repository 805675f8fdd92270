import type { z } from "zod";
import { configOf } from "../config/config";
import { eventStatements } from "../events/store";
import { clock } from "../kernel/clock";
import { newId } from "../kernel/ids";
import { invalid, Problem } from "../kernel/problem";
import type { endpointBody } from "./body";
import { attempt } from "./deliver";
import { type DeliveryRow, deliveryStatement, partsOf, reopen } from "./delivery-store";
import { type EndpointRow, insertEndpoint, type Owner, replaceSecrets } from "./endpoint-store";
import { newSecret, openSecrets, rotated, sealSecrets } from "./secrets";
import { addressFault, reachabilityOf } from "./target";

/** Endpoints of an app in one mode: each event is written once for each. */
const MOST_ENDPOINTS = 10;

/** What developers do about their endpoints, by the API and at the portal. */

/** Makes an endpoint at an address that can be delivered to. Its secret is in no other answer. @throws Problem */
export async function makeEndpoint(
  env: Env,
  { appId, mode }: Owner,
  { url, description, types }: z.infer<typeof endpointBody>,
): Promise<{ row: EndpointRow; secret: string }> {
  await requireReachable(env, url);
  const id = newId("whk");
  const secret = newSecret();
  const row: EndpointRow = {
    id,
    appId,
    mode,
    url,
    description: description ?? null,
    types: types ?? null,
    secrets: await sealSecrets(env, id, [{ secret, endsAt: null }]),
    status: "enabled",
    failingSince: null,
    createdAt: clock.now(),
  };
  if (!(await insertEndpoint(env.DB, row, MOST_ENDPOINTS)))
    throw new Problem("conflict", `An app has at most ${MOST_ENDPOINTS} webhook endpoints in each mode.`);
  return { row, secret };
}

/** @returns the new secret, and until when the former one signs beside it. @throws Problem */
export async function rotateSecret(
  env: Env,
  row: EndpointRow,
  overlapMs: number,
): Promise<{ secret: string; endsAt: number | null }> {
  const secret = newSecret();
  const next = rotated(await openSecrets(env, row.id, row.secrets), secret, clock.now(), overlapMs);
  if (!(await replaceSecrets(env.DB, row, await sealSecrets(env, row.id, next))))
    throw new Problem("conflict", "Another call has just replaced this secret.");
  return { secret, endsAt: next[1]?.endsAt ?? null };
}

/** Delivers a test event now, once. @returns the delivery's id. @throws Problem */
export async function deliverTest(
  env: Env,
  { id: endpointId, appId, mode, status }: EndpointRow,
): Promise<string> {
  if (status === "disabled") throw disabled();
  const now = clock.now();
  const event = {
    id: newId("evt"),
    appId,
    mode,
    type: "webhook.test" as const,
    connectionId: null,
    topic: null,
    createdAt: now,
  };
  const id = newId("whd");
  await env.DB.batch([
    ...eventStatements(env.DB, [event], now),
    deliveryStatement(env.DB, { id, endpointId, eventId: event.id, now }),
  ]);
  await attempt(env, id, { once: true });
  return id;
}

/** Puts a delivery that came to its end on its way again; the caller has it attempted. @throws Problem */
export async function replay(env: Env, delivery: DeliveryRow): Promise<void> {
  const { endpoint, event } = await partsOf(env.DB, delivery);
  if (endpoint?.status === "disabled") throw disabled();
  if (!event) throw new Problem("expired", "The event is no longer kept.");
  if (!(await reopen(env.DB, delivery.id, clock.now())))
    throw new Problem("conflict", "This delivery is still on its way.");
}

async function requireReachable(env: Env, url: string): Promise<void> {
  const config = configOf(env);
  const fault = addressFault(url, config);
  if (fault) throw invalid("body.url", fault);
  const reachability = await reachabilityOf(url, config);
  if (reachability === "private") throw invalid("body.url", "must name a host on the public network");
  if (reachability === "unknown") throw invalid("body.url", "names a host that does not resolve");
}

function disabled(): Problem {
  return new Problem("conflict", "The endpoint is disabled; enable it first.");
}
