import { Badge, ButtonLink, DataTable, Facts, Notice } from "../../pages/components";
import { When } from "../../portal/pages/frame";
import type { EvidenceDocument } from "../evidence";
import { DeskPage } from "./frame";

/** What an auditor gets, at a glance: which criterion is spoken to by what. */
export function EvidencePage({ evidence }: { evidence: EvidenceDocument }) {
  const { controls, inventory, criteria } = evidence;
  const unmapped = controls.filter((control) => control.unmapped !== null);
  return (
    <DeskPage title="Evidence" at="/ops/evidence">
      <Notice tone="neutral">
        <p>{evidence.note}</p>
      </Notice>
      <p class="lead">
        Computed <When at={Date.parse(evidence.generated_at)} /> for the policy’s version of{" "}
        {evidence.policy_version}.
      </p>
      <p class="actions">
        <ButtonLink href="/ops/evidence.json">Download it, signed</ButtonLink>
      </p>
      <Facts
        facts={[
          { term: "Controls", detail: `${controls.length - unmapped.length} mapped, ${unmapped.length} not` },
          {
            term: "Not kept now",
            detail: String(controls.filter(({ status }) => status === "failing").length),
          },
          {
            term: "Places of data",
            detail: `${inventory.length}, ${inventory.filter(({ late }) => late).length} late`,
          },
          { term: "Audit chain", detail: evidence.audit_chain.ok ? "whole" : "broken" },
        ]}
      />
      <DataTable
        caption="Criteria, and what speaks to each"
        columns={["Criterion", "In our words", "Clauses", "Not kept", "Places of data"]}
        rows={Object.entries(criteria).map(([code, title]) => {
          const of = controls.filter((control) => control.criteria.includes(code));
          const failing = of.filter(({ status }) => status === "failing").length;
          return [
            code,
            title,
            String(of.length),
            failing === 0 ? "0" : <Badge tone="danger">{String(failing)}</Badge>,
            String(inventory.filter((entry) => entry.criteria.includes(code)).length),
          ];
        })}
      />
      <DataTable
        caption="Clauses of the policy"
        columns={["Clause", "Control", "State", "Criteria"]}
        rows={controls.map(({ clause, control, status, criteria: codes, unmapped: why }) => [
          clause,
          control ?? "",
          status.replaceAll("_", " "),
          why ?? codes.join(", "),
        ])}
      />
    </DeskPage>
  );
}
