import type { AppRow } from "../../apps/store";
import { PROCESSING_PURPOSES } from "../../connections/purposes";
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  Choices,
  CodeBlock,
  Facts,
  SelectField,
  TextArea,
  TextField,
} from "../../pages/components";
import { REQUEST_TONES } from "../../privacy/pages/parts";
import { JURISDICTIONS } from "../../rights/jurisdictions";
import { isOpen, REMARK_MAX_LENGTH, type RequestRow, RIGHTS, type RightsStatus } from "../../rights/types";
import type { RequestView } from "../../rights/view";
import { isAtLeast } from "../roles";
import type { SignedIn } from "../sessions";
import { AppFrame, clockWords, Deed, When } from "./frame";
import { fieldsOf, History, ListPage, type ListView } from "./list";

const StatusBadge = ({ status }: { status: RightsStatus }) => (
  <Badge tone={REQUEST_TONES[status]}>{status.replace("_", " ")}</Badge>
);

/** How long is left to answer, in words; for a closed request, whether it was answered in time. */
function Due({ row, now }: { row: RequestRow; now: number }) {
  const { status, dueAt, closedAt } = row;
  if (!isOpen(status))
    return <>{closedAt !== null && closedAt > dueAt ? "answered late" : "answered in time"}</>;
  return <Badge tone={now > dueAt ? "danger" : "neutral"}>{clockWords(dueAt, now)}</Badge>;
}

export interface RightsView extends ListView<RequestRow> {
  now: number;
}

export function RightsPage({ view }: { view: RightsView }) {
  return (
    <ListPage
      view={view}
      at="/rights"
      title="Rights requests"
      what="requests"
      refusal="It was not opened."
      none="There are none. End-users can also ask us themselves, at the privacy centre."
      caption="Requests you made for your end-users, newest first"
      columns={["Request", "Right", "State", "Received", "Due", "Clock"]}
      cells={(row, here) => [
        <a href={`${here}/${row.id}`}>{row.id}</a>,
        row.type,
        <StatusBadge status={row.status} />,
        <When at={row.receivedAt} />,
        <When at={row.dueAt} />,
        <Due row={row} now={view.now} />,
      ]}
      form={(here) => <OpenForm here={here} view={view} />}
    />
  );
}

function OpenForm({ here, view: { who, mode, tried } }: { here: string; view: RightsView }) {
  const field = fieldsOf(tried);
  const right = field("type");
  return (
    <Card id="new" heading={`Ask for one of your end-users (${mode})`}>
      <Deed action={here} csrf={who.csrf}>
        <input type="hidden" name="mode" value={mode} />
        <SelectField
          {...right}
          label="Right"
          value={right.value || "access"}
          options={RIGHTS.map((value) => ({ value, label: value }))}
        />
        <TextField
          {...field("connection_id")}
          label="Connection"
          hint="Its id; or leave it empty, and name the end-user below."
          autocomplete="off"
          maxlength={64}
          ltr
        />
        <TextField
          {...field("external_user_id")}
          label="End-user"
          hint="Your own id of them: all their connections."
          autocomplete="off"
          maxlength={255}
          ltr
        />
        <SelectField
          {...field("jurisdiction")}
          label="Whose law’s deadline"
          options={[
            { value: "", label: "By the connection’s region" },
            ...Object.entries(JURISDICTIONS).map(([value, { name }]) => ({ value, label: name })),
          ]}
        />
        <TextField
          {...field("external_user_id_corrected", "corrections")}
          label="Rectification: your right id of the end-user"
          autocomplete="off"
          maxlength={255}
          ltr
        />
        <TextArea
          {...field("remark", tried?.faults.has("details") ? "details" : "remark")}
          label="Rectification: in the person’s words"
          hint="An operator reads it. It is dropped when the request closes."
          maxlength={REMARK_MAX_LENGTH}
        />
        <Choices
          {...field("purposes")}
          label="Objection: what the data is not to be used for"
          hint="None ticked: all of it."
          chosen={tried?.form.all("purposes") ?? []}
          options={Object.entries(PROCESSING_PURPOSES).map(([value, label]) => ({ value, label }))}
        />
        <Button>Open the request</Button>
      </Deed>
    </Card>
  );
}

export interface RequestPageView {
  who: SignedIn;
  app: AppRow;
  row: RequestRow;
  request: RequestView;
  now: number;
}

export function RequestPage({ who, app, row, request, now }: RequestPageView) {
  const here = `/portal/apps/${app.id}/rights/${row.id}`;
  const { steps, refusal } = request;
  return (
    <AppFrame who={who} app={app} at="/rights" title={`Request for ${row.type}`}>
      <Facts
        facts={[
          { term: "Id", detail: <code>{row.id}</code> },
          { term: "State", detail: <StatusBadge status={row.status} /> },
          { term: "Mode", detail: row.mode ?? "" },
          { term: "Law", detail: lawOf(row.jurisdiction) },
          { term: "Connections", detail: <code>{request.connection_ids.join(", ") || "none"}</code> },
          { term: "Received", detail: <When at={row.receivedAt} /> },
          {
            term: "Due",
            detail: (
              <>
                <When at={row.dueAt} />, <Due row={row} now={now} />
              </>
            ),
          },
          ...(row.closedAt === null ? [] : [{ term: "Closed", detail: <When at={row.closedAt} /> }]),
          ...(steps ? [{ term: "Steps", detail: `${steps.done} of ${steps.planned} done` }] : []),
          ...(refusal ? [{ term: "Why it was refused", detail: refusal.detail }] : []),
        ]}
      />
      {isAtLeast(who.member.role, "developer") && (
        <RequestDeeds here={here} csrf={who.csrf} row={row} now={now} />
      )}
      <History
        caption="What happened"
        events={request.history.map(({ note, actor, ...what }) => ({
          ...what,
          note: note?.replaceAll("_", " ") ?? null,
          actor: actor.replace("_", "-"),
        }))}
      />
      {request.receipt !== null && (
        <Card id="receipt" heading="Receipt">
          <p>
            Signed. Whoever has it can check it against <a href="/.well-known/jwks.json">our public keys</a>.
          </p>
          <CodeBlock label="Receipt">{request.receipt}</CodeBlock>
        </Card>
      )}
    </AppFrame>
  );
}

function lawOf(key: string): string {
  const known = Object.entries(JURISDICTIONS).find(([name]) => name === key)?.[1];
  return known ? `${known.name}: ${known.law}` : key;
}

function RequestDeeds({
  here,
  csrf,
  row,
  now,
}: {
  here: string;
  csrf: string;
  row: RequestRow;
  now: number;
}) {
  const { bundleExpiresAt: until } = row;
  const limits = row.type === "objection" || row.type === "restriction";
  return (
    <div class="deeds">
      {until !== null && until > now && (
        <ButtonLink href={`${here}/bundle`}>
          Download the bundle, kept until <When at={until} />
        </ButtonLink>
      )}
      {isOpen(row.status) && row.stepsDone === 0 && (
        <Deed action={`${here}/withdraw`} csrf={csrf}>
          <Button look="danger">Withdraw the request</Button>
        </Deed>
      )}
      {limits && row.status === "completed" && (
        <Deed action={`${here}/lift`} csrf={csrf}>
          <Button look="secondary">Lift what it set</Button>
        </Deed>
      )}
    </div>
  );
}
