import type { PolicySection } from "../policy/end-user-policy";
import { CONTROLS, type Evidence } from "./controls";
import type { Facts } from "./facts";

export const CLAUSE_STATUSES = [
  "kept",
  "failing",
  "by_design",
  "developers_duty",
  "statement",
  "no_control",
] as const;
export type ClauseStatus = (typeof CLAUSE_STATUSES)[number];

/** A clause of the policy in its own words, what enforces it, and what shows that now. */
export interface Clause {
  section: string;
  clause: string;
  /** Null where nothing of ours enforces it; the evidence then says why. */
  control: string | null;
  evidence: Evidence;
  status: ClauseStatus;
}

/** The clauses of a policy, each text and each item of a list once, in its order. */
export function clausesIn(policy: readonly PolicySection[]): { section: string; clause: string }[] {
  return policy.flatMap(({ heading, blocks }) =>
    blocks
      .flatMap((block) => (block.kind === "text" ? [block.text] : [...block.items]))
      .map((clause) => ({ section: heading, clause })),
  );
}

/** Each clause with its control and its evidence. A clause nobody has written a control for is shown as such. */
export function clausesWith(policy: readonly PolicySection[], facts: Facts): Clause[] {
  return clausesIn(policy).map((told) => ({ ...told, ...standingOf(told.clause, facts) }));
}

function standingOf(clause: string, facts: Facts): Omit<Clause, "section" | "clause"> {
  const known = Object.hasOwn(CONTROLS, clause) ? CONTROLS[clause] : undefined;
  switch (known?.kind) {
    case "measured": {
      const { evidence, holds } = known.judge(facts);
      return { control: known.control, evidence, status: holds ? "kept" : "failing" };
    }
    case "by_design":
      return { control: known.control, evidence: known.evidence(facts), status: "by_design" };
    case "developers":
      return { control: known.control, evidence: known.evidence(facts), status: "developers_duty" };
    case "statement":
      return { control: known.control, evidence: {}, status: "statement" };
    case "none":
      return { control: null, evidence: { why: known.why }, status: "no_control" };
    case undefined:
      return {
        control: null,
        evidence: { why: "No control has been written for it." },
        status: "no_control",
      };
  }
}
