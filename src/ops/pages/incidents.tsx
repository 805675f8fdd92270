import { AFFECTED_CLASSES, SEVERITIES } from "../../incidents/body";
import type { PostIncident } from "../../incidents/report";
import type { IncidentRow } from "../../incidents/store";
import type { operatorView } from "../../incidents/view";
import { HOUR } from "../../kernel/clock";
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  Choices,
  DataTable,
  Facts,
  SelectField,
  TextArea,
  TextField,
} from "../../pages/components";
import { Deed, When } from "../../portal/pages/frame";
import type { AtDesk } from "../desk";
import { DeskPage, Due } from "./frame";
import { History, optionsOf } from "./rights";

const COUNTRIES_HINT = "Two-letter codes with spaces between, such as KE DE. They decide whose clock runs.";

export function IncidentsPage({
  rows,
  who,
  now,
}: {
  rows: readonly IncidentRow[];
  who: AtDesk;
  now: number;
}) {
  return (
    <DeskPage title="Incidents" at="/ops/desk/incidents">
      {rows.length === 0 ? (
        <p>No incident is on record.</p>
      ) : (
        <DataTable
          caption="Incidents, newest first"
          columns={["Incident", "From", "State", "Severity", "72 hours from discovery"]}
          rows={rows.map(({ id, channel, status, severity, discoveredAt }) => [
            <a href={`/ops/desk/incidents/${id}`}>{id}</a>,
            channel,
            status,
            severity,
            <Due at={discoveredAt + 72 * HOUR} now={now} met={status === "closed"} />,
          ])}
        />
      )}
      {who.may("officer") && (
        <Card id="report" heading="Report an incident of ours">
          <p>The developers it concerns are told at once. No names, no secrets.</p>
          <Deed action="/ops/desk/incidents" csrf={who.csrf}>
            <TextField
              name="discovered_at"
              label="Discovered at"
              hint="In UTC, such as 2026-11-24 21:30"
              autocomplete="off"
              ltr
              required
            />
            <TextArea name="nature" label="What happened" required />
            <SelectField name="severity" label="Severity" value="medium" options={optionsOf(SEVERITIES)} />
            <Choices
              name="data_class"
              label="Data affected"
              chosen={[]}
              options={optionsOf(AFFECTED_CLASSES)}
            />
            <TextField
              name="countries"
              label="Countries of affected people"
              hint={COUNTRIES_HINT}
              autocomplete="off"
            />
            <TextField
              name="people"
              label="People affected, if known"
              inputmode="numeric"
              autocomplete="off"
            />
            <TextField
              name="apps"
              label="Apps whose developers are told"
              hint="Ids with spaces between; empty for all."
              autocomplete="off"
              ltr
            />
            <Button look="danger">Report and tell developers</Button>
          </Deed>
        </Card>
      )}
    </DeskPage>
  );
}

export interface IncidentPageView {
  who: AtDesk;
  view: ReturnType<typeof operatorView>;
  report: PostIncident["report"] | null;
  now: number;
}

