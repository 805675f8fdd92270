import type { IncidentRow } from "../../incidents/store";
import { dayOf } from "../../kernel/clock";
import type { AlertRule } from "../../monitors/rules";
import type { AlertRow } from "../../monitors/store";
import { Badge, Button, Card, Csrf, DataTable } from "../../pages/components";
import type { AcceptanceRow } from "../../policy/store";
import { type PolicyHead, standingOf } from "../../policy/versions";
import { isAtLeast } from "../roles";
import type { SignedIn } from "../sessions";
import { unaccepted } from "../waiting";
import { PortalPage, When } from "./frame";

interface Named {
  id: string;
  name: string;
}

export interface NoticesView {
  who: SignedIn;
  /** Oldest first. */
  versions: readonly PolicyHead[];
  apps: readonly Named[];
  accepted: readonly AcceptanceRow[];
  alerts: readonly AlertRow[];
  incidents: readonly IncidentRow[];
  now: number;
}

const POLICY_PATH = "/policies/end-user";

export function NoticesPage(view: NoticesView) {
  return (
    <PortalPage title="Notices" at="/portal/notices">
      <PolicyNotices {...view} />
      <Alerts {...view} />
      <OurIncidents {...view} />
    </PortalPage>
  );
}

function PolicyNotices({ who, versions, apps, accepted, now }: NoticesView) {
  const works = isAtLeast(who.member.role, "developer");
  const listed = versions.map((version, index) => ({ version, before: versions[index - 1] })).reverse();
  const rows = apps.flatMap((app) =>
    accepted
      .filter(({ appId }) => appId === app.id)
      .map(({ policyId, kind, acceptedAt }) => [
        app.name,
        versions.find(({ id }) => id === policyId)?.version ?? policyId,
        <When at={acceptedAt} />,
        kind === "statement" ? "by statement" : "by continued use",
      ]),
  );
  const open = apps.flatMap((app) =>
    unaccepted(versions, accepted, app.id, now).map((version) => ({ app, version })),
  );
  return (
    <Card id="policy" heading="End-User Policy">
      <DataTable
        caption="Versions, newest first"
        columns={["Version", "State", "In force from", "Change", "What changed", "Difference"]}
        rows={listed.map(({ version, before }) => [
          <a href={`${POLICY_PATH}/${version.version}`}>{version.version}</a>,
          standingOf(version, versions, now).replace("_", " "),
          dayOf(version.effectiveAt),
          version.isMaterial ? "material" : "not material",
          version.summary,
          before ? (
            <a
              href={`${POLICY_PATH}/diff/${before.version}..${version.version}`}
            >{`since ${before.version}`}</a>
          ) : (
            ""
          ),
        ])}
      />
      {rows.length > 0 && (
        <DataTable
          caption="What your apps accepted"
          columns={["App", "Version", "When", "How"]}
          rows={rows}
        />
      )}
      {open.map(({ app, version }) =>
        works ? (
          <AcceptForm appId={app.id} appName={app.name} csrf={who.csrf} version={version} back="notices" />
        ) : (
          <p>{`${app.name} has not accepted the version of ${version.version} yet.`}</p>
        ),
      )}
    </Card>
  );
}

/** A form by which an app accepts a version of the policy. */
export function AcceptForm({
  appId,
  appName,
  csrf,
  version: { version },
  back,
}: {
  appId: string;
  appName: string;
  csrf: string;
  version: PolicyHead;
  back: "notices" | "readiness";
}) {
  const id = `accept-${appId}-${version}`;
  return (
    <form method="post" action={`/portal/apps/${appId}/policy`} class="stack">
      <Csrf token={csrf} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="back" value={back} />
      <div class="option">
        <input type="checkbox" id={id} name="accept" value="yes" required />
        <label for={id}>
          {`${appName}: we have read and accept the `}
          <a href={`${POLICY_PATH}/${version}`}>{`version of ${version}`}</a>
        </label>
      </div>
      <Button look="secondary">
        Accept<span class="unseen">{` the version of ${version} for ${appName}`}</span>
      </Button>
    </form>
  );
}

const ALERT_WORDS: Readonly<Record<AlertRule, string>> = {
  refused_keys: "An API key is presented again and again, and refused",
  refused_calls: "A key asks again and again for what it may not have",
  refresh_failing: "Many connections of one platform cannot be renewed",
  deadline_near: "A deadline is near, or has passed",
  retention_late: "Records that should have left are still there",
  meter_incomplete: "The meter is incomplete",
  endpoint_failing: "A webhook endpoint takes nothing any more",
  new_country: "An API key was used from a country it was not used from before",
  key_old: "A key of ours is over a year old",
};

function Alerts({ alerts, apps }: NoticesView) {
  return (
    <Card id="alerts" heading="Alerts">
      {alerts.length > 0 ? (
        <DataTable
          caption="What monitors found, open ones first"
          columns={["What", "App", "State", "About", "Raised", "Last seen"]}
          rows={alerts.map(({ rule, appId, about, resolvedAt, raisedAt, seenAt }) => [
            ALERT_WORDS[rule as AlertRule] ?? rule,
            apps.find(({ id }) => id === appId)?.name ?? "",
            resolvedAt === null ? <Badge tone="caution">open</Badge> : <Badge tone="neutral">resolved</Badge>,
            <code>{about}</code>,
            <When at={raisedAt} />,
            <When at={seenAt} />,
          ])}
        />
      ) : (
        <p>Monitors have found nothing about your apps.</p>
      )}
    </Card>
  );
}

function OurIncidents({ incidents, apps }: NoticesView) {
  return (
    <Card id="incidents" heading="Incidents of ours">
      {incidents.length > 0 ? (
        <DataTable
          caption="Incidents that concern you, newest first"
          columns={["Incident", "State", "Severity", "Told"]}
          rows={incidents.map((row) => [
            <a href={`/portal/apps/${concerned(row, apps)}/incidents/${row.id}`}>{row.id}</a>,
            row.status,
            row.severity,
            <When at={row.receivedAt} />,
          ])}
        />
      ) : (
        <p>There is none that concerns you.</p>
      )}
    </Card>
  );
}

/** An app of the team by which the incident can be read. */
function concerned({ affected }: IncidentRow, apps: readonly Named[]): string {
  const named = [affected["apps"]].flat();
  return (apps.find(({ id }) => named.includes(id)) ?? apps[0])?.id ?? "";
}
