import type { AppRow } from "../../apps/store";
import { rfc3339 } from "../../kernel/clock";
import type { searchLogs } from "../../logs/search";
import { Button, DataTable, Notice, SelectField, TextField } from "../../pages/components";
import type { LogWish } from "../log-routes";
import type { SignedIn } from "../sessions";
import { AppFrame, Older } from "./frame";

export interface LogsView {
  who: SignedIn;
  app: AppRow;
  wish: LogWish;
  page: Awaited<ReturnType<typeof searchLogs>>;
}

export function LogsPage({ who, app, wish, page }: LogsView) {
  const here = `/portal/apps/${app.id}`;
  const asked = Object.entries({ ...wish, cursor: page.nextCursor ?? undefined });
  const older = new URLSearchParams(asked.filter((pair): pair is [string, string] => !!pair[1]));
  return (
    <AppFrame who={who} app={app} at="/logs" title={`Logs of ${app.name}`}>
      <form method="get" action={`${here}/logs`} class="filters">
        <SelectField
          name="mode"
          label="Mode"
          value={wish.mode}
          options={["test", "live"].map((value) => ({ value, label: value }))}
        />
        <TextField name="from" label="From (UTC)" type="datetime-local" value={wish.from ?? ""} />
        <TextField name="to" label="To (UTC)" type="datetime-local" value={wish.to ?? ""} />
        <TextField
          name="status"
          label="Status"
          placeholder="404 or 4xx"
          value={wish.status ?? ""}
          autocomplete="off"
          maxlength={3}
        />
        <TextField
          name="operation"
          label="Operation"
          placeholder="orders.list"
          value={wish.operation ?? ""}
          autocomplete="off"
          maxlength={64}
          ltr
        />
        <TextField
          name="connection"
          label="Connection"
          placeholder="conn_…"
          value={wish.connection ?? ""}
          autocomplete="off"
          maxlength={64}
          ltr
        />
        <TextField
          name="request"
          label="Request id"
          placeholder="req_…"
          value={wish.request ?? ""}
          autocomplete="off"
          maxlength={64}
          ltr
        />
        <Button look="secondary">Search</Button>
      </form>
      <p>
        Without a time these are the last 24 hours, but a request id is found on any day. Lines come within
        minutes, are kept for 90 days, and name no end-user.
      </p>
      {page.warnings.map(({ message }) => (
        <Notice tone="caution">
          <p>{message}</p>
        </Notice>
      ))}
      {page.lines.length > 0 ? (
        <DataTable
          caption="Calls, newest first"
          columns={[
            "Time (UTC)",
            "Operation",
            "Status",
            "Took, ms",
            "At the platform, ms",
            "Request id",
            "Connection",
            "Platform",
            "Key",
          ]}
          rows={page.lines.map((line) => [
            <time datetime={rfc3339(line.time)}>{rfc3339(line.time).slice(0, 19).replace("T", " ")}</time>,
            line.operation,
            line.code ? `${line.status} ${line.code}` : line.status,
            Math.round(line.duration_ms),
            line.platform ? Math.round(line.platform_ms) : "–",
            <code>{line.id}</code>,
            line.connection_id ? (
              <a href={`${here}/connections/${line.connection_id}`}>
                <code>{line.connection_id}</code>
              </a>
            ) : (
              "–"
            ),
            line.platform ?? "–",
            line.key_id ? <code>{line.key_id}</code> : "–",
          ])}
        />
      ) : (
        <p class="lead">
          {page.nextCursor
            ? "None so far; there is more to search."
            : "There are none. Choose another time or mode, or take a filter away."}
        </p>
      )}
      <Older href={page.nextCursor && `${here}/logs?${older}`} />
    </AppFrame>
  );
}
