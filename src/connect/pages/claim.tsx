import { Button, Csrf } from "../../pages/components";
import { dirOf } from "../../pages/languages";
import { Page } from "../../pages/layout";
import { nameIn, truncate } from "../../pages/untrusted";
import { texts } from "../texts";
import type { FlowForm, FlowView } from "./view";

const MAX_ACCOUNT = 120;

export interface ClaimView extends FlowView, FlowForm {
  platformName: string;
  /** The platform's own name of the shop that was installed. */
  account: string;
}

/** Asks the person whose session this is whether the installation that arrived is the one they meant. */
export function Claim(view: ClaimView) {
  const t = texts(view.lang);
  const dir = dirOf(view.lang);
  const app = t.app(view.appName && nameIn(dir, view.appName));
  const platform = t.platform(nameIn(dir, view.platformName));
  return (
    <Page title={t.family.claim.title(app)} lang={view.lang}>
      <h1>{t.family.claim.title(app)}</h1>
      <p class="lead">{t.family.claim.lead({ app, platform })}</p>
      <dl class="codes">
        <div>
          <dt>{t.family.claim.account}</dt>
          <dd>
            <code dir="ltr">{truncate(view.account, MAX_ACCOUNT)}</code>
          </dd>
        </div>
      </dl>
      <form method="post" action={view.action} class="stack">
        <Csrf token={view.csrf} />
        <Button>{t.family.claim.agree}</Button>
      </form>
    </Page>
  );
}

/** An installation that no session of this browser waits for: the person takes its code to their app. */
export function Ownerless(view: { lang: FlowView["lang"]; platformName: string; claim: string }) {
  const t = texts(view.lang);
  const platform = t.platform(nameIn(dirOf(view.lang), view.platformName));
  return (
    <Page title={t.family.claim.ownerless.title(platform)} lang={view.lang}>
      <h1>{t.family.claim.ownerless.title(platform)}</h1>
      <p class="lead">{t.family.claim.ownerless.lead}</p>
      <dl class="codes">
        <div>
          <dt>{t.family.claim.ownerless.code}</dt>
          <dd>
            <code dir="ltr">{view.claim}</code>
          </dd>
        </div>
      </dl>
    </Page>
  );
}
