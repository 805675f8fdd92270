import { ButtonLink } from "../../pages/components";
import { dirOf } from "../../pages/languages";
import { Page } from "../../pages/layout";
import { nameIn } from "../../pages/untrusted";
import { texts } from "../texts";
import type { FlowView } from "./view";

export interface ManualStepsView extends FlowView {
  platformName: string;
  /** The adapter's, in English. */
  steps: readonly string[];
  values: readonly { label: string; value: string }[];
  /** Where the person goes when it is done. */
  doneHref: string;
}

/** What a person enters in their shop's own admin, where the platform has no page to send them to. */
export function ManualSteps(view: ManualStepsView) {
  const t = texts(view.lang);
  const dir = dirOf(view.lang);
  const platform = t.platform(nameIn(dir, view.platformName));
  const app = t.app(view.appName && nameIn(dir, view.appName));
  return (
    <Page title={t.family.steps.title(platform)} lang={view.lang}>
      <h1>{t.family.steps.title(platform)}</h1>
      <p class="lead">{t.family.steps.lead({ app, platform })}</p>
      <ol lang="en" dir="ltr">
        {view.steps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <dl class="codes" dir="ltr">
        {view.values.map(({ label, value }) => (
          <div>
            <dt lang="en">{label}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
      <p class="actions">
        <ButtonLink href={view.doneHref}>{t.family.steps.done}</ButtonLink>
      </p>
    </Page>
  );
}

/** Shown until the shop's server has been heard of. The person looks again: a page that reloads itself loses their place. */
export function Waiting(view: { lang: FlowView["lang"]; platformName: string; href: string }) {
  const t = texts(view.lang);
  const platform = t.platform(nameIn(dirOf(view.lang), view.platformName));
  return (
    <Page title={t.family.waiting.title(platform)} lang={view.lang}>
      <h1>{t.family.waiting.title(platform)}</h1>
      <p class="lead">{t.family.waiting.lead(platform)}</p>
      <p class="actions">
        <ButtonLink href={view.href}>{t.family.waiting.again}</ButtonLink>
      </p>
    </Page>
  );
}
