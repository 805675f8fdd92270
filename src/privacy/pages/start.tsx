import { Notice } from "../../pages/components";
import { initialOf } from "../../pages/untrusted";
import { privacyTexts } from "../texts";
import { Hidden, MailLink, ModeBadge, PrivacyPage } from "./parts";
import { START_PATH, type StartView } from "./view";

/** The way in: a platform to sign in at, and the ways without it. Each platform is a form of its own. */
export function StartPage(view: StartView) {
  const t = privacyTexts(view.lang);
  return (
    <PrivacyPage view={view} title={t.start.title} fault={view.fault !== undefined}>
      <h1>{t.start.title}</h1>
      {view.fault && (
        <Notice tone="caution" alert>
          <p>{t.start.faults[view.fault]}</p>
        </Notice>
      )}
      {view.mailed && (
        <Notice tone="neutral">
          <p>{t.start.mailed}</p>
        </Notice>
      )}
      <p class="lead">{t.start.lead}</p>
      <h2>{t.start.signIn}</h2>
      {view.platforms.length === 0 ? (
        <p>{t.start.none}</p>
      ) : (
        <>
          <p>{t.start.how}</p>
          <ul class="choices">
            {view.platforms.map((platform) => (
              <li>
                <form method="post" action={START_PATH}>
                  <Hidden csrf={view.csrf} values={{ mode: platform.mode }} />
                  <button type="submit" class="choice" name="platform" value={platform.key}>
                    <span class="monogram" aria-hidden="true">
                      {initialOf(platform.name)}
                    </span>
                    <bdi>{platform.name}</bdi>
                    <ModeBadge lang={view.lang} mode={platform.mode} />
                    <span class="chevron" aria-hidden="true" />
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{t.start.otherWays}</h2>
      <ul class="points">
        <li>{t.start.developer}</li>
        <li>
          {t.start.mail} <MailLink />
        </li>
      </ul>
    </PrivacyPage>
  );
}
