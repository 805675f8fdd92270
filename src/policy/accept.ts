import { database } from "../db/client";
import { clock } from "../kernel/clock";
import { invalid, Problem } from "../kernel/problem";
import { policyHeads, recordAcceptance } from "./store";
import { standingOf } from "./versions";

/**
 * States for an app that it accepts the version in force, or one that is announced.
 * @param by the API key that states it; null where a member does at the portal
 * @returns the version's id
 * @throws Problem
 */
export async function acceptPolicy(
  env: Env,
  by: { appId: string; keyId: string | null },
  version: string,
): Promise<string> {
  const db = database(env);
  const heads = await policyHeads(db);
  const named = heads.find((head) => head.version === version);
  if (!named) throw invalid("body.version", "is no version of the End-User Policy");
  const now = clock.now();
  if (standingOf(named, heads, now) === "superseded")
    throw new Problem("conflict", "A later version is in force; accept that one.");
  await recordAcceptance(db, { ...by, policyId: named.id, kind: "statement", acceptedAt: now });
  return named.id;
}
