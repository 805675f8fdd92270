import type { AppRow } from "../../apps/store";
import type { ConnectionStatus } from "../../connections/status";
import type { listConnections } from "../../connections/store";
import type { Mode } from "../../kernel/regions";
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  DataTable,
  Notice,
  TextField,
  type Tone,
} from "../../pages/components";
import { adapterOf } from "../../platforms/registry";
import { isAtLeast } from "../roles";
import type { SignedIn } from "../sessions";
import { AppFrame, Deed, ModeLine, PortalPage, When } from "./frame";

export function HomePage({
  who,
  apps,
  codesLeft,
}: {
  who: SignedIn;
  apps: readonly AppRow[];
  codesLeft: number;
}) {
  return (
    <PortalPage title="Apps" at="/portal">
      {codesLeft === 0 && (
        <Notice tone="caution">
          <p>
            You have no recovery codes. Without them a lost device is a lost account.{" "}
            <a href="/portal/account">Make ten</a>
          </p>
        </Notice>
      )}
      {apps.length > 0 ? (
        <DataTable
          caption="Your team’s apps"
          columns={["App", "Id", "Made", "Connections"]}
          rows={apps.map(({ id, name, createdAt }) => [
            <a href={`/portal/apps/${id}`}>{name}</a>,
            <code>{id}</code>,
            <When at={createdAt} />,
            <a href={`/portal/apps/${id}/connections`}>
              See<span class="unseen">{` the connections of ${name}`}</span>
            </a>,
          ])}
        />
      ) : (
        <p class="lead">There is no app yet. An app has the keys, and end-users see its name.</p>
      )}
      {isAtLeast(who.member.role, "developer") && (
        <Card id="new" heading="A new app">
          <Deed action="/portal/apps" csrf={who.csrf}>
            <TextField
              name="name"
              label="Name"
              hint="End-users see it when they connect a shop."
              autocomplete="off"
              maxlength={80}
              required
            />
            <Button>Make it</Button>
          </Deed>
        </Card>
      )}
    </PortalPage>
  );
}

const TONES: Readonly<Record<ConnectionStatus, Tone>> = {
  pending: "neutral",
  active: "good",
  degraded: "caution",
  needs_reauth: "danger",
  disconnected: "neutral",
};

export interface ConnectionsView {
  app: AppRow;
  mode: Mode;
  rows: Awaited<ReturnType<typeof listConnections>>;
  next: string | null;
}

export function ConnectionsPage({ app, mode, rows, next }: ConnectionsView) {
  const here = `/portal/apps/${app.id}/connections`;
  return (
    <AppFrame app={app} at="/connections" title={`Connections of ${app.name}`}>
      <ModeLine here={here} mode={mode} what="connections" />
      {rows.length > 0 ? (
        <DataTable
          caption="Connections, newest first"
          columns={["Connection", "Platform", "End-user", "Status", "Last success", "Since"]}
          rows={rows.map(({ row, lastSuccessAt }) => [
            <code>{row.id}</code>,
            adapterOf(row.platform)?.name ?? row.platform,
            row.externalUserId,
            <Badge tone={TONES[row.status]}>
              {row.status === "needs_reauth" ? "needs to be connected again" : row.status}
            </Badge>,
            lastSuccessAt === null ? "never" : <When at={lastSuccessAt} />,
            <When at={row.createdAt} />,
          ])}
        />
      ) : (
        <p class="lead">There are none{next ? " here" : ""}.</p>
      )}
      {next && <ButtonLink href={`${here}?mode=${mode}&cursor=${next}`}>Older ones</ButtonLink>}
    </AppFrame>
  );
}
