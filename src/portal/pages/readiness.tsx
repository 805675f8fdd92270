import type { AppRow } from "../../apps/store";
import { COUNTRIES, countryName } from "../../kernel/countries";
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
  TextArea,
  TextField,
} from "../../pages/components";
import type { Draft } from "../../readiness/draft";
import type { Readiness } from "../../readiness/gate";
import type { ItemId } from "../../readiness/items";
import type { Stated } from "../../readiness/store";
import { MEASURES, SCC_MODULES, SCC_SOURCE, SCC_VERSION } from "../../transfers/clauses";
import type { safeguardsOf } from "../../transfers/routes";
import type { Faults } from "../faults";
import { isAtLeast } from "../roles";
import type { SignedIn } from "../sessions";
import { AppFrame, Deed, When } from "./frame";
import { AcceptForm } from "./notices";

/** A form's fields: as they were sent, or as they stand. */
export interface Given {
  one(name: string): string;
  all(name: string): readonly string[];
}

/** What has been stated, as the form has it. */
export function givenOf({ app, row }: Stated): Given {
  const values: Readonly<Record<string, string | null | undefined>> = {
    privacy_policy_url: app.privacyPolicyUrl,
    purposes: app.purposes.join("\n"),
    data_use: row?.dataUse,
    third_parties: app.thirdParties.join("\n"),
    retention: row?.retention,
    deletion: row?.deletion,
    security_contact: row?.securityContact,
    country: app.country,
    scc: row?.sccModule,
    scc_accept: row?.sccVersion === SCC_VERSION ? "yes" : "",
  };
  return { one: (name) => values[name] ?? "", all: () => row?.measures ?? [] };
}

export interface ReadinessView {
  who: SignedIn;
  readiness: Readiness;
  grounds: Awaited<ReturnType<typeof safeguardsOf>>;
  given: Given;
  faults: Faults;
  isSaved: boolean;
}

export function ReadinessPage({ who, readiness, grounds, given, faults, isSaved }: ReadinessView) {
  const { stated, items, ready, acceptance } = readiness;
  const { app } = stated;
  const works = isAtLeast(who.member.role, "developer");
  const missing = items.filter(({ done }) => !done).length;
  return (
    <AppFrame who={who} app={app} at="/readiness" title={`Readiness of ${app.name}`}>
      {faults.size > 0 ? (
        <Notice tone="danger" alert>
          <p>Nothing was saved. What is wrong is said at each field.</p>
        </Notice>
      ) : (
        isSaved && (
          <Notice tone="good" alert>
            <p>It is saved.</p>
          </Notice>
        )
      )}
      <p class="lead">
        {ready
          ? "The app is ready: live keys can be made, and end-users can connect real shops."
          : `Live keys can be made when ${missing === 1 ? "one more thing is" : `${missing} more things are`} done.`}
      </p>
      <Card id="items" heading="What an app states before it goes live">
        <Facts
          facts={items.map(({ title, done, needed, explanation, legal_source }) => ({
            term: title,
            detail: (
              <>
                {done ? <Badge tone="good">done</Badge> : <Badge tone="caution">missing</Badge>}
                {needed && ` ${needed}`}
                <br />
                {explanation}
                <br />
                <small>{legal_source}</small>
              </>
            ),
          }))}
        />
      </Card>
      <p>
        From what is stated a notice for your users is drafted:{" "}
        <a href={`/portal/apps/${app.id}/readiness/notice`}>read and copy it</a>.
      </p>
      <Card id="policy" heading="End-User Policy">
        {acceptance.kind === "none" ? (
          <p>The version in force is not accepted yet.</p>
        ) : (
          <p>{`The version of ${acceptance.version.version} is accepted.`}</p>
        )}
        {works && acceptance.kind !== "accepted" && (
          <AcceptForm
            appId={app.id}
            appName={app.name}
            csrf={who.csrf}
            version={acceptance.version}
            back="readiness"
          />
        )}
      </Card>
      <Card id="statement" heading="Your statement">
        {works ? (
          <StatementForm who={who} readiness={readiness} given={given} faults={faults} />
        ) : (
          <Facts facts={factsOf(stated)} />
        )}
      </Card>
      <DataTable
        caption="On what ground data goes to you"
        columns={["From connections in", "Ground"]}
        rows={grounds.map(({ region, reference, needed }) => [
          REGION_NAMES[region],
          reference ?? `missing: ${needed.map(({ message }) => message).join("; ")}`,
        ])}
      />
    </AppFrame>
  );
}

const REGION_NAMES = { eu: "the European Union", us: "the United States", af: "Africa" } as const;

type FormView = Pick<ReadinessView, "who" | "readiness" | "given" | "faults">;

