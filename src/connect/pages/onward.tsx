import { ButtonLink } from "../../pages/components";
import { dirOf } from "../../pages/languages";
import { Page } from "../../pages/layout";
import { nameIn } from "../../pages/untrusted";
import { texts } from "../texts";
import type { FlowView } from "./view";

export interface OnwardView extends Omit<FlowView, "appName"> {
  /** The platform's or the app's own name. */
  place: string;
  /** Where to: built by us from an adapter's endpoint or a registered address, never from input. */
  href: string;
}

/**
 * Leads on to another origin after a form. Chromium and WebKit hold every redirect after a form to the page's
 * `form-action` (w3c/webappsec-csp#8), also those that a platform makes on its own side, which we cannot list.
 * A refresh is a navigation of its own (WCAG technique H76: without delay), so `form-action` stays 'self'.
 */
export function Onward(view: OnwardView) {
  const t = texts(view.lang);
  const place = nameIn(dirOf(view.lang), view.place);
  return (
    <Page
      title={t.onward.title(place)}
      lang={view.lang}
      head={<meta http-equiv="refresh" content={`0; url=${view.href}`} />}
    >
      <h1>{t.onward.title(place)}</h1>
      <p class="lead">{t.onward.lead(place)}</p>
      <p class="actions">
        <ButtonLink href={view.href}>{t.continue}</ButtonLink>
      </p>
    </Page>
  );
}
