import { DAY } from "../../kernel/clock";
import { Badge, Button, Card, Csrf, DataTable, Facts, Notice } from "../../pages/components";
import { When } from "../../portal/pages/frame";
import type { AtDesk } from "../desk";
import type { KeyAge } from "../key-versions";
import type { RewrapStep } from "../rewrap";
import { DeskPage } from "./frame";

const PURPOSES = {
  vault: "wrap the vaults’ keys",
  pepper: "API keys’ HMAC",
  sealing: "cursors, states, lookups",
  signing: "receipts, checkpoints",
} as const;

/** Which versions are configured and since when; of the keys themselves, nothing. */
export function KeyTable({ keys, now }: { keys: readonly KeyAge[]; now: number }) {
  if (keys.length === 0) return <p>Cron has not noted any version yet. It does within five minutes.</p>;
  return (
    <DataTable
      caption="Versions configured, and when each was first seen here"
      columns={["Version", "For", "Use", "First seen", "Days"]}
      rows={keys.map(({ purpose, version, writes, firstSeenAt }) => [
        `${purpose} ${version}`,
        PURPOSES[purpose],
        <Badge tone={writes ? "good" : "neutral"}>
          {writes ? "makes what is new" : "reads what is old"}
        </Badge>,
        <When at={firstSeenAt} />,
        String(Math.floor((now - firstSeenAt) / DAY)),
      ])}
    />
  );
}

export function KeysPage({ keys, who, now }: { keys: readonly KeyAge[]; who: AtDesk; now: number }) {
  return (
    <DeskPage title="Keys" at="/ops/desk/keys">
      <KeyTable keys={keys} now={now} />
      <Card id="rotate" heading="Rotate the vaults’ key">
        <ol class="points">
          <li>Add a higher version in front of VAULT_KEYS and deploy. New connections use it at once.</li>
          <li>Wrap the older connections’ keys again, here, to the end.</li>
          <li>Take the old version out of VAULT_KEYS and deploy.</li>
        </ol>
        {who.may("engineer") && <Rewrap who={who} after="" label="Begin to wrap again" />}
      </Card>
    </DeskPage>
  );
}

export function RewrapPage({ step, who }: { step: RewrapStep; who: AtDesk }) {
  return (
    <DeskPage title="Wrapping again" at="/ops/desk/keys">
      <Notice tone={step.next === null ? "good" : "neutral"} alert>
        <p>
          {step.next === null ? "That was the last step. All connections were visited." : "There are more."}
        </p>
      </Notice>
      <Facts
        facts={[
          { term: "Wrapped again in this step", detail: String(step.rewrapped) },
          { term: "Current already", detail: String(step.current) },
          { term: "Without credentials", detail: String(step.empty) },
        ]}
      />
      {step.next !== null && <Rewrap who={who} after={step.next} label="Continue" />}
    </DeskPage>
  );
}

function Rewrap({ who, after, label }: { who: AtDesk; after: string; label: string }) {
  return (
    <form method="post" action="/ops/desk/keys/rewrap" class="stack">
      <Csrf token={who.csrf} />
      <input type="hidden" name="after" value={after} />
      <Button>{label}</Button>
    </form>
  );
}
