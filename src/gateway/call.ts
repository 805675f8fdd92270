import type { Context } from "hono";
import { configOf } from "../config/config";
import type { Lease } from "../connections/messages";
import { connectionStub } from "../connections/stub";
import type { AppEnv } from "../http/context";
import { withinRequest } from "../kernel/deadline";
import { Problem } from "../kernel/problem";
import { type Adapter, type Api, type ClientCredentials, PlatformFailure } from "../platforms/adapter";
import { platformApi } from "../platforms/api";
import { clientOf, type Reach, reachOf } from "../platforms/reach";
import { adapterOf } from "../platforms/registry";
import { failureProblem } from "./failures";
import { renewLease, takeLease } from "./lease";

/** A lease with everything needed to use it. */
export interface LeasedCall {
  lease: Lease;
  adapter: Adapter;
  reach: Reach;
  client: ClientCredentials;
}

/**
 * Runs a call at the connection's platform. The Worker makes the upstream call itself: inside the object it would
 * keep the object in memory (and billed) for as long as the platform takes to answer.
 * A refused token is renewed once; refused again, the connection needs its person.
 * @throws Problem
 */
export async function callPlatform<T>(
  c: Context<AppEnv>,
  connectionId: string,
  what: string,
  run: (api: Api, call: LeasedCall) => Promise<T>,
): Promise<T> {
  try {
    return await onceRenewed(c, connectionId, (call) => run(apiOf(c, call), call));
  } catch (error) {
    if (error instanceof PlatformFailure) throw failureProblem(error.failure, error.status, what);
    throw error;
  }
}

/** As `callPlatform`, for a caller that makes its own request; it signals a refused token by `unauthorized`. */
export async function onceRenewed<T>(
  c: Context<AppEnv>,
  connectionId: string,
  run: (call: LeasedCall) => Promise<T>,
): Promise<T> {
  const first = await takeLease(c, connectionId);
  try {
    return await run(await ready(c, first));
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
  }
  const second = await renewLease(c, first);
  try {
    return await run(await ready(c, second));
  } catch (error) {
    if (isUnauthorized(error)) await connectionStub(c.env, connectionId)?.reportRefused(second.version);
    throw error;
  }
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof PlatformFailure && error.failure.kind === "unauthorized";
}

async function ready(c: Context<AppEnv>, lease: Lease): Promise<LeasedCall> {
  const adapter = await adapterOf(lease.platform);
  if (!adapter) throw new Problem("internal", `The platform ${lease.platform} is no longer here.`);
  const config = configOf(c.env);
  const client = await clientOf(config, adapter, lease.mode);
  if (!client) throw new Problem("internal", `The platform ${lease.platform} is no longer configured.`);
  return { lease, adapter, client, reach: reachOf(config, c.executionCtx.exports, adapter) };
}

function apiOf(c: Context<AppEnv>, { lease, adapter, reach, client }: LeasedCall): Api {
  return platformApi({
    adapter,
    reach,
    target: { mode: lease.mode, shop: lease.account.shop },
    account: lease.account,
    credentials: lease.credentials,
    client,
    trace: c.get("call").trace,
    deadline: withinRequest,
  });
}
