import { dayOf } from "../kernel/clock";
import type { FieldError } from "../kernel/problem";
import type { Region } from "../kernel/regions";
import { adequacyOf } from "./adequacy";
import { areEnough, HIGH_RISK, SCC_VERSION, sccReference } from "./clauses";
import { EEA, EU_OUTERMOST } from "./rules";

/** What an app has stated that bears on transfers. */
export interface TransferStatements {
  /** Where its developer is: ISO 3166-1 alpha-2. */
  country: string | null;
  sccModule: string | null;
  sccVersion: string | null;
  measures: readonly string[];
}

/** A ground for a transfer, as it is recorded. */
export interface Ground {
  kind: "ground";
  basis: "no_transfer" | "adequacy" | "scc" | "scc_with_measures";
  country: string;
  reference: string;
}
export type Safeguard = Ground | { kind: "missing"; needed: FieldError[] };

export const NOT_FROM_EEA = "Not from the European Economic Area: the end-user's informed consent";
export const WITHIN_EEA = "Within the European Economic Area";

/**
 * On what ground data of a connection in this region may go to the app's country at this moment, or what is missing
 * for it (GDPR Ch. V; End-User Policy, "International Transfers"). From `eu`: none is needed inside the EEA; then the
 * Commission's decision; then accepted clauses, with measures where the risk is high. The United States' decision
 * covers only organisations on a list, and nobody gets on it by saying so: there, too, clauses are asked for.
 * From `us` and `af`: no law we know asks for more than the end-user's consent, informed of the country and the risk.
 */
export function safeguardFor(region: Region, app: TransferStatements, now: number): Safeguard {
  const { country } = app;
  if (country === null) return missing("readiness.country", "state the country the developer is in");
  if (region !== "eu") return { kind: "ground", basis: "no_transfer", country, reference: NOT_FROM_EEA };
  if (EEA.has(country) || EU_OUTERMOST.has(country))
    return { kind: "ground", basis: "no_transfer", country, reference: WITHIN_EEA };
  const decision = adequacyOf(country, dayOf(now));
  if (decision) return { kind: "ground", basis: "adequacy", country, reference: decision.decision };
  const { sccModule } = app;
  if (sccModule === null || app.sccVersion !== SCC_VERSION)
    return missing(
      "readiness.scc",
      `accept the standard contractual clauses of Decision (EU) ${SCC_VERSION}`,
    );
  const reference = sccReference(sccModule);
  if (!HIGH_RISK[country]) return { kind: "ground", basis: "scc", country, reference };
  return areEnough(app.measures)
    ? {
        kind: "ground",
        basis: "scc_with_measures",
        country,
        reference: `${reference}; ${app.measures.join(", ")}`,
      }
    : missing("readiness.measures", "state at least one technical measure and one other");
}

function missing(path: string, message: string): Safeguard {
  return { kind: "missing", needed: [{ path, message }] };
}
