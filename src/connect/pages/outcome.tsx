import { dirOf } from "../../pages/languages";
import { Page } from "../../pages/layout";
import { nameIn, truncate } from "../../pages/untrusted";
import type { HandOver } from "../embedding";
import { type OutcomeCode, texts } from "../texts";
import { type FlowView, wayBack } from "./view";
import { HandOverScript, WayBack } from "./way-back";

/** What is told beyond the code itself. */
export type OutcomeDetail =
  | { code: Exclude<OutcomeCode, "provider_error" | "missing_scopes"> }
  /** `description` is the platform's `error_description` (RFC 6749 §4.1.2.1): anyone may have written it. */
  | { code: "provider_error"; description: string | null }
  | { code: "missing_scopes"; scopes: readonly string[] };

export interface OutcomeView extends FlowView {
  outcome: OutcomeDetail;
  platformName: string | null;
  /** The developer's registered address, with what it is to be told; null where the session is not known. */
  backTo: string | null;
  /** Where the session is embedded: to whom the way back hands the result. */
  over?: HandOver | null;
  /** The request's id, for support. */
  requestId: string | null;
}

const MAX_DESCRIPTION = 200;
const MAX_SCOPES = 20;

/** The end of a flow that made no connection: what happened, what to do, and a code that support understands. */
export function Outcome(view: OutcomeView) {
  const t = texts(view.lang);
  const dir = dirOf(view.lang);
  const names = {
    app: t.app(view.appName && nameIn(dir, view.appName)),
    platform: t.platform(view.platformName && nameIn(dir, view.platformName)),
  };
  const said = t.outcomes[view.outcome.code];
  const href = wayBack(view.backTo);
  return (
    <Page
      title={said.title}
      lang={view.lang}
      languages={view.languages ?? []}
      {...(view.over && { head: <HandOverScript /> })}
    >
      <h1>{said.title}</h1>
      <p class="lead">{said.happened(names)}</p>
      {view.outcome.code === "provider_error" && view.outcome.description && (
        <figure class="quoted">
          <figcaption class="quoted-by">{t.outcome.platformSaid(names.platform)}</figcaption>
          <blockquote dir="auto">{truncate(view.outcome.description, MAX_DESCRIPTION)}</blockquote>
        </figure>
      )}
      {view.outcome.code === "missing_scopes" && view.outcome.scopes.length > 0 && (
        <div class="quoted">
          <p class="quoted-by">{t.outcome.missing}</p>
          <ul class="scopes" dir="ltr">
            {view.outcome.scopes.slice(0, MAX_SCOPES).map((scope) => (
              <li>
                <code>{truncate(scope, MAX_DESCRIPTION)}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      <h2>{t.outcome.whatNow}</h2>
      <p>{said.next(names)}</p>
      {href ? (
        <WayBack href={href} label={t.backTo(names.app)} over={view.over ?? null} />
      ) : (
        <p>{t.closePage}</p>
      )}
      <dl class="codes">
        <div>
          <dt>{t.code}</dt>
          <dd>
            <code dir="ltr">{view.outcome.code}</code>
          </dd>
        </div>
        {view.requestId && (
          <div>
            <dt>{t.reference}</dt>
            <dd>
              <code dir="ltr">{view.requestId}</code>
            </dd>
          </div>
        )}
      </dl>
    </Page>
  );
}
