import { Button, ButtonLink, Card, CodeBlock, DataTable, Notice } from "../../pages/components";
import type { SessionRow } from "../account-store";
import type { SignedIn } from "../sessions";
import { PasskeyForm } from "./entry";
import { Deed, PortalPage, When } from "./frame";

const NOTICES = new Map([
  ["welcome", "You are in. Now make recovery codes, for the day on which your device is lost."],
  ["recovered", "That code is used up. Add a passkey on this device, and remove the one you lost."],
]);

export interface AccountView {
  who: SignedIn;
  sessions: readonly SessionRow[];
  passkeys: readonly { id: string; createdAt: number }[];
  codesLeft: number;
  notice: string | null;
}

export function AccountPage({ who, sessions, passkeys, codesLeft, notice }: AccountView) {
  const { csrf, member, session } = who;
  const said = NOTICES.get(notice ?? "");
  return (
    <PortalPage title={member.label} at="/portal/account">
      <p class="lead">{`Your role in this team: ${member.role}`}</p>
      {said && (
        <Notice tone="good" alert>
          <p>{said}</p>
        </Notice>
      )}
      <Card id="codes" heading="Recovery codes">
        <p>{`${codesLeft} of 10 are left. Each lets you in once, without a passkey.`}</p>
        <Deed action="/portal/recovery-codes" csrf={csrf}>
          <Button look={codesLeft ? "secondary" : "primary"}>
            {codesLeft ? "Make ten new ones, in place of these" : "Make ten recovery codes"}
          </Button>
        </Deed>
      </Card>
      <Card id="passkeys" heading="Passkeys">
        <DataTable
          caption="Your passkeys"
          columns={["Passkey", "Added", "Remove"]}
          rows={passkeys.map(({ id, createdAt }) => [
            <code>{id.slice(0, 10)}…</code>,
            <When at={createdAt} />,
            <Deed action={`/portal/passkeys/${id}/remove`} csrf={csrf}>
              <Button look="danger">
                Remove<span class="unseen">{` the passkey ${id.slice(0, 10)}`}</span>
              </Button>
            </Deed>,
          ])}
        />
        <PasskeyForm action="/portal/passkeys" kind="create" button="Add a passkey" />
      </Card>
      <Card id="sessions" heading="Sessions">
        <DataTable
          caption="Where you are signed in"
          columns={["Signed in", "By", "Ends", "End now"]}
          rows={sessions.map((one) => [
            <When at={one.createdAt} />,
            `${one.proof.replace("_", " ")}${one.id === session.id ? ", this browser" : ""}`,
            <When at={one.expiresAt} />,
            <Deed
              action={one.id === session.id ? "/portal/sign-out" : `/portal/sessions/${one.id}/end`}
              csrf={csrf}
            >
              <Button look="secondary">
                {one.id === session.id ? "Sign out" : "End"}
                <span class="unseen">{`, of ${new Date(one.createdAt).toISOString()}`}</span>
              </Button>
            </Deed>,
          ])}
        />
      </Card>
    </PortalPage>
  );
}

export function CodesPage({ codes }: { codes: readonly string[] }) {
  return (
    <PortalPage title="Your recovery codes" at="/portal/account">
      <Notice tone="caution" alert>
        <p>
          They are shown this once. Keep them where you would keep a spare key; earlier ones no longer work.
        </p>
      </Notice>
      <CodeBlock label="Recovery codes">{codes.join("\n")}</CodeBlock>
      <p class="actions">
        <ButtonLink href="/portal">I have kept them</ButtonLink>
      </p>
    </PortalPage>
  );
}
