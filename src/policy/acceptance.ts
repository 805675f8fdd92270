import type { AcceptanceRow } from "./store";
import { inForceAt, type PolicyHead } from "./versions";

/**
 * Whether an app is bound by the version in force. The first time somebody has to say so; after that, going on past the
 * date of a later version accepts it, as the policy says.
 */
export type Acceptance =
  | { kind: "accepted"; version: PolicyHead }
  /** An earlier version was accepted by statement: this very use accepts the one in force. */
  | { kind: "by_this_use"; version: PolicyHead }
  | { kind: "none"; version: PolicyHead };

export function acceptanceAt(
  versions: readonly PolicyHead[],
  accepted: readonly AcceptanceRow[],
  now: number,
): Acceptance {
  const version = inForceAt(versions, now);
  const isUpcoming = (id: string) => versions.some((one) => one.id === id && one.effectiveAt > now);
  const hasStated = accepted.some(({ kind, policyId }) => kind === "statement" && !isUpcoming(policyId));
  if (!hasStated) return { kind: "none", version };
  const isRecorded = accepted.some(({ policyId }) => policyId === version.id);
  return { kind: isRecorded ? "accepted" : "by_this_use", version };
}
