import { Button, ButtonLink, Card, DataTable, Facts, Notice } from "../../pages/components";
import { Deed, When } from "../../portal/pages/frame";
import type { ChainEntry, ChainResult, Illegible } from "../../proof/chain";
import type { AtDesk } from "../desk";
import { DeskPage } from "./frame";

export interface AuditView {
  who: AtDesk;
  /** Newest first. */
  entries: readonly (ChainEntry | Illegible)[];
  /** Where the page before these goes on; null on the last. */
  before: number | null;
}

export function AuditPage({ who, entries, before }: AuditView) {
  return (
    <DeskPage title="Audit log" at="/ops/desk/audit">
      <Card id="verify" heading="Is it whole?">
        <p>Follows every entry’s hash from the first to the last, and checks each signed checkpoint.</p>
        <Deed action="/ops/desk/audit/verify" csrf={who.csrf}>
          <Button>Verify the chain now</Button>
        </Deed>
        <p class="actions">
          <ButtonLink look="secondary" href="/ops/audit/export">
            Export for a check elsewhere
          </ButtonLink>
        </p>
      </Card>
      {entries.length === 0 ? (
        <p>There is no entry here.</p>
      ) : (
        <DataTable
          caption="Entries, newest first"
          columns={["Entry", "When", "Who", "What", "About", "Detail"]}
          rows={entries.map((entry) =>
            entry.kind === "illegible"
              ? [String(entry.seq ?? "?"), "", "", "cannot be read", "", ""]
              : [
                  String(entry.seq),
                  <When at={Date.parse(entry.at)} />,
                  entry.actor,
                  entry.action,
                  entry.target ?? "",
                  Object.entries(entry.detail)
                    .map(([name, value]) => `${name}: ${value}`)
                    .join(", "),
                ],
          )}
        />
      )}
      {before !== null && (
        <p class="actions">
          <ButtonLink look="secondary" href={`/ops/desk/audit?before=${before}`}>
            Older entries
          </ButtonLink>
        </p>
      )}
    </DeskPage>
  );
}

export function VerificationPage({ result }: { result: ChainResult }) {
  const { first_broken: broken } = result;
  return (
    <DeskPage title={result.ok ? "The chain is whole" : "The chain is broken"} at="/ops/desk/audit">
      <Notice tone={result.ok ? "good" : "danger"} alert>
        <p>
          {broken
            ? `Entry ${broken.seq ?? "unknown"}: ${broken.reason}.`
            : "Every entry follows from the one before, and every checkpoint holds."}
        </p>
      </Notice>
      <Facts
        facts={[
          { term: "Entries that hold", detail: String(result.entries) },
          { term: "From, to", detail: `${result.first_seq ?? "none"}, ${result.last_seq ?? "none"}` },
          { term: "Checkpoints that hold", detail: String(result.checkpoints) },
          { term: "Signed up to entry", detail: String(result.signed_to ?? "none") },
          ...result.notes.map((note) => ({ term: "Note", detail: note })),
        ]}
      />
      <p class="actions">
        <ButtonLink look="secondary" href="/ops/desk/audit">
          Back to the log
        </ButtonLink>
      </p>
    </DeskPage>
  );
}
