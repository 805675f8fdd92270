import { Badge, Card, Facts, type Tone } from "../pages/components";
import { Page } from "../pages/layout";
import type { Clause, ClauseStatus } from "./clauses";

const STATUS: Readonly<Record<ClauseStatus, { tone: Tone; words: string }>> = {
  kept: { tone: "good", words: "kept" },
  failing: { tone: "danger", words: "not kept now" },
  by_design: { tone: "good", words: "by design" },
  developers_duty: { tone: "neutral", words: "developers' duty" },
  statement: { tone: "neutral", words: "statement" },
  no_control: { tone: "caution", words: "no control" },
};
const NAV = [
  { href: "/trust", label: "Trust", current: true },
  { href: "/status", label: "Status", current: false },
  { href: "/docs", label: "Documentation", current: false },
];

/** Every clause of the End-User Policy, what enforces it, and what shows that now. */
export function TrustPage({ clauses, generatedAt }: { clauses: readonly Clause[]; generatedAt: string }) {
  const sections = [...new Set(clauses.map(({ section }) => section))];
  const count = (status: ClauseStatus) => clauses.filter((clause) => clause.status === status).length;
  return (
    <Page title="Trust" lang="en" width="wide" frame={{ kind: "site", label: "About the service", nav: NAV }}>
      <h1>What we promise, and what shows it</h1>
      <p class="lead">
        Every clause of the <a href="/policies/end-user">End-User Policy</a> in its own words, the control
        that enforces it, and evidence computed at <time datetime={generatedAt}>{generatedAt}</time>. What
        nothing enforces is marked so.
      </p>
      <Facts
        facts={(Object.keys(STATUS) as ClauseStatus[]).map((status) => ({
          term: <Badge tone={STATUS[status].tone}>{STATUS[status].words}</Badge>,
          detail: String(count(status)),
        }))}
      />
      {sections.map((section, index) => (
        <Card id={`section-${index}`} heading={section}>
          {clauses
            .filter((clause) => clause.section === section)
            .map((clause) => (
              <ClauseEntry clause={clause} />
            ))}
        </Card>
      ))}
      <p class="hint">
        As JSON: <a href="/trust.json">/trust.json</a>
      </p>
    </Page>
  );
}

function ClauseEntry({ clause: { clause, control, evidence, status } }: { clause: Clause }) {
  const { why, ...figures } = evidence;
  const facts = Object.entries(figures).map(([name, value]) => ({
    term: name.replaceAll("_", " "),
    detail: value === null ? "none" : String(value),
  }));
  return (
    <article>
      <h3>{clause}</h3>
      <p>
        <Badge tone={STATUS[status].tone}>{STATUS[status].words}</Badge> {control ?? String(why ?? "")}
      </p>
      {facts.length > 0 && <Facts facts={facts} />}
    </article>
  );
}
