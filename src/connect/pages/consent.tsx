import { Csrf, NewTabLink } from "../../pages/components";
import type { Lang } from "../../pages/languages";
import { type LanguageLink, Page } from "../../pages/layout";
import { initialOf } from "../../pages/untrusted";
import type { ConsentItem, ConsentSection, ConsentStatement } from "../texts/consent-statement";
import type { FlowForm } from "./view";

export interface ConsentView extends FlowForm {
  /** Its language is the page's: what is shown is what is hashed. */
  statement: ConsentStatement;
  /** `consentHash(statement)`, posted back, so that an answer to another text than today's can be told. */
  statementHash: string;
  appName: string;
  platformName: string;
  languages?: readonly LanguageLink[];
}

/** The consent screen. Posts `decision` (`allow` or `decline`) and `statement`. */
export function Consent(view: ConsentView) {
  const { statement } = view;
  const lang = statement.language;
  const informing = statement.sections.filter(({ id }) => id !== "decision");
  const decision = statement.sections.find(({ id }) => id === "decision");
  return (
    <Page title={statement.title} lang={lang} languages={view.languages ?? []}>
      <div class="parties" aria-hidden="true">
        <span class="monogram">{initialOf(view.appName)}</span>
        <span class="reads" />
        <span class="monogram monogram-quiet">{initialOf(view.platformName)}</span>
      </div>
      <h1>{statement.title}</h1>
      <p class="lead">{statement.introduction}</p>
      <div class="clauses">
        {informing.map((section) => (
          <Clause section={section} lang={lang} />
        ))}
      </div>
      <form method="post" action={view.action} class="card decision">
        {decision && (
          <>
            <h2>{decision.heading}</h2>
            <p>{decision.lead}</p>
            <p>{decision.closing}</p>
          </>
        )}
        <Csrf token={view.csrf} />
        <input type="hidden" name="statement" value={view.statementHash} />
        <div class="twins">
          <button type="submit" class="button button-twin" name="decision" value="allow">
            {statement.allow}
          </button>
          <button type="submit" class="button button-twin" name="decision" value="decline">
            {statement.decline}
          </button>
        </div>
      </form>
    </Page>
  );
}

function Clause({ section, lang }: { section: ConsentSection; lang: Lang }) {
  const id = `clause-${section.id}`;
  return (
    <section class={`card clause-${section.id}`} aria-labelledby={id}>
      <h2 id={id}>{section.heading}</h2>
      {section.lead && <p>{section.lead}</p>}
      <Items items={section.items} lang={lang} />
      {section.closing && <p class="closing">{section.closing}</p>}
    </section>
  );
}

function Items({ items, lang }: { items: readonly ConsentItem[]; lang: Lang }) {
  if (items.length === 0) return null;
  if (items.every(({ term }) => term !== null)) {
    return (
      <dl class="facts">
        {items.map((item) => (
          <div>
            <dt>{item.term}</dt>
            <dd>
              <ItemText item={item} lang={lang} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  return (
    <ul class="points">
      {items.map((item) => (
        <li>
          <ItemText item={item} lang={lang} />
        </li>
      ))}
    </ul>
  );
}

function ItemText({ item, lang }: { item: ConsentItem; lang: Lang }) {
  if (item.words === "developer") {
    return (
      <q class="theirs" dir="auto">
        {item.text}
      </q>
    );
  }
  return (
    <>
      {item.text}
      {item.link && (
        <>
          {" "}
          {item.link.href.startsWith("mailto:") ? (
            <a href={item.link.href}>
              <bdi dir="ltr">{item.link.label}</bdi>
            </a>
          ) : (
            <NewTabLink href={item.link.href} lang={lang}>
              {item.link.label}
            </NewTabLink>
          )}
        </>
      )}
    </>
  );
}
