import { Page } from "../pages/layout";
import { END_USER_POLICY, END_USER_POLICY_VERSION, type PolicyBlock } from "./end-user-policy";

/** The End-User Policy as it stands. */
export function EndUserPolicyPage() {
  return (
    <Page title="End-User Policy" lang="en">
      <h1>End-User Policy</h1>
      <p class="lead">Version of {END_USER_POLICY_VERSION}.</p>
      {END_USER_POLICY.map(({ heading, level, blocks }) => (
        <section>
          {level === 2 ? <h2>{heading}</h2> : <h3>{heading}</h3>}
          {blocks.map((block) => (
            <Block block={block} />
          ))}
        </section>
      ))}
    </Page>
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

/** What a person can do about their data today, by the three channels of the policy. */
export function PrivacyPage() {
  return (
    <Page title="Your data and your rights" lang="en">
      <h1>Your data and your rights</h1>
      <p class="lead">
        Metristack passes your shop's data on to the app you allowed, and stores none of it. What it keeps,
        and for how long, is in the <a href="/policies/end-user">End-User Policy</a>.
      </p>
      <h2>What you can do</h2>
      <ul class="points">
        <li>
          Ask the app you connected: its developer can show, correct, export and delete what is kept about the
          connection.
        </li>
        <li>
          Write to <a href="mailto:privacy@metristack.com">privacy@metristack.com</a>.
        </li>
        <li>
          Disconnect, in the app or at the platform. Your credentials are erased at once and no further data
          is read.
        </li>
      </ul>
    </Page>
  );
}
