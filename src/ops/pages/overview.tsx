import type { IncidentRow } from "../../incidents/store";
import { HOUR } from "../../kernel/clock";
import type { AlertRow } from "../../monitors/store";
import { Badge, Button, Card, DataTable, Facts, TextField } from "../../pages/components";
import { Deed, When } from "../../portal/pages/frame";
import type { RunView } from "../../retention/runs";
import type { RequestRow } from "../../rights/types";
import type { Facts as Known } from "../../trust/facts";
import type { AtDesk } from "../desk";
import { count, DeskPage, Due } from "./frame";
import { KeyTable } from "./keys";
import { RightsTable } from "./rights";

export interface OverviewView {
  who: AtDesk;
  /** At most a minute old. */
  facts: Known;
  rights: readonly RequestRow[];
  incidents: readonly IncidentRow[];
  alerts: readonly AlertRow[];
  lastRun: RunView | null;
  now: number;
}

/** What waits, what is late, and whether the promises hold, on one page. */
export function OverviewPage({ who, facts, rights, incidents, alerts, lastRun, now }: OverviewView) {
  const { meter, audit, retention } = facts;
  const late = retention.filter((standing) => standing.late).length;
  return (
    <DeskPage title="Operations" at="/ops">
      <p class="lead">
        You are <code>{who.actor}</code> ({[...who.roles].join(", ")}).
      </p>
      <Facts
        facts={[
          { term: "Rights requests", detail: `${facts.rights.open} open, ${facts.rights.late} late` },
          {
            term: "Incidents",
            detail: `${facts.incidents.open} open, ${facts.incidents.clocksLate} with a clock that is late`,
          },
          { term: "Alerts", detail: `${facts.alerts.open} open` },
          {
            term: "Retention",
            detail: (
              <>
                <Badge tone={late === 0 ? "good" : "danger"}>
                  {late === 0 ? "nothing late" : `late in ${count(late, "place", "places")}`}
                </Badge>{" "}
                {lastRun ? (
                  <>
                    last run begun <When at={Date.parse(lastRun.started_at)} />, {lastRun.status}
                  </>
                ) : (
                  "no run on record"
                )}
              </>
            ),
          },
          {
            term: "Meter",
            detail: (
              <Badge tone={meter.byLedger === meter.byUsage ? "good" : "danger"}>
                {`${meter.byUsage} of ${meter.byLedger} calls`}
              </Badge>
            ),
          },
          {
            term: "Audit log",
            detail: audit.head
              ? `${count(audit.entries, "entry", "entries")}, ${audit.checkpoint === null ? "none signed yet" : `signed up to ${audit.checkpointSeq} on ${audit.checkpoint}`}`
              : "no entry yet",
          },
        ]}
      />
      <Card id="rights" heading="Nearest deadlines">
        {rights.length === 0 ? (
          <p>No rights request is open.</p>
        ) : (
          <RightsTable rows={rights} who={who} now={now} />
        )}
      </Card>
      <Card id="incidents" heading="Open incidents">
        {incidents.length === 0 ? (
          <p>No incident is open.</p>
        ) : (
          <DataTable
            caption="Incidents that are not closed, oldest first"
            columns={["Incident", "State", "Severity", "72 hours from discovery"]}
            rows={incidents.map(({ id, status, severity, discoveredAt }) => [
              <a href={`/ops/desk/incidents/${id}`}>{id}</a>,
              status,
              severity,
              <Due at={discoveredAt + 72 * HOUR} now={now} />,
            ])}
          />
        )}
      </Card>
      <Card id="alerts" heading="Open alerts">
        {alerts.length === 0 ? (
          <p>No alert is open.</p>
        ) : (
          <DataTable
            caption="What monitors found and still find, newest first"
            columns={["Rule", "About", "Raised", "Seen"]}
            rows={alerts.map(({ rule, about, raisedAt, seenAt }) => [
              rule.replaceAll("_", " "),
              <code>{about}</code>,
              <When at={raisedAt} />,
              <When at={seenAt} />,
            ])}
          />
        )}
      </Card>
      <Card id="keys" heading="Keys">
        <KeyTable keys={facts.keys.ages} now={now} />
      </Card>
    </DeskPage>
  );
}

/** Locally there is no Access: the token that was printed at start. */
export function SignInPage() {
  return (
    <DeskPage title="Sign in to operations">
      <p>On a local server the development token stands in for Cloudflare Access.</p>
      <Deed action="/ops/sign-in" csrf="">
        <TextField name="token" label="Development token" type="password" autocomplete="off" ltr required />
        <Button>Sign in</Button>
      </Deed>
    </DeskPage>
  );
}
