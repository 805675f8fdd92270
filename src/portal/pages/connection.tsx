import type { AppRow } from "../../apps/store";
import type { ConnectionView } from "../../connections/view";
import { countryName } from "../../kernel/countries";
import type { Mode, Region } from "../../kernel/regions";
import { Button, ButtonLink, Card, DataTable, Facts, Notice } from "../../pages/components";
import { platformName } from "../../platforms/registry";
import type { TransferRow } from "../../transfers/store";
import { isAtLeast } from "../roles";
import type { SignedIn } from "../sessions";
import { StatusBadge } from "./connections";
import { AppFrame, Deed, When } from "./frame";

/** How a test went. */
export interface Outcome {
  resource: string;
  ms: number;
  problem: string | null;
  requestId: string;
}

const REGIONS: Readonly<Record<Region, string>> = {
  eu: "European Union",
  us: "United States",
  af: "Africa",
};
const BASES: Readonly<Record<TransferRow["basis"], string>> = {
  no_transfer: "no safeguard needed",
  adequacy: "adequacy decision",
  scc: "standard contractual clauses",
  scc_with_measures: "standard contractual clauses, with further measures",
};

export interface ConnectionPageView {
  who: SignedIn;
  app: AppRow;
  view: ConnectionView;
  mode: Mode;
  /** Calls by month. */
  months: ReadonlyMap<string, number>;
  transfer: TransferRow | null;
  outcome: Outcome | null;
}

export function ConnectionPage({ who, app, view, mode, months, transfer, outcome }: ConnectionPageView) {
  const { csrf } = who;
  const path = `/portal/apps/${app.id}/connections/${view.id}`;
  const ended = view.status === "disconnected";
  return (
    <AppFrame who={who} app={app} at="/connections" title={`${platformName(view.platform)} connection`}>
      {outcome && <OutcomeNotice {...outcome} />}
      <Facts
        facts={[
          { term: "Id", detail: <code>{view.id}</code> },
          { term: "Status", detail: <StatusBadge status={view.status} /> },
          ...(view.needs_reauth_reason
            ? [{ term: "Why", detail: `${view.needs_reauth_reason}. The end-user has to connect again.` }]
            : []),
          { term: "Mode", detail: mode },
          { term: "End-user", detail: view.external_user_id },
          { term: "Last success", detail: <Moment at={view.last_success_at} /> },
          { term: "Connected", detail: <Moment at={view.connected_at} /> },
          ...(view.disconnected_at
            ? [{ term: "Disconnected", detail: <Moment at={view.disconnected_at} /> }]
            : []),
          { term: "Can read", detail: listed(view.capabilities) },
          {
            term: "Granted scopes",
            detail: view.granted_scopes ? listed(view.granted_scopes) : "the platform does not tell",
          },
          { term: "Missing scopes", detail: listed(view.missing_scopes) },
          { term: "Region", detail: REGIONS[view.region] },
          {
            term: "Transfer",
            detail: transfer
              ? `to ${countryName(transfer.toCountry, "en")}: ${BASES[transfer.basis]} (${transfer.reference})`
              : "none recorded",
          },
        ]}
      />
      {isAtLeast(who.member.role, "developer") && !ended && (
        <Card id="deeds" heading="Does it work?">
          <p>
            A test makes one small call to the platform. It is counted and logged like any call; what the shop
            answers is not shown.
          </p>
          <Deed action={`${path}/test`} csrf={csrf}>
            <Button look="secondary">Test the connection</Button>
          </Deed>
          <p class="actions">
            <ButtonLink href={`${path}/disconnect`} look="danger">
              Disconnect…
            </ButtonLink>
          </p>
        </Card>
      )}
      {months.size > 0 && (
        <DataTable
          caption="Calls of this connection, by month (UTC)"
          columns={["Month", "Calls"]}
          rows={[...months].reverse()}
        />
      )}
      <p>
        <a href={`/portal/apps/${app.id}/logs?${new URLSearchParams({ mode, connection: view.id })}`}>
          Its calls in the logs
        </a>
      </p>
    </AppFrame>
  );
}

function OutcomeNotice({ resource, ms, problem, requestId }: Outcome) {
  return (
    <Notice tone={problem === null ? "good" : "danger"} alert>
      <p>
        {problem === null
          ? `It works: the platform gave ${resource} in ${ms} ms.`
          : `It did not work, after ${ms} ms: ${problem}`}
      </p>
      <p class="hint">
        Request id: <code>{requestId}</code>
      </p>
    </Notice>
  );
}

function Moment({ at }: { at: string | null }) {
  return at === null ? <>never</> : <When at={Date.parse(at)} />;
}

function listed(texts: readonly string[]): string {
  return texts.join(", ") || "none";
}
