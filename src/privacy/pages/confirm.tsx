import { Button, ButtonLink } from "../../pages/components";
import { privacyTexts } from "../texts";
import { ConnectionFacts, StatusBadges } from "./connection";
import { endsOf, Hidden, JurisdictionField, PrivacyPage } from "./parts";
import { ALL, CENTRE_PATH, type ConfirmView, connectionPath } from "./view";

/** Says what a deed comes to, and asks before it is done (WCAG 2.2 SC 3.3.4). */
export function ConfirmPage(view: ConfirmView) {
  const { lang, act, connection } = view;
  const t = privacyTexts(lang);
  const words = t.confirm[act];
  const title = connection ? words.one(endsOf(lang, connection)) : words.all;
  // Disconnecting is done at once: there is no deadline to choose.
  const isRequest = act !== "disconnect";
  return (
    <PrivacyPage view={view} title={title}>
      <h1>{title}</h1>
      {connection && (
        <>
          <StatusBadges lang={lang} card={connection} />
          <ConnectionFacts lang={lang} card={connection} />
        </>
      )}
      <ul class="points">
        {words.points.map((point) => (
          <li>{point}</li>
        ))}
      </ul>
      <form method="post" action={connectionPath(connection?.id ?? ALL, act)} class="stack">
        <Hidden csrf={view.csrf} values={isRequest ? {} : { jurisdiction: view.jurisdiction }} />
        {isRequest && <JurisdictionField lang={lang} choice={view} />}
        <p class="actions">
          <Button look={act === "delete" ? "danger" : "primary"}>{words.button}</Button>
          <ButtonLink href={CENTRE_PATH} look="secondary">
            {t.cancel}
          </ButtonLink>
        </p>
      </form>
    </PrivacyPage>
  );
}
