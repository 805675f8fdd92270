import type { AppRow } from "../../apps/store";
import { EVENT_TYPES } from "../../events/types";
import type { Mode } from "../../kernel/regions";
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  Choices,
  CodeBlock,
  DataTable,
  Facts,
  Notice,
  SelectField,
  TextField,
  type Tone,
} from "../../pages/components";
import type { ListedDelivery } from "../../webhooks-out/delivery-store";
import type { EndpointRow } from "../../webhooks-out/endpoint-store";
import type { Faults } from "../faults";
import { isAtLeast } from "../roles";
import type { SignedIn } from "../sessions";
import { MODES } from "./app";
import { AppFrame, Deed, ModeLine, Older, PortalPage, When } from "./frame";

export interface WebhooksView {
  who: SignedIn;
  app: AppRow;
  mode: Mode;
  rows: readonly EndpointRow[];
  /** A form that was not taken. */
  tried?: { url: string; description: string | undefined; types: readonly string[]; faults: Faults };
}

export function WebhooksPage({ who, app, mode, rows, tried }: WebhooksView) {
  const here = `/portal/apps/${app.id}/webhooks`;
  return (
    <AppFrame who={who} app={app} at="/webhooks" title={`Webhooks of ${app.name}`}>
      <ModeLine here={here} mode={mode} what="endpoints" />
      {rows.length > 0 ? (
        <DataTable
          caption="Endpoints, oldest first"
          columns={["Address", "Events", "State", "Made", "Deliveries"]}
          rows={rows.map((row) => [
            <>
              <code>{row.url}</code>
              {row.description && <p class="hint">{row.description}</p>}
            </>,
            eventsOf(row),
            <StateBadge row={row} />,
            <When at={row.createdAt} />,
            <a href={`${here}/${row.id}`}>
              See<span class="unseen">{` the deliveries to ${row.url}`}</span>
            </a>,
          ])}
        />
      ) : (
        <p class="lead">There are none. An endpoint is told of events, signed, without any data of shops.</p>
      )}
      {isAtLeast(who.member.role, "developer") && (
        <Card id="new" heading="A new endpoint">
          <Deed action={here} csrf={who.csrf}>
            <TextField
              name="url"
              label="Address"
              hint="https, on the public network. It answers with 2xx within 15 seconds."
              type="url"
              autocomplete="off"
              maxlength={2_048}
              value={tried?.url ?? ""}
              error={tried?.faults.get("url")}
              ltr
              required
            />
            <TextField
              name="description"
              label="Description (optional)"
              autocomplete="off"
              maxlength={200}
              value={tried?.description ?? ""}
              error={tried?.faults.get("description")}
            />
            <SelectField
              name="mode"
              label="Mode"
              value={mode}
              options={MODES}
              error={tried?.faults.get("mode")}
            />
            <Choices
              name="types"
              label="Events"
              hint="None ticked: all, those of the future too."
              error={tried?.faults.get("types")}
              chosen={tried?.types ?? []}
              options={EVENT_TYPES.map((type) => ({ value: type, label: <code>{type}</code> }))}
            />
            <Button>Make the endpoint</Button>
          </Deed>
        </Card>
      )}
    </AppFrame>
  );
}

const eventsOf = ({ types }: EndpointRow) => types?.join(", ") ?? "all";

function StateBadge({ row: { status, failingSince } }: { row: EndpointRow }) {
  if (status === "disabled") return <Badge tone="danger">disabled</Badge>;
  return failingSince === null ? <Badge tone="good">enabled</Badge> : <Badge tone="caution">failing</Badge>;
}

export const DELIVERY_STATES = ["pending", "delivered", "dead"] as const;
const DELIVERY_TONES: Readonly<Record<ListedDelivery["status"], Tone>> = {
  pending: "neutral",
  delivered: "good",
  dead: "danger",
};

export interface EndpointView {
  who: SignedIn;
  app: AppRow;
  row: EndpointRow;
  state: ListedDelivery["status"] | undefined;
  deliveries: readonly ListedDelivery[];
  next: string | null;
}

