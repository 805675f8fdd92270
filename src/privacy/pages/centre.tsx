import { Badge, Button, ButtonLink, Notice, type Tone } from "../../pages/components";
import { dirOf } from "../../pages/languages";
import { nameIn } from "../../pages/untrusted";
import { isOpen } from "../../rights/types";
import { privacyTexts } from "../texts";
import { dateIn, timeIn } from "../texts/when";
import { AskForm } from "./ask";
import { Connection } from "./connection";
import { connectionNames, Hidden, PrivacyPage, RequestBadge } from "./parts";
import { ALL, type CentreView, connectionPath, type NoticeKey, requestPath, SIGN_OUT_PATH } from "./view";

const NOTICE_TONES: Readonly<Record<NoticeKey, Tone>> = {
  signed_in: "neutral",
  disconnected: "good",
  disconnect_later: "neutral",
  request_received: "good",
  deletion_received: "good",
  already_open: "neutral",
  objection_saved: "good",
  objection_none: "caution",
  restricted: "good",
  lifted: "good",
  withdrawn: "good",
  not_withdrawn: "caution",
  remark_missing: "caution",
  form_stale: "caution",
  too_many: "caution",
};

/** With more connections than this, what is held about each is folded, so that the page can be surveyed. */
const MAX_UNFOLDED = 1;

/** Everything there is about the person, and what can be done about it. */
export function CentrePage(view: CentreView) {
  const t = privacyTexts(view.lang);
  const names = connectionNames(view.lang, view.connections);
  const isFault = view.notice !== undefined && NOTICE_TONES[view.notice] === "caution";
  return (
    <PrivacyPage view={view} title={t.centre.title} fault={isFault}>
      <h1>{t.centre.title}</h1>
      {view.notice && (
        <Notice tone={NOTICE_TONES[view.notice]} alert>
          <p>{t.notices[view.notice]}</p>
        </Notice>
      )}
      <p class="lead">{proofText(view)}</p>
      <h2>{t.centre.connections}</h2>
      {view.connections.length === 0 && <p>{t.centre.none}</p>}
      {view.connections.map((card) => (
        <Connection
          view={view}
          card={card}
          name={names.get(card.id) ?? card.id}
          open={view.connections.length <= MAX_UNFOLDED}
        />
      ))}
      {view.connections.length > 1 && <AllAtOnce view={view} />}
      {view.connections.length > 0 && <AskForm view={view} names={names} />}
      <Requests view={view} />
      <form method="post" action={SIGN_OUT_PATH} class="visit">
        {view.endsAt !== undefined && <p>{t.centre.endsAt(timeIn(view.lang, view.endsAt))}</p>}
        <Hidden csrf={view.csrf} />
        <Button look="secondary">{t.centre.signOut}</Button>
      </form>
    </PrivacyPage>
  );
}

function proofText({ lang, proof }: CentreView): string {
  const { centre } = privacyTexts(lang);
  const dir = dirOf(lang);
  return proof.kind === "account"
    ? centre.account(nameIn(dir, proof.platformName))
    : centre.appUser(nameIn(dir, proof.appName));
}

function AllAtOnce({ view }: { view: CentreView }) {
  const { heading, acts } = privacyTexts(view.lang).centre.all;
  const areAllEnded = view.connections.every(({ status }) => status === "disconnected");
  return (
    <section class="card" aria-labelledby="all">
      <h2 id="all">{heading}</h2>
      <div class="deeds">
        {(areAllEnded ? (["delete"] as const) : (["restrict", "disconnect", "delete"] as const)).map(
          (act) => (
            <ButtonLink href={connectionPath(ALL, act)} look={act === "delete" ? "danger" : "secondary"}>
              {acts[act]}
            </ButtonLink>
          ),
        )}
      </div>
    </section>
  );
}

function Requests({ view }: { view: CentreView }) {
  const { lang, requests } = view;
  const t = privacyTexts(lang);
  return (
    <section class="card" aria-labelledby="requests">
      <h2 id="requests">{t.centre.requests}</h2>
      {requests.length === 0 ? (
        <p>{t.centre.noRequests}</p>
      ) : (
        <ul class="requests">
          {requests.map((request) => (
            <li>
              <a href={requestPath(request.id)}>
                {t.requestTypes[request.type]}
                <span class="unseen"> ({request.id})</span>
              </a>
              <p class="badges">
                <RequestBadge lang={lang} status={request.status} />
                {request.hasBundle && <Badge tone="good">{t.centre.bundleReady}</Badge>}
              </p>
              <p class="hint">
                {t.centre.received(dateIn(lang, request.receivedAt))}
                {isOpen(request.status) && ` · ${t.centre.due(dateIn(lang, request.dueAt))}`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
