import type { AppRow } from "../../apps/store";
import { Button, Card, DataTable, Notice, TextField } from "../../pages/components";
import { isAtLeast } from "../roles";
import type { SignedIn } from "../sessions";
import { Deed, PortalPage, When } from "./frame";

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
