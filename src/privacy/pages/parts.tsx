import type { Child } from "hono/jsx";
import { dayOf } from "../../kernel/clock";
import type { Mode } from "../../kernel/regions";
import { Badge, Csrf, SelectField, type Tone } from "../../pages/components";
import { dirOf, type Lang } from "../../pages/languages";
import { Page } from "../../pages/layout";
import { layoutTexts } from "../../pages/layout-texts";
import { nameIn } from "../../pages/untrusted";
import type { RightsStatus } from "../../rights/types";
import { jurisdictionName, privacyTexts } from "../texts";
import type { Ends } from "../texts/catalogue";
import { dateIn, periodIn } from "../texts/when";
import type { ConnectionCard, JurisdictionChoice, PrivacyView, Until } from "./view";

/** What the pages of the privacy centre share. */

export const PRIVACY_MAIL = "privacy@metristack.com";

/** The frame. `fault` comes first in the title, so that it is the first thing read out after an answer. */
export function PrivacyPage({
  view,
  title,
  fault = false,
  children,
}: {
  view: PrivacyView;
  title: string;
  fault?: boolean;
  children?: Child;
}) {
  return (
    <Page
      title={fault ? `${privacyTexts(view.lang).error}: ${title}` : title}
      lang={view.lang}
      languages={view.languages}
      frame={{ kind: "site", label: layoutTexts(view.lang).privacy, nav: [] }}
      // What stands here is one person's, or leads only there.
      head={<meta name="robots" content="noindex" />}
    >
      {children}
    </Page>
  );
}

/** A connection's two ends, fit to stand in a sentence of the language. */
export function endsOf(
  lang: Lang,
  { appName, platformName }: Pick<ConnectionCard, "appName" | "platformName">,
): Ends {
  const dir = dirOf(lang);
  return { app: nameIn(dir, appName), platform: nameIn(dir, platformName) };
}

/**
 * What each of several connections is called, so that no two are called the same: where app and platform agree, the
 * reference tells them apart.
 */
export function connectionNames(lang: Lang, cards: readonly ConnectionCard[]): ReadonlyMap<string, string> {
  const { connection } = privacyTexts(lang);
  const plain = cards.map((card) => connection(endsOf(lang, card)));
  return new Map(
    cards.map(({ id }, index) => {
      const name = plain[index] ?? "";
      const isShared = plain.indexOf(name) !== plain.lastIndexOf(name);
      return [id, isShared ? `${name} (${nameIn(dirOf(lang), id)})` : name];
    }),
  );
}

/** A control's words, with what they are about for those who do not see where it stands (WCAG 2.2 SC 2.4.9). */
export function About({ lang, words, connection }: { lang: Lang; words: string; connection: string }) {
  return (
    <>
      {words}
      <span class="unseen">{privacyTexts(lang).about(connection)}</span>
    </>
  );
}

export function ModeBadge({ lang, mode }: { lang: Lang; mode: Mode }) {
  return mode === "test" ? <Badge tone="caution">{privacyTexts(lang).testMode}</Badge> : null;
}

export const REQUEST_TONES: Readonly<Record<RightsStatus, Tone>> = {
  received: "neutral",
  verifying: "caution",
  verified: "neutral",
  in_progress: "neutral",
  completed: "good",
  refused: "danger",
  withdrawn: "neutral",
  expired: "caution",
};

export function RequestBadge({ lang, status }: { lang: Lang; status: RightsStatus }) {
  return <Badge tone={REQUEST_TONES[status]}>{privacyTexts(lang).requestStatuses[status].name}</Badge>;
}

/** A name that is only shown, in whatever direction it is written. */
export function Reference({ id }: { id: string }) {
  return (
    <code class="reference" dir="ltr">
      {id}
    </code>
  );
}

/** Whose law's deadline the request has. One on a page. */
export function JurisdictionField({ lang, choice }: { lang: Lang; choice: JurisdictionChoice }) {
  const { label, hint } = privacyTexts(lang).jurisdiction;
  return (
    <SelectField
      name="jurisdiction"
      label={label}
      hint={hint}
      value={choice.jurisdiction}
      options={choice.jurisdictions.map((place) => ({
        value: place.key,
        label: jurisdictionName(lang, place),
      }))}
    />
  );
}

/** A day for people and machines. */
export function Day({ lang, at }: { lang: Lang; at: number }) {
  return <time datetime={dayOf(at)}>{dateIn(lang, at)}</time>;
}

/** What a form carries that nobody types. */
export function Hidden({ csrf, values = {} }: { csrf: string; values?: Readonly<Record<string, string>> }) {
  return (
    <>
      <Csrf token={csrf} />
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** Until when something is kept, in a sentence. */
export function untilText(lang: Lang, until: Until): string {
  const t = privacyTexts(lang).until;
  switch (until.kind) {
    case "while_connected":
      return t.whileConnected;
    case "after_disconnection":
      return t.afterDisconnection(periodIn(lang, until.period));
    case "date":
      return t.date(dateIn(lang, until.at));
    case "rolling":
      return t.rolling(periodIn(lang, until.period));
    case "anonymised":
      return t.anonymised(periodIn(lang, until.period));
    case "legal_hold":
      return t.legalHold;
  }
}

/** Where to write to, beside the page. */
export function MailLink() {
  return (
    <a href={`mailto:${PRIVACY_MAIL}`}>
      <bdi dir="ltr">{PRIVACY_MAIL}</bdi>
    </a>
  );
}
