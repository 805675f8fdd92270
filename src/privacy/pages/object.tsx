import { Button, ButtonLink } from "../../pages/components";
import { privacyTexts } from "../texts";
import { ConnectionFacts, Lift, StatusBadges } from "./connection";
import { endsOf, Hidden, JurisdictionField, PrivacyPage } from "./parts";
import { CENTRE_PATH, connectionPath, type ObjectView } from "./view";

/** Objects to uses of one connection, each by itself (GDPR Art. 21), and takes an objection back. */
export function ObjectPage(view: ObjectView) {
  const { lang, connection } = view;
  const t = privacyTexts(lang);
  const ends = endsOf(lang, connection);
  const title = t.object.title(ends);
  const free = view.purposes.filter(({ active }) => !active);
  const standing = view.purposes.filter(({ active }) => active);
  return (
    <PrivacyPage view={view} title={title}>
      <h1>{title}</h1>
      <p class="lead">{t.object.lead}</p>
      <StatusBadges lang={lang} card={connection} />
      <ConnectionFacts lang={lang} card={connection} />
      {free.length === 0 ? (
        <>
          <p>{t.object.allStand}</p>
          <p class="actions">
            <ButtonLink href={CENTRE_PATH} look="secondary">
              {t.toCentre}
            </ButtonLink>
          </p>
        </>
      ) : (
        <form method="post" action={connectionPath(connection.id, "object")} class="stack">
          <Hidden csrf={view.csrf} />
          <fieldset class="options">
            <legend>{t.object.legend}</legend>
            {free.map(({ key }) => (
              <div class="option">
                <input
                  type="checkbox"
                  id={`purpose-${key}`}
                  name="purpose"
                  value={key}
                  aria-describedby={`purpose-${key}-detail`}
                />
                <label for={`purpose-${key}`}>{t.purposes[key].name}</label>
                <p class="hint" id={`purpose-${key}-detail`}>
                  {t.purposes[key].detail}
                </p>
              </div>
            ))}
          </fieldset>
          <JurisdictionField lang={lang} choice={view} />
          <p class="actions">
            <Button>{t.object.submit}</Button>
            <ButtonLink href={CENTRE_PATH} look="secondary">
              {t.cancel}
            </ButtonLink>
          </p>
        </form>
      )}
      {standing.length > 0 && (
        <>
          <h2>{t.object.standing}</h2>
          <ul class="limits">
            {standing.map(({ key }) => (
              <li>
                <span>{t.purposes[key].name}</span>
                <Lift
                  view={view}
                  card={connection}
                  purpose={key}
                  about={`${t.purposes[key].name}, ${t.connection(ends)}`}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </PrivacyPage>
  );
}