/** An incident with its clocks, and what can be done about it. */
export function IncidentPage({ who, view, report, now }: IncidentPageView) {
  const at = `/ops/desk/incidents/${view.id}`;
  const discoveredAt = Date.parse(view.discovered_at);
  const isOpen = view.status !== "closed";
  const { affected } = view;
  return (
    <DeskPage title="Incident" at="/ops/desk/incidents">
      <p class="lead">{view.nature}</p>
      <Facts
        facts={[
          { term: "Incident", detail: <code>{view.id}</code> },
          {
            term: "State",
            detail: <Badge tone={isOpen ? "caution" : "good"}>{`${view.status}, ${view.severity}`}</Badge>,
          },
          { term: "Reported by", detail: view.app_id ? `the developer of ${view.app_id}` : "us" },
          { term: "Discovered", detail: <When at={discoveredAt} /> },
          {
            term: "72 hours from discovery",
            detail: <Due at={discoveredAt + 72 * HOUR} now={now} met={!isOpen} />,
          },
          { term: "Data", detail: affected.data_classes.join(", ").replaceAll("_", " ") },
          { term: "People", detail: affected.people ?? "not known" },
          { term: "Countries", detail: affected.countries?.join(", ") || "not known" },
        ]}
      />
      {view.clocks.length > 0 && (
        <DataTable
          caption="Authorities that may have to be told"
          columns={["Authority", "Law", "Term", "Due", "Told"]}
          rows={view.clocks.map(({ authority, name, law, term, due_at, told_at }) => [
            name,
            law,
            term,
            <Due at={Date.parse(due_at)} now={now} met={told_at !== null} />,
            told_at !== null ? (
              <When at={Date.parse(told_at)} />
            ) : who.may("officer") ? (
              <Deed action={`${at}/authorities`} csrf={who.csrf}>
                <Button look="secondary" name="authority" value={authority}>
                  Told now
                </Button>
              </Deed>
            ) : (
              "no"
            ),
          ])}
        />
      )}
      {who.may("officer") && <Deeds at={at} who={who} view={view} isOpen={isOpen} />}
      {report && (
        <Card id="report" heading="Post-incident report">
          <Facts facts={Object.entries(report).map(([term, detail]) => ({ term, detail }))} />
          <p class="actions">
            <ButtonLink look="secondary" href={`/ops/incidents/${view.id}/report?format=markdown`}>
              As Markdown
            </ButtonLink>
          </p>
        </Card>
      )}
      <History rows={view.timeline.map((line) => ({ ...line, at: Date.parse(line.at) }))} />
    </DeskPage>
  );
}

type DeedsView = Pick<IncidentPageView, "who" | "view"> & { at: string; isOpen: boolean };

function Deeds({ at, who: { csrf }, view, isOpen }: DeedsView) {
  const severity = view.severity === "unknown" ? "medium" : view.severity;
  return (
    <>
      {isOpen && (
        <Card id="triage" heading="Triage">
          <Deed action={`${at}/triage`} csrf={csrf}>
            <SelectField name="severity" label="Severity" value={severity} options={optionsOf(SEVERITIES)} />
            <TextField
              name="countries"
              label="Countries of affected people"
              hint={COUNTRIES_HINT}
              value={view.affected.countries?.join(" ") ?? ""}
              autocomplete="off"
            />
            <TextArea name="triage_note" label="To the developer, if anything" />
            <Button>Save and tell developers</Button>
          </Deed>
        </Card>
      )}
      <Card id="words" heading="Write">
        <Deed action={`${at}/notes`} csrf={csrf}>
          <TextArea name="note" label="A note for operators" required />
          <Button look="secondary">Keep the note</Button>
        </Deed>
        <Deed action={`${at}/notices`} csrf={csrf}>
          <TextArea name="notice" label="A notice to the developers it concerns" required />
          <Button look="secondary">Send the notice</Button>
        </Deed>
      </Card>
      {isOpen && view.status !== "contained" && (
        <Card id="contain" heading="Contain">
          <p>It goes on no longer; what was affected no longer grows. Developers are told.</p>
          <Deed action={`${at}/contain`} csrf={csrf}>
            <Button>It is contained</Button>
          </Deed>
        </Card>
      )}
      {isOpen && (
        <Card id="close" heading="Close with the post-incident report">
          <Deed action={`${at}/close`} csrf={csrf}>
            <TextArea name="summary" label="Summary" required />
            <TextArea name="cause" label="Cause" required />
            <TextArea name="impact" label="Impact" required />
            <TextArea name="response" label="What was done" required />
            <TextArea name="prevention" label="What keeps it from happening again" required />
            <Button look="danger">Close the incident</Button>
          </Deed>
        </Card>
      )}
    </>
  );
}
