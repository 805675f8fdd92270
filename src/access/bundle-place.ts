import type { Region } from "../kernel/regions";

/** Where a request's bundle rests: the place that the inventory's `r2.bundles` and `r2.bundles_eu` name. */
export const bundleKey = (requestId: string): string => `bundles/${requestId}.zip`;

/** Bundles of the EU stay in a bucket of the EU jurisdiction (DESIGN rule 8). */
export function bundleBucket(env: Pick<Env, "BUNDLES" | "BUNDLES_EU">, region: Region): R2Bucket {
  return region === "eu" ? env.BUNDLES_EU : env.BUNDLES;
}
