import { rfc3339 } from "../../kernel/clock";
import {
  Badge,
  Button,
  Card,
  CodeBlock,
  DataTable,
  Facts,
  SelectField,
  TextField,
} from "../../pages/components";
import { Deed, When } from "../../portal/pages/frame";
import { EXTENSION_REASONS, REFUSAL_GROUNDS, type RequestRow } from "../../rights/types";
import type { RequestView } from "../../rights/view";
import type { AtDesk } from "../desk";
import { DeskPage, Due } from "./frame";

export const optionsOf = (values: readonly string[]) =>
  values.map((value) => ({ value, label: value.replaceAll("_", " ") }));

/** Requests, the nearest deadline first. Those who may not read one see no link to it. */
export function RightsTable({ rows, who, now }: { rows: readonly RequestRow[]; who: AtDesk; now: number }) {
  return (
    <DataTable
      caption="Open requests, the nearest deadline first"
      columns={["Request", "Right", "State", "Came by", "Law", "Due"]}
      rows={rows.map(({ id, type, status, channel, jurisdiction, dueAt }) => [
        who.may("officer") ? <a href={`/ops/desk/rights/${id}`}>{id}</a> : id,
        type,
        status.replaceAll("_", " "),
        channel.replaceAll("_", " "),
        jurisdiction,
        <Due at={dueAt} now={now} />,
      ])}
    />
  );
}

export function RightsPage(view: { rows: readonly RequestRow[]; who: AtDesk; now: number }) {
  return (
    <DeskPage title="Rights requests" at="/ops/desk/rights">
      {view.rows.length === 0 ? <p>No request is open.</p> : <RightsTable {...view} />}
      {!view.who.may("officer") && (
        <p class="hint">What a person asked in their own words is for the privacy officer.</p>
      )}
    </DeskPage>
  );
}

export interface RequestPageView {
  who: AtDesk;
  view: RequestView;
  asked: {
    remark?: string | undefined;
    corrections?: Record<string, string> | undefined;
    purposes?: readonly string[] | undefined;
  };
  replyTo: string | null;
  /** Whether it waits for somebody to read it. */
  waits: boolean;
  open: boolean;
  correctable: readonly string[];
  now: number;
}

/** One request with what can be done about it. */
export function RequestPage({ who, view, asked, replyTo, waits, open, correctable, now }: RequestPageView) {
  const at = `/ops/desk/rights/${view.id}`;
  return (
    <DeskPage title={`Request for ${view.type}`} at="/ops/desk/rights">
      <Facts
        facts={[
          { term: "Request", detail: <code>{view.id}</code> },
          { term: "State", detail: <Badge tone="neutral">{view.status.replaceAll("_", " ")}</Badge> },
          { term: "Came by", detail: view.channel.replaceAll("_", " ") },
          { term: "Law", detail: view.jurisdiction },
          { term: "Received", detail: <When at={Date.parse(view.received_at)} /> },
          { term: "Due", detail: <Due at={Date.parse(view.due_at)} now={now} met={!open} /> },
          { term: "Extended", detail: view.extension?.replaceAll("_", " ") ?? "no" },
          { term: "Connections", detail: view.connection_ids.join(", ") || "none" },
          ...(replyTo ? [{ term: "Answer to", detail: replyTo }] : []),
          ...(asked.purposes ? [{ term: "Objects to", detail: asked.purposes.join(", ") }] : []),
          ...Object.entries(asked.corrections ?? {}).map(([column, value]) => ({
            term: `Correct ${column.replaceAll("_", " ")} to`,
            detail: value,
          })),
        ]}
      />
      {asked.remark !== undefined && (
        <Card id="asked" heading="In the person’s own words">
          <CodeBlock label="What the person wrote">{asked.remark}</CodeBlock>
          <p class="hint">That you read this is on the record.</p>
        </Card>
      )}
      {waits && (
        <Card id="resolve" heading="Answer after reading">
          <Deed action={`${at}/resolve`} csrf={who.csrf}>
            {correctable.map((column) => (
              <TextField
                name={`correct_${column}`}
                label={`Correct ${column.replaceAll("_", " ")} to`}
                hint="Left empty, it stays as it is."
                autocomplete="off"
                maxlength={255}
              />
            ))}
            <Button>Carry it out</Button>
          </Deed>
        </Card>
      )}
      {open && (
        <Card id="extend" heading="Extend the deadline">
          <p>Once, before it has passed, where the law allows it. The person reads the reason.</p>
          <Deed action={`${at}/extend`} csrf={who.csrf}>
            <SelectField
              name="reason"
              label="Reason"
              value="complexity"
              options={optionsOf(EXTENSION_REASONS)}
            />
            <Button look="secondary">Extend</Button>
          </Deed>
        </Card>
      )}
      {open && (
        <Card id="refuse" heading="Refuse">
          <p>The person reads the ground, and where to complain.</p>
          <Deed action={`${at}/refuse`} csrf={who.csrf}>
            <SelectField
              name="ground"
              label="Ground"
              value="identity_not_proved"
              options={optionsOf(REFUSAL_GROUNDS)}
            />
            <Button look="danger">Refuse the request</Button>
          </Deed>
        </Card>
      )}
      <History
        rows={view.history.map(({ at, actor, event, note }) => ({ at: Date.parse(at), actor, event, note }))}
      />
    </DeskPage>
  );
}

/** What happened, in order. */
export function History({
  rows,
}: {
  rows: readonly { at: number; actor: string; event: string; note: string | null }[];
}) {
  return (
    <DataTable
      caption="What happened, in order"
      columns={["When", "Who", "What", "Note"]}
      rows={rows.map(({ at, actor, event, note }) => [
        <time datetime={rfc3339(at)}>{rfc3339(at).slice(0, 19).replace("T", " ")}</time>,
        actor.replaceAll("_", " "),
        event.replaceAll("_", " "),
        note ?? "",
      ])}
    />
  );
}