function StatementForm({ who, readiness, given, faults }: FormView) {
  const { stated, items } = readiness;
  const { one } = given;
  const asks = (id: ItemId) => faults.has(id) || items.some((item) => item.id === id);
  const field = (name: string) => ({ name, value: one(name), error: faults.get(name) });
  return (
    <Deed action={`/portal/apps/${stated.app.id}/readiness`} csrf={who.csrf}>
      <TextField
        {...field("privacy_policy_url")}
        label="Address of your privacy policy"
        hint="https, at a public host."
        autocomplete="off"
        maxlength={2_048}
        ltr
      />
      <TextArea
        {...field("purposes")}
        label="Purposes"
        hint="One sentence a line, in words a merchant understands. Shown before consent."
        maxlength={4_100}
      />
      <TextArea {...field("data_use")} label="Which data is used for them, and how" maxlength={4_000} />
      <TextArea
        {...field("third_parties")}
        label="Who else receives the data"
        hint="One name a line. Left empty, it says: nobody."
        maxlength={6_100}
      />
      <TextArea {...field("retention")} label="How long you keep it" maxlength={2_000} />
      <TextArea {...field("deletion")} label="How and when it is deleted" maxlength={2_000} />
      <TextField
        {...field("security_contact")}
        label="Security contact"
        hint="A mail address, or the https address of a page."
        autocomplete="off"
        maxlength={320}
        ltr
      />
      <SelectField
        {...field("country")}
        label="Country you are established in"
        hint="It decides on what ground data may go to you. More may be asked for once it is saved."
        options={[
          { value: "", label: "Not stated" },
          ...[...COUNTRIES]
            .map((value) => ({ value, label: countryName(value, "en") }))
            .sort((a, b) => a.label.localeCompare(b.label)),
        ]}
      />
      {(asks("scc") || one("scc") !== "") && <ClausesFields given={given} faults={faults} />}
      {(asks("measures") || given.all("measures").length > 0) && (
        <Choices
          name="measures"
          label="Supplementary measures you have taken"
          hint="At least one technical measure and one other, where your country needs them."
          error={faults.get("measures")}
          chosen={given.all("measures")}
          options={Object.entries(MEASURES).map(([value, { kind, text }]) => ({
            value,
            label: `${text} (${kind})`,
          }))}
        />
      )}
      <p class="actions">
        <Button>Save the statement</Button>
      </p>
    </Deed>
  );
}

function ClausesFields({ given, faults }: Pick<FormView, "given" | "faults">) {
  return (
    <>
      <SelectField
        name="scc"
        label="Standard contractual clauses"
        hint={`Decision (EU) ${SCC_VERSION}: the module that fits what you are.`}
        value={given.one("scc")}
        error={faults.get("scc")}
        options={[
          { value: "", label: "Not accepted" },
          ...Object.entries(SCC_MODULES).map(([value, label]) => ({ value, label })),
        ]}
      />
      <input type="hidden" name="scc_version" value={SCC_VERSION} />
      <div class="option">
        <input
          type="checkbox"
          id="scc_accept"
          name="scc_accept"
          value="yes"
          {...(given.one("scc_accept") === "yes" ? { checked: true } : {})}
        />
        <label for="scc_accept">{`We accept the clauses of Decision (EU) ${SCC_VERSION} in that module`}</label>
      </div>
      <p>
        <a href={SCC_SOURCE}>The text of the clauses</a>
      </p>
    </>
  );
}

function factsOf({ app, row }: Stated) {
  const scc = row?.sccModule && row.sccVersion ? `${row.sccModule}, ${row.sccVersion}` : null;
  const facts: [string, string | null | undefined][] = [
    ["Privacy policy", app.privacyPolicyUrl],
    ["Purposes", app.purposes.join("; ")],
    ["Use of the data", row?.dataUse],
    ["Who else receives it", row ? app.thirdParties.join("; ") || "nobody" : null],
    ["Kept", row?.retention],
    ["Deleted", row?.deletion],
    ["Security contact", row?.securityContact],
    ["Country", app.country && countryName(app.country, "en")],
    ["Standard contractual clauses", scc],
    ["Supplementary measures", row?.measures?.join(", ")],
  ];
  return [
    ...facts.map(([term, detail]) => ({ term, detail: detail || "not stated" })),
    ...(row ? [{ term: "Last changed", detail: <When at={row.updatedAt} /> }] : []),
  ];
}

export function NoticeDraftPage({
  who,
  app,
  mode,
  draft,
}: {
  who: SignedIn;
  app: AppRow;
  mode: Mode;
  draft: Draft;
}) {
  const other = mode === "test" ? "live" : "test";
  return (
    <AppFrame who={who} app={app} at="/readiness" title="A notice for your users">
      <p class="lead">
        Drafted from your statement and from what your keys may read, for you to check, complete and publish.
        It is no legal advice.
      </p>
      <p>
        {`It tells what your ${mode} keys may read. `}
        <a href={`?mode=${other}`}>{`See it for ${other} keys`}</a>.
      </p>
      {draft.missing.length > 0 && (
        <Notice tone="caution">
          <p>{`Left out, since it is not stated yet: ${draft.missing.join(", ").replaceAll("_", " ")}.`}</p>
        </Notice>
      )}
      {draft.sections.map(({ id, heading, paragraphs, items }) => (
        <Card id={id} heading={heading}>
          {paragraphs.map((text) => (
            <p>{text}</p>
          ))}
          {items.length > 0 && (
            <ul class="points">
              {items.map((text) => (
                <li>{text}</li>
              ))}
            </ul>
          )}
        </Card>
      ))}
      <h2>To copy, as Markdown</h2>
      <CodeBlock label="The notice as Markdown">{draft.markdown}</CodeBlock>
      <p class="actions">
        <ButtonLink href={`/portal/apps/${app.id}/readiness`} look="secondary">
          Back to readiness
        </ButtonLink>
      </p>
    </AppFrame>
  );
}
