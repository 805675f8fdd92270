import type { AppRow } from "../../apps/store";
import { SCOPES } from "../../keys/scopes";
import type { KeyRow } from "../../keys/store";
import {
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
} from "../../pages/components";
import { isAtLeast } from "../roles";
import type { SignedIn } from "../sessions";
import { AppFrame, Deed, PortalPage, When } from "./frame";
import { QuickStart, type QuickStartProps } from "./quick-start";

export interface AppView {
  who: SignedIn;
  app: AppRow;
  redirects: readonly string[];
  /** `used` is the hour of its last call, as the meter has it. */
  keys: readonly { row: KeyRow; used: string | null }[];
  now: number;
}

export const MODES = [
  { value: "test", label: "test: the sandbox and platforms’ own test shops" },
  { value: "live", label: "live: real shops, once the app is ready" },
];

export function AppPage({ who, app, redirects, keys, now }: AppView) {
  const { csrf } = who;
  const path = `/portal/apps/${app.id}`;
  const works = isAtLeast(who.member.role, "developer");
  return (
    <AppFrame who={who} app={app} at="" title={app.name}>
      <Facts
        facts={[
          { term: "Id", detail: <code>{app.id}</code> },
          { term: "Made", detail: <When at={app.createdAt} /> },
        ]}
      />
      <Card id="redirects" heading="Redirect addresses">
        <p>After connecting, browsers return only to one of these, compared byte for byte.</p>
        {redirects.length > 0 && (
          <DataTable
            caption="Registered addresses"
            columns={works ? ["Address", "Remove"] : ["Address"]}
            rows={redirects.map((uri) => [
              <code>{uri}</code>,
              ...(works
                ? [
                    <Deed action={`${path}/redirects/remove`} csrf={csrf}>
                      <input type="hidden" name="uri" value={uri} />
                      <Button look="danger">
                        Remove<span class="unseen">{` ${uri}`}</span>
                      </Button>
                    </Deed>,
                  ]
                : []),
            ])}
          />
        )}
        {works && (
          <Deed action={`${path}/redirects`} csrf={csrf}>
            <TextField name="uri" label="Add an address" type="url" autocomplete="off" ltr required />
            <Button look="secondary">Add</Button>
          </Deed>
        )}
      </Card>
      <Card id="keys" heading="API keys">
        {keys.length > 0 && (
          <DataTable
            caption="Keys, newest first"
            columns={["Name", "Mode", "Key", "State", "Last used", ...(works ? ["Change"] : [])]}
            rows={keys.map(({ row, used }) => [
              row.name,
              row.mode,
              <code>{row.id}</code>,
              stateOf(row, now),
              used ? `${used.replace("T", " ")}:00 UTC` : "never",
              ...(works ? [isInForce(row, now) ? <KeyDeeds path={path} csrf={csrf} row={row} /> : ""] : []),
            ])}
          />
        )}
        {works && <NewKeyForm path={path} csrf={csrf} />}
        <p>
          <a href={`${path}/quick-start`}>Quick start: from a key to a shop’s orders</a>
        </p>
      </Card>
    </AppFrame>
  );
}

function isInForce(row: KeyRow, now: number): boolean {
  return row.revokedAt === null && (row.expiresAt === null || row.expiresAt > now);
}

function stateOf(row: KeyRow, now: number) {
  if (row.revokedAt !== null) return "revoked";
  if (row.expiresAt === null) return "in force";
  if (row.expiresAt <= now) return "expired";
  return (
    <>
      until <When at={row.expiresAt} />
    </>
  );
}

function KeyDeeds({ path, csrf, row }: { path: string; csrf: string; row: KeyRow }) {
  const unseen = <span class="unseen">{` ${row.name} ${row.id}`}</span>;
  return (
    <>
      <Deed action={`${path}/keys/${row.id}/rotate`} csrf={csrf}>
        <select name="overlap_hours" aria-label={`How long ${row.name} works on`}>
          <option value="0">ends at once</option>
          <option value="1">works 1 hour on</option>
          <option value="24">works 1 day on</option>
          <option value="168">works 7 days on</option>
        </select>
        <Button look="secondary">Rotate{unseen}</Button>
      </Deed>
      <Deed action={`${path}/keys/${row.id}/revoke`} csrf={csrf}>
        <Button look="danger">Revoke{unseen}</Button>
      </Deed>
    </>
  );
}

function NewKeyForm({ path, csrf }: { path: string; csrf: string }) {
  return (
    <Deed action={`${path}/keys`} csrf={csrf}>
      <TextField name="name" label="A new key’s name" autocomplete="off" maxlength={80} required />
      <SelectField name="mode" label="Mode" value="test" options={MODES} />
      <Choices
        name="scope"
        label="What it may do"
        chosen={SCOPES}
        options={SCOPES.map((scope) => ({ value: scope, label: <code>{scope}</code> }))}
      />
      <Button>Make the key</Button>
    </Deed>
  );
}

export interface KeyView {
  app: AppRow;
  row: KeyRow;
  text: string;
  start: Omit<QuickStartProps, "keyPart">;
}

export function KeyPage({ app, row, text, start }: KeyView) {
  return (
    <PortalPage title={`Key “${row.name}”`} at="/portal">
      <Notice tone="caution" alert>
        <p>It is shown this once. Put it where your server reads its secrets, and nowhere else.</p>
      </Notice>
      <CodeBlock label="API key">{text}</CodeBlock>
      <p class="actions">
        <ButtonLink href={`/portal/apps/${app.id}`}>Back to the app</ButtonLink>
      </p>
      <QuickStart {...start} keyPart={text} />
    </PortalPage>
  );
}
