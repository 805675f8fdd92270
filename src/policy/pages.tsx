import type { Child } from "hono/jsx";
import { rfc3339 } from "../kernel/clock";
import { Badge, DataTable, Notice } from "../pages/components";
import { Page } from "../pages/layout";
import type { Change, Part } from "./diff";
import type { PolicyBlock, PolicySection } from "./end-user-policy";
import type { PolicyHead, PolicyStanding, PolicyVersion } from "./versions";

const HOME = "/policies/end-user";

export interface StandingHead extends PolicyHead {
  standing: PolicyStanding;
}

const dayOf = (ms: number) => <time datetime={rfc3339(ms)}>{rfc3339(ms).slice(0, 10)}</time>;

/** One version of the End-User Policy, with where the others are. */
export function EndUserPolicyPage({
  policy,
  versions,
}: {
  policy: PolicyVersion & StandingHead;
  /** Oldest first. */
  versions: readonly StandingHead[];
}) {
  const current = versions.find(({ standing }) => standing === "in_force");
  const upcoming = versions.filter(({ standing }) => standing === "upcoming");
  const feed = <link rel="alternate" type="application/atom+xml" title="Versions" href={`${HOME}.atom`} />;
  return (
    <Page title="End-User Policy" lang="en" head={feed}>
      <h1>End-User Policy</h1>
      <p class="lead">
        Version of {policy.version}, {STANDING_WORDS[policy.standing]} {dayOf(policy.effectiveAt)}.
      </p>
      {policy.standing !== "in_force" && current && (
        <Notice tone="caution">
          <p>
            This is not the version in force. That is the <a href={HOME}>version of {current.version}</a>.
          </p>
        </Notice>
      )}
      {policy.standing === "in_force" &&
        upcoming.map((next) => (
          <Notice tone="neutral">
            <p>
              A new version takes effect on {dayOf(next.effectiveAt)}: {next.summary}{" "}
              <a href={`${HOME}/${next.version}`}>Read it</a>, or{" "}
              <a href={`${HOME}/diff/${policy.version}..${next.version}`}>see what changes</a>.
            </p>
          </Notice>
        ))}
      {policy.sections.map((section) => (
        <Section section={section} />
      ))}
      <Versions versions={versions} />
    </Page>
  );
}

const STANDING_WORDS: Record<PolicyStanding, string> = {
  in_force: "in force since",
  upcoming: "in force from",
  superseded: "in force until a later one took its place; it began on",
};
export const STANDING_NAMES: Record<PolicyStanding, string> = {
  in_force: "in force",
  upcoming: "upcoming",
  superseded: "superseded",
};

function Section({ section: { heading, level, blocks } }: { section: PolicySection }) {
  return (
    <section>
      {level === 2 ? <h2>{heading}</h2> : <h3>{heading}</h3>}
      {blocks.map((block) => (
        <Block block={block} />
      ))}
    </section>
  );
}

function Block({ block }: { block: PolicyBlock }) {
  if (block.kind === "text") return <p>{block.text}</p>;
  return (
    <ul class="points">
      {block.items.map((item) => (
        <li>{item}</li>
      ))}
    </ul>
  );
}

function Versions({ versions }: { versions: readonly StandingHead[] }) {
  const rows = [...versions].reverse().map((version, index, all): Child[] => {
    const before = all[index + 1];
    return [
      <a href={`${HOME}/${version.version}`}>{version.version}</a>,
      dayOf(version.effectiveAt),
      <Badge tone={version.standing === "in_force" ? "good" : "neutral"}>
        {STANDING_NAMES[version.standing]}
      </Badge>,
      version.isMaterial ? "yes" : "no",
      before ? (
        <a href={`${HOME}/diff/${before.version}..${version.version}`}>since {before.version}</a>
      ) : (
        "the first"
      ),
    ];
  });
  return (
    <section>
      <h2>Versions</h2>
      <DataTable
        caption="All versions, newest first"
        columns={["Version", "In force from", "State", "Material", "Changes"]}
        rows={rows}
      />
      <p>
        <a href={`${HOME}.atom`}>Atom feed</a> · <a href={`${HOME}.json`}>JSON</a>
      </p>
    </section>
  );
}

/** What changed between two versions, word by word. */
export function PolicyDiffPage(view: { before: PolicyHead; after: PolicyHead; changes: readonly Change[] }) {
  const { before, after, changes } = view;
  const touched = changes.filter(({ kind }) => kind !== "same").length;
  return (
    <Page title={`End-User Policy: ${before.version} and ${after.version}`} lang="en">
      <h1>What changed</h1>
      <p class="lead">
        From the <a href={`${HOME}/${before.version}`}>version of {before.version}</a> to the{" "}
        <a href={`${HOME}/${after.version}`}>version of {after.version}</a>.
      </p>
      <p>{after.summary}</p>
      <Notice tone="neutral">
        <p>
          {touched === 0 ? (
            "The two say the same."
          ) : (
            <>
              <ins>Underlined</ins> words are new; words <del>struck through</del> are gone.
            </>
          )}
        </p>
      </Notice>
      <Changes changes={changes} />
    </Page>
  );
}

/** A text with what came and what went. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <>
      {runsOf(changes).map((run) => (
        <Run changes={run} />
      ))}
    </>
  );
}

/** Items that follow each other are one list. */
function runsOf(changes: readonly Change[]): Change[][] {
  const runs: Change[][] = [];
  for (const change of changes) {
    const last = runs.at(-1);
    if (change.unit.kind === "item" && last?.[0]?.unit.kind === "item") last.push(change);
    else runs.push([change]);
  }
  return runs;
}

function Run({ changes }: { changes: readonly Change[] }) {
  const [first] = changes;
  const content = changes.map((change) => <Changed change={change} />);
  switch (first?.unit.kind) {
    case "heading":
      return <h2>{content}</h2>;
    case "subheading":
      return <h3>{content}</h3>;
    case "item":
      return (
        <ul class="points">
          {content.map((item) => (
            <li>{item}</li>
          ))}
        </ul>
      );
    default:
      return <p>{content}</p>;
  }
}

function Changed({ change }: { change: Change }) {
  switch (change.kind) {
    case "same":
      return <>{change.unit.text}</>;
    case "added":
      return <ins>{change.unit.text}</ins>;
    case "removed":
      return <del>{change.unit.text}</del>;
    case "changed":
      return (
        <>
          {change.parts.map((part) => (
            <Words part={part} />
          ))}
        </>
      );
  }
}

function Words({ part: { kind, text } }: { part: Part }) {
  if (kind === "same") return <>{text}</>;
  return kind === "added" ? <ins>{text}</ins> : <del>{text}</del>;
}
