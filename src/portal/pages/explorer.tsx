import type { AppRow } from "../../apps/store";
import type { ConnectionRow } from "../../connections/store";
import { Button, Card, CodeBlock, Facts, Notice, SelectField, TextField } from "../../pages/components";
import { platformName } from "../../platforms/registry";
import { needsConnection, OPERATIONS, pathOf } from "../explorer";
import type { Fault, Form } from "../explorer-routes";
import type { SignedIn } from "../sessions";
import { KEY_FROM_ENVIRONMENT } from "../snippets";
import { AppFrame, Deed } from "./frame";
import { Snippets } from "./snippets";

/** The API's answer, as far as it is shown. */
export interface Answered {
  status: number;
  headers: Headers;
  ms: number;
  text: string;
  cut: boolean;
}

const HEADERS = ["x-request-id", "ratelimit", "ratelimit-policy", "retry-after"];
const HINTS: Readonly<Record<string, string>> = {
  limit: "1 to 100; 20 if left empty",
  cursor: "next_cursor of the page before",
  updated_since: "such as 2026-11-01T00:00:00Z",
  created_after: "such as 2026-11-01T00:00:00Z",
  created_before: "such as 2026-11-01T00:00:00Z",
  raw: "true adds the platform’s own object",
  id: "the platform’s id, as lists give it",
  from: "such as 2026-11-01T00:00:00Z",
  to: "such as 2026-11-02T00:00:00Z",
  granularity: "hour, day or month",
  group_by: "operation, platform, key, status, joined by commas",
};

export interface ExplorerView {
  who: SignedIn;
  app: AppRow;
  form: Form;
  connections: readonly ConnectionRow[];
  origin: string;
  fault: Fault | null;
  answered: Answered | null;
}

export function ExplorerPage({ who, app, form, connections, origin, fault, answered }: ExplorerView) {
  const { operation, key, values } = form;
  return (
    <AppFrame who={who} app={app} at="/explorer" title="API explorer">
      <p class="lead">Calls the API in test mode, as your server would. The calls are counted and logged.</p>
      {fault && (
        <Notice tone="danger" alert>
          <p>{fault.message}</p>
        </Notice>
      )}
      {answered && <Answer logs={`/portal/apps/${app.id}/logs`} {...answered} />}
      <Deed action={`/portal/apps/${app.id}/explorer`} csrf={who.csrf}>
        <input type="hidden" name="shown" value={operation.id} />
        <SelectField
          name="operation"
          label="Operation"
          value={operation.id}
          options={OPERATIONS.map(({ id, path }) => ({ value: id, label: `GET ${path}` }))}
        />
        <Button look="secondary" name="act" value="choose">
          Show its fields
        </Button>
        {needsConnection(operation) && (
          <SelectField
            name="connection"
            label="Connection"
            value={values["connection"] ?? ""}
            hint={connections.length > 0 ? "" : "There is no test connection yet: see the quick start."}
            options={connections.map(({ id, platform, status }) => ({
              value: id,
              label: `${platformName(platform)}, ${status}: ${id}`,
            }))}
          />
        )}
        {operation.fields.length > 0 && (
          <fieldset class="options">
            <legend>Parameters</legend>
            <div class="filters">
              {operation.fields.map((name) => (
                <TextField
                  name={name}
                  label={name}
                  value={values[name] ?? ""}
                  hint={HINTS[name] ?? ""}
                  error={fault?.field === name ? fault.message : ""}
                  autocomplete="off"
                  ltr
                />
              ))}
            </div>
          </fieldset>
        )}
        <TextField
          name="key"
          label="Test key"
          type="password"
          value={key}
          hint="Press “Begin” for one that works in test mode alone and ends after an hour, or paste your own."
          error={fault?.field === "key" ? fault.message : ""}
          autocomplete="off"
          maxlength={200}
          ltr
        />
        <div class="actions">
          <Button look="secondary" action={`/portal/apps/${app.id}/explorer/key`}>
            Begin
          </Button>
          <Button name="act" value="send">
            Send
          </Button>
        </div>
      </Deed>
      <Card id="code" heading="The same call in code">
        <p>
          Set the key as <code>METRISTACK_KEY</code> first.
        </p>
        <Snippets
          what="This call"
          keyPart={KEY_FROM_ENVIRONMENT}
          call={{
            method: "GET",
            url:
              needsConnection(operation) && !values["connection"]
                ? withConnection(origin + pathOf(operation, { ...values, connection: MARK }))
                : [origin + pathOf(operation, values)],
          }}
        />
      </Card>
    </AppFrame>
  );
}

const MARK = "CONNECTION";

/** Until a connection is chosen, code reads it from the environment. */
function withConnection(url: string) {
  const [before = "", after = ""] = url.split(MARK);
  return [before, { env: MARK }, after];
}

function Answer({ logs, status, headers, ms, text, cut }: Answered & { logs: string }) {
  return (
    <section class="answer" aria-labelledby="answer">
      <h2 id="answer">{`Answer: ${status}`}</h2>
      <Facts
        facts={[
          { term: "Took", detail: `${ms} ms` },
          ...HEADERS.flatMap((name) => {
            const value = headers.get(name);
            return value === null ? [] : [{ term: name, detail: <code>{value}</code> }];
          }),
        ]}
      />
      <p>
        <a href={`${logs}?request=${headers.get("x-request-id")}`}>Its line in the logs</a> comes within
        minutes.
      </p>
      {cut && <p>The answer is longer than is shown here.</p>}
      <CodeBlock label="Answer">{text}</CodeBlock>
    </section>
  );
}
