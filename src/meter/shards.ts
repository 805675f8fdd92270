import { regionOfConnectionId } from "../kernel/ids";
import { objectIn } from "../kernel/objects";
import { type Region, regionSchema } from "../kernel/regions";
import type { MeterObject } from "./object";

/**
 * Ledgers a region. Few are cheap: the more calls share one, the more share its commits and flushes. An object takes
 * about a thousand requests a second, so that these bear some 10,000 million calls a month in each region; see
 * docs/decisions/0018-meter-shards.md for what raising the number takes.
 */
const SHARDS = 4;

/** The name of the ledger that counts a connection's calls, or those calls of a key that are on no connection. */
export function shardOf(id: string): string {
  return nameOf(regionOfConnectionId(id), placeOf(id));
}

function placeOf(id: string): number {
  let hash = 7;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) % 1_000_003;
  return hash % SHARDS;
}

const nameOf = (region: Region | null, shard: number): string => `${region ?? "keys"}-${shard}`;

/** Its object; a connection's is in the connection's own region. */
export function meterOf(env: Pick<Env, "METER">, id: string): DurableObjectStub<MeterObject> {
  const region = regionOfConnectionId(id);
  return objectIn(env.METER, region, nameOf(region, placeOf(id)));
}

/** Every ledger there can be, with its name. */
export function everyMeter(env: Pick<Env, "METER">): [string, DurableObjectStub<MeterObject>][] {
  return [...regionSchema.options, null].flatMap((region) =>
    Array.from({ length: SHARDS }, (_, shard) => {
      const name = nameOf(region, shard);
      return [name, objectIn(env.METER, region, name)] satisfies [string, DurableObjectStub<MeterObject>];
    }),
  );
}
