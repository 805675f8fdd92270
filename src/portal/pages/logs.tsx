import type { AppRow } from "../../apps/store";
import { rfc3339 } from "../../kernel/clock";
import type { searchLogs } from "../../logs/search";
import { Button, DataTable, Notice, SelectField, TextField } from "../../pages/components";
import type { Faults } from "../faults";
import type { LogWish } from "../log-routes";
import type { SignedIn } from "../sessions";
import { MODES } from "./app";
import { AppFrame, Older } from "./frame";

export interface LogsView {
  who: SignedIn;
  app: AppRow;
  /** As it was sent, where it was not taken. */
  wish: LogWish;
  faults?: Faults;
  page?: Awaited<ReturnType<typeof searchLogs>>;
}

export function LogsPage({ who, app, wish, faults, page }: LogsView) {
  const here = `/portal/apps/${app.id}`;
  const field = (name: keyof LogWish) => ({ name, value: wish[name] ?? "", error: faults?.get(name) });
  const text = (name: keyof LogWish) => ({ ...field(name), autocomplete: "off", maxlength: 64, ltr: true });
  return (
    <AppFrame who={who} app={app} at="/logs" title={`Logs of ${app.name}`}>
      {faults && (
        <Notice tone="danger" alert>
          <p>It was not searched. What is wrong is said at each field.</p>
        </Notice>
      )}
      <form method="get" action={`${here}/logs`} class="filters">
        <SelectField
          {...field("mode")}
          label="Mode"
          options={MODES.map(({ value }) => ({ value, label: value }))}
        />
        <TextField {...field("from")} label="From (UTC)" type="datetime-local" />
        <TextField {...field("to")} label="To (UTC)" type="datetime-local" />
        <TextField {...text("status")} label="Status" placeholder="404 or 4xx" maxlength={3} />
        <TextField {...text("operation")} label="Operation" placeholder="orders.list" />
        <TextField {...text("connection")} label="Connection" placeholder="conn_…" />
        <TextField {...text("request")} label="Request id" placeholder="req_…" />
        <Button look="secondary">Search</Button>
      </form>
      <p>
        Without a time these are the last 24 hours, but a request id is found on any day. Lines come within
        minutes, are kept for 90 days, and name no end-user.
      </p>
      {page && <Lines here={here} wish={wish} page={page} />}
    </AppFrame>
  );
}

function Lines({ here, wish, page }: { here: string } & Required<Pick<LogsView, "wish" | "page">>) {
  const asked = Object.entries({ ...wish, cursor: page.nextCursor ?? undefined });
  const older = new URLSearchParams(asked.filter((pair): pair is [string, string] => !!pair[1]));
  return (
    <>
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
    </>
  );
}
