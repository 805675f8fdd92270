import type { Child } from "hono/jsx";
import type { ConnectionStatus } from "../../connections/status";
import { Badge, ButtonLink, Facts, type Tone } from "../../pages/components";
import type { Lang } from "../../pages/languages";
import { privacyTexts } from "../texts";
import { dateIn } from "../texts/when";
import { Held } from "./held";
import { About, Day, Hidden, ModeBadge, Reference } from "./parts";
import {
  type CentreView,
  type ConnectionAct,
  type ConnectionCard,
  connectionPath,
  REQUESTS_PATH,
} from "./view";

const STATUS_TONES: Readonly<Record<ConnectionStatus, Tone>> = {
  pending: "neutral",
  active: "good",
  degraded: "caution",
  needs_reauth: "caution",
  disconnected: "neutral",
};

export function StatusBadges({ lang, card }: { lang: Lang; card: ConnectionCard }) {
  return (
    <p class="badges">
      <Badge tone={STATUS_TONES[card.status]}>{privacyTexts(lang).statuses[card.status]}</Badge>
      <ModeBadge lang={lang} mode={card.mode} />
    </p>
  );
}

/** Since when, until when, and what support calls it. */
export function ConnectionFacts({ lang, card }: { lang: Lang; card: ConnectionCard }) {
  const t = privacyTexts(lang);
  const days: [string, number | null][] = [
    [t.centre.connectedAt, card.connectedAt],
    [t.centre.disconnectedAt, card.disconnectedAt],
    [t.centre.deletionDue, card.deletionDue],
  ];
  const facts: { term: Child; detail: Child }[] = days.flatMap(([term, at]) =>
    at === null ? [] : [{ term, detail: <Day lang={lang} at={at} /> }],
  );
  return <Facts facts={[...facts, { term: t.reference, detail: <Reference id={card.id} /> }]} />;
}

/** One connection with what is held about it and what can be done about it. */
export function Connection({
  view,
  card,
  name,
  open,
}: {
  view: CentreView;
  card: ConnectionCard;
  name: string;
  /** Whether what is held is shown at once. */
  open: boolean;
}) {
  const { lang } = view;
  const t = privacyTexts(lang);
  const headingId = `of-${card.id}`;
  return (
    <section class="card" aria-labelledby={headingId}>
      <h3 id={headingId}>{name}</h3>
      <StatusBadges lang={lang} card={card} />
      <ConnectionFacts lang={lang} card={card} />
      <Limits view={view} card={card} name={name} />
      <details class="unfold" {...(open ? { open: true } : {})}>
        <summary>
          <About lang={lang} words={t.centre.held} connection={name} />
        </summary>
        <Held lang={lang} items={card.held} />
      </details>
      <div class="deeds">
        <Asks view={view} card={card} name={name} />
        {actsOn(card).map((act) => (
          <ButtonLink href={connectionPath(card.id, act)} look={act === "delete" ? "danger" : "secondary"}>
            <About lang={lang} words={t.centre.acts[act]} connection={name} />
          </ButtonLink>
        ))}
      </div>
    </section>
  );
}

/** A connection that ended has no processing left to stop. */
function actsOn({ status, limits }: ConnectionCard): Exclude<ConnectionAct, "lift">[] {
  if (status === "disconnected") return ["delete"];
  return limits.some(({ limit }) => limit === "all")
    ? ["object", "disconnect", "delete"]
    : ["object", "restrict", "disconnect", "delete"];
}

function Asks({ view, card, name }: { view: CentreView; card: ConnectionCard; name: string }) {
  const { options } = privacyTexts(view.lang).centre.ask;
  return (
    <form method="post" action={REQUESTS_PATH}>
      <Hidden csrf={view.csrf} values={{ connection: card.id, jurisdiction: view.jurisdiction }} />
      {(["portability", "access"] as const).map((type) => (
        <button type="submit" class="button button-secondary" name="type" value={type}>
          <About lang={view.lang} words={options[type].name} connection={name} />
        </button>
      ))}
    </form>
  );
}

function Limits({ view, card, name }: { view: CentreView; card: ConnectionCard; name: string }) {
  const { lang } = view;
  const t = privacyTexts(lang);
  if (card.limits.length === 0 || card.status === "disconnected") return null;
  return (
    <>
      <h4>{t.centre.limits}</h4>
      <ul class="limits">
        {card.limits.map(({ limit, since }) => (
          <li>
            <span>
              {t.purposes[limit].name} <span class="since">({t.centre.limitSince(dateIn(lang, since))})</span>
            </span>
            <Lift view={view} card={card} purpose={limit} about={`${t.purposes[limit].name}, ${name}`} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Takes an objection or restriction back. */
export function Lift({
  view,
  card,
  purpose,
  about,
}: {
  view: { lang: Lang; csrf: string };
  card: ConnectionCard;
  purpose: string;
  about: string;
}) {
  return (
    <form method="post" action={connectionPath(card.id, "lift")}>
      <Hidden csrf={view.csrf} values={{ purpose }} />
      <button type="submit" class="button button-secondary">
        <About lang={view.lang} words={privacyTexts(view.lang).centre.lift} connection={about} />
      </button>
    </form>
  );
}
