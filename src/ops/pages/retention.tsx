import type { Hold } from "../../holds/holds";
import { DATA_CLASSES } from "../../inventory/types";
import {
  Badge,
  Button,
  Card,
  CodeBlock,
  DataTable,
  Facts,
  Notice,
  SelectField,
  TextArea,
  TextField,
} from "../../pages/components";
import { Deed, When } from "../../portal/pages/frame";
import type { Standing } from "../../retention/overdue";
import type { RunView } from "../../retention/runs";
import type { AtDesk } from "../desk";
import { DeskPage, Due } from "./frame";

export interface RetentionView {
  who: AtDesk;
  runs: readonly RunView[];
  standings: readonly Standing[];
  now: number;
}

export function RetentionPage({ who, runs, standings, now }: RetentionView) {
  return (
    <DeskPage title="Retention" at="/ops/desk/retention">
      {who.may("engineer") && (
        <Card id="run" heading="Run it now">
          <p>Cron runs it every five minutes. A dry run counts what would leave, and removes nothing.</p>
          <Deed action="/ops/desk/retention" csrf={who.csrf}>
            <p class="actions">
              <Button name="as" value="dry_run">
                Dry run
              </Button>
              <Button look="danger" name="as" value="run">
                Remove what is due
              </Button>
            </p>
          </Deed>
        </Card>
      )}
      {runs.length === 0 ? (
        <p>No run is on record.</p>
      ) : (
        <DataTable
          caption="Last runs, newest first"
          columns={["Begun", "Run", "State", "Steps", "Left", "Held back"]}
          rows={runs.map((run) => [
            <When at={Date.parse(run.started_at)} />,
            run.dry_run ? "dry run" : (run.id ?? "none"),
            run.status,
            String(run.steps),
            String(sum(run, "removed")),
            String(sum(run, "held")),
          ])}
        />
      )}
      <DataTable
        caption="The oldest record of each place, against its limit"
        columns={["Place", "Class", "Oldest", "Has to leave by"]}
        rows={standings.map(({ entry, dataClass, oldest, limit, late }) => [
          entry,
          dataClass.replaceAll("_", " "),
          oldest === null ? "none" : <When at={oldest} />,
          limit === null ? "" : late ? <Badge tone="danger">late</Badge> : <Due at={limit} now={now} met />,
        ])}
      />
    </DeskPage>
  );
}

const sum = (run: RunView, what: "removed" | "held") =>
  run.counts.reduce((total, count) => total + count[what], 0);

/** What a run did, or would have done. */
export function RunPage({ run, who }: { run: RunView; who: AtDesk }) {
  return (
    <DeskPage title={run.dry_run ? "What would leave" : "What left"} at="/ops/desk/retention">
      <Notice tone={run.status === "done" ? "good" : "caution"} alert>
        <p>
          {run.status === "done"
            ? `${run.dry_run ? "Nothing was removed. " : ""}${sum(run, "removed")} records ${run.dry_run ? "would leave" : "left"}.`
            : "It is not done yet. Cron goes on with it, or you do."}
        </p>
      </Notice>
      <Facts
        facts={[
          { term: "Judged by", detail: <When at={Date.parse(run.as_of)} /> },
          { term: "Steps", detail: String(run.steps) },
        ]}
      />
      {run.counts.length > 0 && (
        <DataTable
          caption="By place"
          columns={["Place", "Class", run.dry_run ? "Would leave" : "Left", "Held back"]}
          rows={run.counts.map(({ entry, data_class, removed, held }) => [
            entry,
            data_class.replaceAll("_", " "),
            String(removed),
            String(held),
          ])}
        />
      )}
      {run.receipt && <CodeBlock label="Signed receipt">{run.receipt}</CodeBlock>}
      {run.status !== "done" && !run.dry_run && (
        <Deed action="/ops/desk/retention" csrf={who.csrf}>
          <Button name="as" value="run">
            Continue
          </Button>
        </Deed>
      )}
    </DeskPage>
  );
}

export function HoldsPage({ holds, who }: { holds: readonly Hold[]; who: AtDesk }) {
  return (
    <DeskPage title="Legal holds" at="/ops/desk/holds">
      {holds.length === 0 ? (
        <p>No hold is on record.</p>
      ) : (
        <DataTable
          caption="Holds, newest first"
          columns={["Hold", "Keeps", "Why", "Set", "By", "Lifted"]}
          rows={holds.map(({ id, target, reason, placed_at, placed_by, released_at }) => [
            id,
            target.replaceAll("_", " "),
            reason,
            <When at={placed_at} />,
            placed_by,
            released_at !== null ? (
              <When at={released_at} />
            ) : who.may("officer") ? (
              <Deed action={`/ops/desk/holds/${id}/lift`} csrf={who.csrf}>
                <Button look="secondary">Lift it</Button>
              </Deed>
            ) : (
              "no"
            ),
          ])}
        />
      )}
      {who.may("officer") && (
        <Card id="set" heading="Set a hold">
          <p>
            What a legal duty or claim forbids to remove stays, whatever its period (GDPR Art. 17(3)(b), (e)).
            Credentials are erased all the same.
          </p>
          <Deed action="/ops/desk/holds" csrf={who.csrf}>
            <SelectField
              name="scope"
              label="What it keeps"
              value="connection"
              options={[
                { value: "connection", label: "one connection" },
                ...DATA_CLASSES.map((name) => ({
                  value: name,
                  label: `the class ${name.replaceAll("_", " ")}`,
                })),
              ]}
            />
            <TextField name="connection" label="Connection id, for one connection" autocomplete="off" ltr />
            <TextArea
              name="reason"
              label="Why"
              hint="The duty or claim; no names."
              maxlength={500}
              required
            />
            <Button look="danger">Set the hold</Button>
          </Deed>
        </Card>
      )}
    </DeskPage>
  );
}
