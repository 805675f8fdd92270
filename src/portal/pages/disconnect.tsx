import type { AppRow } from "../../apps/store";
import type { ConnectionRow } from "../../connections/store";
import { Button, ButtonLink, Facts, Notice } from "../../pages/components";
import type { Disconnection } from "../connection-routes";
import type { SignedIn } from "../sessions";
import { AppFrame, Deed, When } from "./frame";

const REVOCATIONS: Readonly<Record<string, string>> = {
  revoked: "revoked at the platform",
  shared: "not revoked: another connection of the same shop still needs it",
  impossible: "the platform offers no way to revoke it; it is erased here",
  failed: "could not be revoked at the platform; it is erased here",
  nothing_to_revoke: "there was nothing to revoke",
};

/** Asks once more: what follows cannot be taken back. */
export function DisconnectPage({ who, app, row }: { who: SignedIn; app: AppRow; row: ConnectionRow }) {
  const path = `/portal/apps/${app.id}/connections/${row.id}`;
  return (
    <AppFrame who={who} app={app} at="/connections" title="Disconnect this shop?">
      <Facts
        facts={[
          { term: "Connection", detail: <code>{row.id}</code> },
          { term: "Mode", detail: row.mode },
          { term: "End-user", detail: row.externalUserId },
        ]}
      />
      <Notice tone="danger">
        <p>
          The permission is revoked at the platform, the credentials are erased, and every further call is
          refused. To use the shop again, the end-user has to connect it anew.
        </p>
      </Notice>
      <Deed action={`${path}/disconnect`} csrf={who.csrf}>
        <Button look="danger">Disconnect</Button>
      </Deed>
      <p class="actions">
        <ButtonLink href={path} look="secondary">
          Keep it
        </ButtonLink>
      </p>
    </AppFrame>
  );
}

export function DisconnectedPage({
  who,
  app,
  row,
  done,
}: {
  who: SignedIn;
  app: AppRow;
  row: ConnectionRow;
  done: Disconnection;
}) {
  const { result, detail } = done.revocation;
  return (
    <AppFrame who={who} app={app} at="/connections" title="Disconnected">
      <Notice tone="good" alert>
        <p>
          <code>{row.id}</code> is disconnected. Every further call is refused.
        </p>
      </Notice>
      <Facts
        facts={[
          { term: "Erased", detail: done.erased.join(", ") || "nothing was left to erase" },
          { term: "Permission", detail: `${REVOCATIONS[result] ?? result}${detail ? ` (${detail})` : ""}` },
          ...done.remaining.map(({ data, until }) => ({
            term: "Still here",
            detail: (
              <>
                {data}, until <When at={Date.parse(until)} />
              </>
            ),
          })),
        ]}
      />
      <p class="actions">
        <ButtonLink href={`/portal/apps/${app.id}/connections`}>To the connections</ButtonLink>
      </p>
    </AppFrame>
  );
}
