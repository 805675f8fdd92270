import { regionOfConnectionId } from "../kernel/ids";
import type { Region } from "../kernel/regions";

/**
 * Where a request's bundle is kept. Connections of several regions in one request: the bundle goes where the
 * strictest of them is, since data may come into the EU freely, and not leave it (docs/decisions/0011).
 */
export function bundleRegionOf(connectionIds: readonly string[]): Region {
  const regions = connectionIds.map(regionOfConnectionId);
  return regions.includes("eu") ? "eu" : (regions.find((region) => region !== null) ?? "eu");
}
