import { dirOf } from "../../pages/languages";
import { Page } from "../../pages/layout";
import { nameIn } from "../../pages/untrusted";
import type { HandOver } from "../embedding";
import { texts } from "../texts";
import type { FlowView } from "./view";
import { HandOverScript, WayBack } from "./way-back";

export interface HandOverView extends FlowView {
  appName: string;
  /** The registered redirect address with the result: where the browser goes if no page takes it. */
  href: string;
  over: HandOver;
}

/** The last page of an embedded flow. Without script it is a plain way onward, as `Onward` is. */
export function HandOverPage(view: HandOverView) {
  const t = texts(view.lang);
  const place = nameIn(dirOf(view.lang), view.appName);
  return (
    <Page
      title={t.onward.title(place)}
      lang={view.lang}
      head={
        <>
          <noscript>
            <meta http-equiv="refresh" content={`0; url=${view.href}`} />
          </noscript>
          <HandOverScript />
        </>
      }
    >
      <h1>{t.onward.title(place)}</h1>
      <p class="lead">{t.onward.lead(place)}</p>
      <WayBack href={view.href} label={t.continue} over={view.over} />
    </Page>
  );
}
