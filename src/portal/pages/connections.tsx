import type { AppRow } from "../../apps/store";
import type { ConnectionStatus } from "../../connections/status";
import type { listConnections } from "../../connections/store";
import type { Mode } from "../../kernel/regions";
import { Badge, DataTable, type Tone } from "../../pages/components";
import { platformName } from "../../platforms/registry";
import type { SignedIn } from "../sessions";
import { AppFrame, ModeLine, Older, When } from "./frame";

const TONES: Readonly<Record<ConnectionStatus, Tone>> = {
  pending: "neutral",
  active: "good",
  degraded: "caution",
  needs_reauth: "danger",
  disconnected: "neutral",
};

export function StatusBadge({ status }: { status: ConnectionStatus }) {
  return (
    <Badge tone={TONES[status]}>{status === "needs_reauth" ? "needs to be connected again" : status}</Badge>
  );
}

export interface ConnectionsView {
  who: SignedIn;
  app: AppRow;
  mode: Mode;
  rows: Awaited<ReturnType<typeof listConnections>>;
  next: string | null;
}

export function ConnectionsPage({ who, app, mode, rows, next }: ConnectionsView) {
  const here = `/portal/apps/${app.id}/connections`;
  return (
    <AppFrame who={who} app={app} at="/connections" title={`Connections of ${app.name}`}>
      <ModeLine here={here} mode={mode} what="connections" />
      {rows.length > 0 ? (
        <DataTable
          caption="Connections, newest first"
          columns={["Connection", "Platform", "End-user", "Status", "Last success", "Since"]}
          rows={rows.map(({ row, lastSuccessAt }) => [
            <a href={`${here}/${row.id}`}>
              <code>{row.id}</code>
            </a>,
            platformName(row.platform),
            row.externalUserId,
            <StatusBadge status={row.status} />,
            lastSuccessAt === null ? "never" : <When at={lastSuccessAt} />,
            <When at={row.createdAt} />,
          ])}
        />
      ) : (
        <p class="lead">
          {next ? "There are none here. " : "There are none. "}
          <a href={`/portal/apps/${app.id}/quick-start`}>The quick start</a> shows how a shop is connected.
        </p>
      )}
      <Older href={next && `${here}?mode=${mode}&cursor=${next}`} />
    </AppFrame>
  );
}
