import type { Break } from "./messages";
import { findShop } from "./shops";

export { BREAKS, type Break } from "./messages";

/**
 * Makes a sandbox grant fail on purpose, so that a developer sees what a broken connection looks like: `revoked`
 * takes the grant away, `expired` only its access tokens, `throttled` answers 429 for 30 seconds or ten calls,
 * `down` answers 503 everywhere for 30 seconds. False when there is no such grant.
 */
export async function breakSandboxGrant(
  env: Pick<Env, "SANDBOX">,
  grant: { shop: string; grantId: string },
  as: Break,
): Promise<boolean> {
  if (!findShop(grant.shop)) return false;
  return env.SANDBOX.getByName(grant.shop).break(grant.grantId, as);
}