export function EndpointPage({ who, app, row, state, deliveries, next }: EndpointView) {
  const here = `/portal/apps/${app.id}/webhooks/${row.id}`;
  const works = isAtLeast(who.member.role, "developer");
  return (
    <AppFrame who={who} app={app} at="/webhooks" title="Webhook endpoint">
      <Facts
        facts={[
          { term: "Address", detail: <code>{row.url}</code> },
          { term: "Id", detail: <code>{row.id}</code> },
          { term: "Mode", detail: row.mode },
          { term: "Events", detail: eventsOf(row) },
          { term: "State", detail: <StateBadge row={row} /> },
          ...(row.failingSince === null
            ? []
            : [{ term: "Failing since", detail: <When at={row.failingSince} /> }]),
        ]}
      />
      {works && <EndpointDeeds here={here} csrf={who.csrf} row={row} />}
      <h2>Deliveries</h2>
      <p>
        {`${state ? `Those that are ${state}` : "All of the last 30 days"}. See `}
        {state === "dead" ? (
          <a href={here}>all of them</a>
        ) : (
          <a href={`${here}?status=dead`}>the dead ones: nothing more is tried</a>
        )}
        .
      </p>
      {deliveries.length > 0 ? (
        <DataTable
          caption="Deliveries, newest first"
          columns={[
            "Event",
            "State",
            "Attempts",
            "Next try",
            "Last answer",
            "Since",
            ...(works ? ["Replay"] : []),
          ]}
          rows={deliveries.map((one) => [
            <>
              {one.event_type ?? "gone"} <code>{one.event_id}</code>
            </>,
            <Badge tone={DELIVERY_TONES[one.status]}>{one.status}</Badge>,
            one.attempts,
            one.status === "pending" ? <When at={one.next_at} /> : "",
            [one.last_status, one.last_fault].filter((said) => said !== null).join(", ") || "none",
            <When at={one.created_at} />,
            ...(works ? [<Replay here={here} csrf={who.csrf} delivery={one} />] : []),
          ])}
        />
      ) : (
        <p>There are none.</p>
      )}
      <Older href={next && `${here}?${state ? `status=${state}&` : ""}cursor=${next}`} />
    </AppFrame>
  );
}

function Replay({ here, csrf, delivery }: { here: string; csrf: string; delivery: ListedDelivery }) {
  if (delivery.status === "pending" || delivery.event_type === null) return null;
  return (
    <Deed action={`${here}/deliveries/${delivery.id}/replay`} csrf={csrf}>
      <Button look="secondary">
        Replay<span class="unseen">{` ${delivery.event_id}`}</span>
      </Button>
    </Deed>
  );
}

function EndpointDeeds({ here, csrf, row }: { here: string; csrf: string; row: EndpointRow }) {
  return (
    <>
      <div class="deeds">
        {row.status === "disabled" ? (
          <Deed action={`${here}/enable`} csrf={csrf}>
            <Button>Enable</Button>
          </Deed>
        ) : (
          <Deed action={`${here}/test`} csrf={csrf}>
            <Button look="secondary">Send a test event</Button>
          </Deed>
        )}
        <Deed action={`${here}/delete`} csrf={csrf}>
          <Button look="danger">Delete, with its deliveries</Button>
        </Deed>
      </div>
      <Card id="secret" heading="Signing secret">
        <Deed action={`${here}/rotate`} csrf={csrf}>
          <SelectField
            name="overlap_seconds"
            label="How long the former secret signs beside a new one"
            value="86400"
            options={[
              { value: "86400", label: "24 hours" },
              { value: "3600", label: "1 hour" },
              { value: "0", label: "not at all" },
            ]}
          />
          <Button look="secondary">Replace the secret</Button>
        </Deed>
      </Card>
    </>
  );
}

export function SecretPage({
  app,
  row,
  secret,
  endsAt,
}: {
  app: AppRow;
  row: EndpointRow;
  secret: string;
  endsAt: number | null;
}) {
  return (
    <PortalPage title="The endpoint’s signing secret" at="/portal">
      <Notice tone="caution" alert>
        <p>It is shown this once. Check each delivery’s signature with it, as Standard Webhooks say.</p>
      </Notice>
      <CodeBlock label="Signing secret">{secret}</CodeBlock>
      {endsAt !== null && (
        <p>
          The former secret signs beside it until <When at={endsAt} />.
        </p>
      )}
      <p class="actions">
        <ButtonLink href={`/portal/apps/${app.id}/webhooks/${row.id}`}>To the endpoint</ButtonLink>
      </p>
    </PortalPage>
  );
}
