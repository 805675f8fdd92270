import { repeated } from "../kernel/retry";
import { completenessOf } from "./completeness";
import { connectionUsage } from "./query";
import { meterOf, shardOf } from "./shards";

/** A connection's calls by month, up to this moment, with the proof that none is missing. */
export async function meteredOf(
  env: Pick<Env, "METER" | "DB">,
  connectionId: string,
): Promise<ReturnType<typeof completenessOf>> {
  const standing = await repeated(3, () => meterOf(env, connectionId).standing(connectionId));
  // Read after the ledger: what D1 has of it by now is counted once.
  return completenessOf(standing, await connectionUsage(env.DB, connectionId, shardOf(connectionId)));
}
