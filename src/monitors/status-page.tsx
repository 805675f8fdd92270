import { Badge, DataTable, Notice, type Tone } from "../pages/components";
import { Page } from "../pages/layout";
import type { ComponentStatus, ServiceStatus } from "./status";

const TONES: Readonly<Record<ComponentStatus, Tone>> = {
  operational: "good",
  degraded: "caution",
  down: "danger",
};

const WORDS: Readonly<Record<ComponentStatus, string>> = {
  operational: "Everything works.",
  degraded: "It works, but something is not as it should be.",
  down: "A part of the service does not answer.",
};

/** How the service is now. */
export function StatusPage({ status }: { status: ServiceStatus }) {
  return (
    <Page
      title="Status"
      lang="en"
      width="wide"
      frame={{
        kind: "site",
        label: "About the service",
        nav: [
          { href: "/status", label: "Status", current: true },
          { href: "/trust", label: "Trust", current: false },
          { href: "/docs", label: "Documentation", current: false },
        ],
      }}
    >
      <h1>Status</h1>
      <Notice tone={TONES[status.status]}>
        <p>{WORDS[status.status]}</p>
      </Notice>
      <DataTable
        caption="Parts of the service"
        columns={["Part", "State", "Since"]}
        rows={status.components.map((component) => [
          component.name,
          <Badge tone={TONES[component.status]}>{component.status}</Badge>,
          component.since === null ? "" : <time datetime={component.since}>{component.since}</time>,
        ])}
      />
      <p class="hint">
        As of <time datetime={status.generated_at}>{status.generated_at}</time>. As JSON:{" "}
        <a href="/status.json">/status.json</a>
      </p>
    </Page>
  );
}
