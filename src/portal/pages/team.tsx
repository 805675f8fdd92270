import { Button, ButtonLink, Card, CodeBlock, DataTable, Notice, SelectField } from "../../pages/components";
import { ROLES, type Role } from "../roles";
import type { SignedIn } from "../sessions";
import type { DeedRow, MemberRow } from "../team-store";
import { Deed, Older, PortalPage, When } from "./frame";

const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: role }));

export interface TeamView {
  who: SignedIn;
  members: readonly MemberRow[];
  invitations: readonly { id: string; role: Role; expiresAt: number }[];
}

export function TeamPage({ who, members, invitations }: TeamView) {
  const isOwner = who.member.role === "owner";
  const { csrf } = who;
  return (
    <PortalPage title="Team" at="/portal/team">
      <p class="lead">Viewers look. Developers also work on apps and keys. Owners also run the team.</p>
      <DataTable
        caption="Members"
        columns={isOwner ? ["Member", "Since", "Role", "Remove"] : ["Member", "Since", "Role"]}
        rows={members.map(({ id, label, role, createdAt }) => {
          const unseen = <span class="unseen">{` for ${label}`}</span>;
          const shown = [label, <When at={createdAt} />];
          if (!isOwner) return [...shown, role];
          return [
            ...shown,
            <Deed action={`/portal/team/members/${id}/role`} csrf={csrf}>
              <select name="role" aria-label={`Role of ${label}`}>
                {ROLES.map((one) => (
                  <option value={one} selected={one === role}>
                    {one}
                  </option>
                ))}
              </select>
              <Button look="secondary">Change{unseen}</Button>
            </Deed>,
            <Deed action={`/portal/team/members/${id}/remove`} csrf={csrf}>
              <Button look="danger">Remove{unseen}</Button>
            </Deed>,
          ];
        })}
      />
      {isOwner && (
        <p>
          <a href="/portal/team/activity">What its members did</a>
        </p>
      )}
      {isOwner && (
        <Card id="invite" heading="Invite somebody">
          <Deed action="/portal/team/invitations" csrf={csrf}>
            <SelectField name="role" label="As" value="developer" options={ROLE_OPTIONS} />
            <Button>Make a link</Button>
          </Deed>
          {invitations.length > 0 && (
            <DataTable
              caption="Open invitations"
              columns={["Role", "Until", "Withdraw"]}
              rows={invitations.map(({ id, role, expiresAt }) => [
                role,
                <When at={expiresAt} />,
                <Deed action={`/portal/team/invitations/${id}/withdraw`} csrf={csrf}>
                  <Button look="danger">Withdraw</Button>
                </Deed>,
              ])}
            />
          )}
        </Card>
      )}
    </PortalPage>
  );
}

export function ActivityPage({ rows, next }: { rows: readonly DeedRow[]; next: string | null }) {
  return (
    <PortalPage title="What members did" at="/portal/team">
      <p class="lead">
        From the audit log, which nobody can change. It has opaque ids and no names, and keeps them two years.
      </p>
      <DataTable
        caption="Deeds of those who are in the team, newest first"
        columns={["When", "Who", "What", "To what"]}
        rows={rows.map(({ at, label, action, target }) => [
          <When at={at} />,
          label,
          action.replace(".", ": ").replaceAll("_", " "),
          <code>{target ?? ""}</code>,
        ])}
      />
      <Older href={next && `/portal/team/activity?cursor=${next}`} />
    </PortalPage>
  );
}

export function InvitedPage({ link, role, expiresAt }: { link: string; role: Role; expiresAt: number }) {
  return (
    <PortalPage title="An invitation" at="/portal/team">
      <Notice tone="caution" alert>
        <p>
          Who has this link can join once as {role}, until <When at={expiresAt} />. It is shown this once.
        </p>
      </Notice>
      <CodeBlock label="Invitation link">{link}</CodeBlock>
      <p class="actions">
        <ButtonLink href="/portal/team">To the team</ButtonLink>
      </p>
    </PortalPage>
  );
}
