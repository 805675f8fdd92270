import { configOf } from "../config/config";
import { INVENTORY } from "../inventory/inventory";
import { rfc3339 } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { verifyStored } from "../proof/audit";
import { canonical, type Json } from "../proof/chain";
import { sign } from "../proof/receipt";
import type { Clause } from "../trust/clauses";
import { factsOf } from "../trust/facts";
import { CRITERIA, criteriaOf, criteriaOfEntry, MAPPING_NOTE } from "../trust/frameworks";
import { trust } from "../trust/routes";

/** Explicit typing (RFC 8725 §3.11) of the signature. */
const EVIDENCE = "evidence+jwt";

/** Each control and each place of data with its evidence at one moment, and what it speaks to. */
export async function evidenceNow(env: Env) {
  const [facts, { clauses }, chain] = await Promise.all([factsOf(env), trust(env), verifyStored(env)]);
  return {
    kind: "metristack_evidence",
    generated_at: rfc3339(facts.now),
    issuer: configOf(env).publicOrigin,
    note: MAPPING_NOTE,
    frameworks: ["AICPA Trust Services Criteria (SOC 2)", "ISO/IEC 27001:2022, Annex A"],
    criteria: CRITERIA,
    policy_version: facts.policy.inForce,
    controls: clauses.map((clause) => ({ ...clause, ...mapped(clause) })),
    inventory: INVENTORY.map((entry) => {
      const standing = facts.retention.find((one) => one.entry === entry.id);
      return {
        entry: entry.id,
        data_class: entry.dataClass,
        purpose: entry.purpose,
        retention: entry.retention,
        erasure: entry.erasure,
        oldest: standing?.oldest == null ? null : rfc3339(standing.oldest),
        limit: standing?.limit == null ? null : rfc3339(standing.limit),
        late: standing?.late ?? false,
        criteria: criteriaOfEntry(entry),
      };
    }),
    keys: facts.keys.ages.map(({ purpose, version, writes, firstSeenAt }) => ({
      purpose,
      version,
      writes,
      first_seen_at: rfc3339(firstSeenAt),
    })),
    audit_chain: chain,
  };
}
export type EvidenceDocument = Awaited<ReturnType<typeof evidenceNow>>;

function mapped(clause: Clause): { criteria: string[]; unmapped: string | null } {
  switch (clause.status) {
    case "statement":
      return { criteria: [], unmapped: "It promises nothing that a control could enforce." };
    case "no_control":
      return { criteria: [], unmapped: "There is no control of ours to map." };
    default: {
      const criteria = criteriaOf(clause);
      return { criteria, unmapped: criteria.length > 0 ? null : "Nobody has mapped it yet." };
    }
  }
}

/**
 * The evidence, its SHA-256 over the canonical form (RFC 8785), and a JWS of ours over that: whoever has the file can
 * tell that it is what we gave out on that day.
 */
export async function signedEvidence(env: Env) {
  const evidence = await evidenceNow(env);
  const digest = await sha256(canonical(JSON.parse(JSON.stringify(evidence)) as Json));
  const claims = { type: "evidence", sha256: digest, generated_at: evidence.generated_at };
  return { evidence, sha256: digest, jws: await sign(configOf(env), EVIDENCE, claims) };
}
