import type { Child } from "hono/jsx";
import type { AppRow } from "../../apps/store";
import type { Mode } from "../../kernel/regions";
import { DataTable, Notice } from "../../pages/components";
import type { Tried } from "../faults";
import { isAtLeast } from "../roles";
import type { SignedIn } from "../sessions";
import { AppFrame, type AppSection, ModeLine, Older, When } from "./frame";

/** A page of what an app has in one mode. */
export interface ListView<Row> {
  who: SignedIn;
  app: AppRow;
  mode: Mode;
  rows: readonly Row[];
  next: string | null;
  /** A form that was not taken. */
  tried: Tried | undefined;
}

/** The list, and below it, for who may use it, the form that adds to it. */
export function ListPage<Row>({
  view: { who, app, mode, rows, next, tried },
  at,
  title,
  what,
  refusal,
  none,
  caption,
  columns,
  cells,
  form,
}: {
  view: ListView<Row>;
  at: AppSection;
  title: string;
  /** The things in the plural, within a sentence. */
  what: string;
  /** That the form was not taken, in a sentence. */
  refusal: string;
  /** What stands in the place of an empty table. */
  none: string;
  caption: string;
  columns: readonly string[];
  cells(row: Row, here: string): Child[];
  form(here: string): Child;
}) {
  const here = `/portal/apps/${app.id}${at}`;
  return (
    <AppFrame who={who} app={app} at={at} title={`${title} of ${app.name}`}>
      {tried && (
        <Notice tone="danger" alert>
          <p>{`${refusal} What is wrong is said at each field.`}</p>
        </Notice>
      )}
      <ModeLine here={here} mode={mode} what={what} />
      {rows.length > 0 ? (
        <DataTable caption={caption} columns={columns} rows={rows.map((row) => cells(row, here))} />
      ) : (
        <p class="lead">{none}</p>
      )}
      <Older href={next && `${here}?mode=${mode}&cursor=${next}`} />
      {isAtLeast(who.member.role, "developer") && form(here)}
    </AppFrame>
  );
}

/** The fields of a form as they were sent, each with what is wrong with it. */
export const fieldsOf =
  (tried: Tried | undefined) =>
  (name: string, fault = name) => ({
    name,
    value: tried?.form.one(name) ?? "",
    error: tried?.faults.get(fault),
  });

/** What happened to one thing. */
export function History({
  caption,
  events,
}: {
  caption: string;
  events: readonly { at: string; event: string; note: string | null; actor: string }[];
}) {
  return (
    <DataTable
      caption={caption}
      columns={["When", "What", "By"]}
      rows={events.map(({ at, event, note, actor }) => [
        <When at={Date.parse(at)} />,
        `${event.replaceAll("_", " ")}${note === null ? "" : `: ${note}`}`,
        actor,
      ])}
    />
  );
}
