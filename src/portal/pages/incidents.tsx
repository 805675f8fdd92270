import type { AppRow } from "../../apps/store";
import { AFFECTED_CLASSES, REPORT_WITHIN_MS, type Report } from "../../incidents/body";
import { REPORT_HEADINGS } from "../../incidents/report";
import type { IncidentRow } from "../../incidents/store";
import type { IncidentView } from "../../incidents/view";
import {
  Badge,
  Button,
  Card,
  Choices,
  DataTable,
  Facts,
  SelectField,
  TextArea,
  TextField,
} from "../../pages/components";
import { isAtLeast } from "../roles";
import type { SignedIn } from "../sessions";
import { MODES } from "./app";
import { AppFrame, clockWords, Deed, lengthWords, When } from "./frame";
import { fieldsOf, History, ListPage, type ListView } from "./list";

export function IncidentsPage({ view }: { view: ListView<IncidentRow> }) {
  return (
    <ListPage
      view={view}
      at="/incidents"
      title="Incidents"
      what="incidents"
      refusal="It was not reported."
      none="You have reported none, and none of ours concerns you."
      caption="Incidents you reported, and ours that concern you, newest first"
      columns={["Incident", "Reported by", "State", "Severity", "Discovered", "Reported"]}
      cells={(row, here) => [
        <a href={`${here}/${row.id}`}>{row.id}</a>,
        row.channel === "operator" ? "Metristack" : "you",
        row.status,
        row.severity,
        <When at={row.discoveredAt} />,
        <When at={row.receivedAt} />,
      ]}
      form={(here) => <ReportForm here={here} view={view} />}
    />
  );
}

function ReportForm({ here, view: { who, mode, tried } }: { here: string; view: ListView<IncidentRow> }) {
  const field = fieldsOf(tried);
  return (
    <Card id="report" heading="Report an incident">
      <p>Within 24 hours of its discovery. No personal data, no secrets: classes, counts and countries.</p>
      <Deed action={here} csrf={who.csrf}>
        <TextField
          {...field("discovered_at")}
          label="When it was discovered, in UTC"
          type="datetime-local"
          hint="Coordinated Universal Time, not your own zone."
          autocomplete="off"
          required
        />
        <TextArea {...field("nature")} label="What happened" rows={5} maxlength={4_000} required />
        <SelectField {...field("mode")} label="Mode" value={mode} options={MODES} />
        <Choices
          {...field("data_classes")}
          label="What is affected"
          chosen={tried?.form.all("data_classes") ?? []}
          options={AFFECTED_CLASSES.map((value) => ({ value, label: value.replaceAll("_", " ") }))}
        />
        <TextField
          {...field("connections")}
          label="How many connections (optional)"
          inputmode="numeric"
          autocomplete="off"
        />
        <TextField
          {...field("people")}
          label="How many people (optional)"
          inputmode="numeric"
          autocomplete="off"
        />
        <TextField
          {...field("countries")}
          label="Countries of the people affected (optional)"
          hint="Two-letter codes, such as KE, NG, FR. They decide whose authority’s clock runs."
          autocomplete="off"
          maxlength={1_000}
        />
        <Button>Report it</Button>
      </Deed>
    </Card>
  );
}

export interface IncidentPageView {
  who: SignedIn;
  app: AppRow;
  incident: IncidentView;
  report: Report | null;
  now: number;
}

export function IncidentPage({ who, app, incident, report, now }: IncidentPageView) {
  const { affected, clocks, timeline } = incident;
  const isTheirs = incident.channel === "developer";
  return (
    <AppFrame
      who={who}
      app={app}
      at="/incidents"
      title={isTheirs ? "An incident you reported" : "An incident of ours"}
    >
      <p class="lead">{incident.nature}</p>
      <Facts
        facts={[
          { term: "Id", detail: <code>{incident.id}</code> },
          { term: "State", detail: incident.status },
          { term: "Severity", detail: incident.severity },
          { term: "Discovered", detail: <When at={Date.parse(incident.discovered_at)} /> },
          {
            term: "Reported",
            detail: (
              <>
                <When at={Date.parse(incident.reported_at)} /> <Lateness incident={incident} />
              </>
            ),
          },
          {
            term: "Affected",
            detail: [
              affected.data_classes.join(", ").replaceAll("_", " "),
              ...(affected.connections === undefined ? [] : [`${affected.connections} connections`]),
              ...(affected.people === undefined ? [] : [`${affected.people} people`]),
              ...(affected.countries?.length ? [affected.countries.join(", ")] : []),
            ].join("; "),
          },
        ]}
      />
      {clocks.length > 0 && (
        <>
          <DataTable
            caption="Authorities that may have to be told"
            columns={["Authority", "Law", "Due", "Clock"]}
            rows={clocks.map(({ name, law, term, due_at, told_at }) => [
              name,
              `${law} (${term})`,
              <When at={Date.parse(due_at)} />,
              told_at === null ? (
                <Badge tone={now > Date.parse(due_at) ? "danger" : "caution"}>
                  {clockWords(Date.parse(due_at), now)}
                </Badge>
              ) : (
                <>
                  told <When at={Date.parse(told_at)} />
                </>
              ),
            ])}
          />
          <p>Counted from the discovery. Whether you must tell them is for you to decide.</p>
        </>
      )}
      <History caption="Timeline" events={timeline} />
      {report && (
        <Card id="report" heading="Post-incident report">
          <Facts
            facts={Object.entries(REPORT_HEADINGS).map(([key, term]) => ({
              term,
              detail: report[key as keyof Report],
            }))}
          />
        </Card>
      )}
      {isTheirs && incident.status !== "closed" && isAtLeast(who.member.role, "developer") && (
        <Card id="add" heading="Add what you have learnt">
          <Deed action={`/portal/apps/${app.id}/incidents/${incident.id}/events`} csrf={who.csrf}>
            <TextArea
              name="note"
              label="Note"
              hint="No personal data, no secrets."
              maxlength={4_000}
              required
            />
            {incident.status !== "contained" && (
              <div class="option">
                <input type="checkbox" id="contained" name="contained" value="yes" />
                <label for="contained">It is contained</label>
              </div>
            )}
            <Button>Add it</Button>
          </Deed>
        </Card>
      )}
    </AppFrame>
  );
}

/** Held against the 24 hours of the policy. */
function Lateness({ incident }: { incident: IncidentView }) {
  if (incident.reported_within_24h === null) return null;
  if (incident.reported_within_24h) return <Badge tone="good">within 24 hours</Badge>;
  const late = Date.parse(incident.reported_at) - Date.parse(incident.discovered_at) - REPORT_WITHIN_MS;
  return <Badge tone="danger">{`${lengthWords(late)} after the 24 hours`}</Badge>;
}
