import type { Child } from "hono/jsx";
import { rfc3339 } from "../../kernel/clock";
import { Button, ButtonLink, CodeBlock, Facts, Notice } from "../../pages/components";
import type { Lang } from "../../pages/languages";
import { isOpen } from "../../rights/types";
import { eventText, jurisdictionName, privacyTexts, refusalText } from "../texts";
import { momentIn } from "../texts/when";
import { Day, endsOf, Hidden, PrivacyPage, Reference, RequestBadge } from "./parts";
import { bundlePath, CENTRE_PATH, type RequestDetail, type RequestView, withdrawPath } from "./view";

/** One request: how far it is, by when it is answered, what came of it, and the proof. */
export function RequestPage(view: RequestView) {
  const { lang, request } = view;
  const t = privacyTexts(lang);
  const title = t.requestTypes[request.type];
  const status = t.requestStatuses[request.status];
  return (
    <PrivacyPage view={view} title={`${title} (${status.name})`}>
      <h1>{title}</h1>
      <p class="badges">
        <RequestBadge lang={lang} status={request.status} />
      </p>
      <p class="lead">{status.detail}</p>
      {request.bundle && (
        <section class="card" aria-labelledby="bundle">
          <h2 id="bundle">{t.request.bundle}</h2>
          <p>{t.request.bundleUntil(momentIn(lang, request.bundle.expiresAt))}</p>
          <p class="actions">
            <ButtonLink href={bundlePath(request.id)}>{t.request.download}</ButtonLink>
          </p>
        </section>
      )}
      {request.refusal !== null && (
        <Notice tone="danger">
          <h2>{t.request.refusal}</h2>
          <p>{refusalText(lang, request.refusal)}</p>
          <p>{t.request.complain}</p>
        </Notice>
      )}
      <Facts facts={factsOf(lang, request)} />
      {request.extended && <p>{t.request.extended}</p>}
      <h2>{t.request.history}</h2>
      <ol class="history">
        {request.history.map(({ at, event }) => (
          <li>
            <time datetime={rfc3339(at)}>{momentIn(lang, at)}</time>
            <span>{eventText(lang, event)}</span>
          </li>
        ))}
      </ol>
      {request.receipt !== null && (
        <>
          <h2>{t.request.receipt}</h2>
          <p>
            {t.request.receiptLead} <a href="/.well-known/jwks.json">JWKS</a>
          </p>
          <CodeBlock label={t.request.receipt}>{request.receipt}</CodeBlock>
        </>
      )}
      {request.canWithdraw && (
        <form method="post" action={withdrawPath(request.id)}>
          <Hidden csrf={view.csrf} />
          <p>{t.request.withdrawLead}</p>
          <Button look="danger">{t.request.withdraw}</Button>
        </form>
      )}
      <p class="actions">
        <ButtonLink href={CENTRE_PATH} look="secondary">
          {t.toCentre}
        </ButtonLink>
      </p>
    </PrivacyPage>
  );
}

function factsOf(lang: Lang, request: RequestDetail): { term: Child; detail: Child }[] {
  const t = privacyTexts(lang);
  const { jurisdiction } = request;
  const about = request.connections.map((connection) => t.connection(endsOf(lang, connection)));
  return [
    { term: t.request.receivedAt, detail: <Day lang={lang} at={request.receivedAt} /> },
    ...(isOpen(request.status)
      ? [{ term: t.request.dueAt, detail: <Day lang={lang} at={request.dueAt} /> }]
      : []),
    ...(request.closedAt === null
      ? []
      : [{ term: t.request.closedAt, detail: <Day lang={lang} at={request.closedAt} /> }]),
    {
      term: t.jurisdiction.label,
      detail: jurisdictionName(lang, { key: jurisdiction, name: jurisdiction }),
    },
    ...(about.length === 0 ? [] : [{ term: t.request.connections, detail: <Names names={about} /> }]),
    { term: t.reference, detail: <Reference id={request.id} /> },
  ];
}

function Names({ names }: { names: readonly string[] }) {
  return (
    <ul class="plain">
      {names.map((name) => (
        <li>{name}</li>
      ))}
    </ul>
  );
}
