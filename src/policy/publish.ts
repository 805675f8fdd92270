import { database } from "../db/client";
import { clock, rfc3339 } from "../kernel/clock";
import { invalid } from "../kernel/problem";
import { audit } from "../proof/audit";
import { insertPolicy, policyHeads } from "./store";
import { type PolicyVersion, type Publication, publicationFault } from "./versions";

/** @throws Problem `invalid_request` where it may not be published so at this moment. */
export async function requirePublishable(env: Env, publication: Publication): Promise<void> {
  const fault = publicationFault(publication, await policyHeads(database(env)), clock.now());
  if (fault) throw invalid(fault.path, fault.message);
}

/** Publishes a version, for good. @throws Problem `invalid_request` where it may not be published so. */
export async function publish(env: Env, publication: Publication, by: string): Promise<PolicyVersion> {
  await requirePublishable(env, publication);
  const made = await insertPolicy(database(env), publication, clock.now());
  if (!made) throw invalid("body.version", "was published before; a published version never changes");
  await audit(env.DB, {
    actor: by,
    action: "policy.published",
    target: made.id,
    detail: { version: made.version, effective_at: rfc3339(made.effectiveAt), material: made.isMaterial },
  });
  return made;
}
