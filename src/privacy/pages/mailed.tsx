import { Button } from "../../pages/components";
import { privacyTexts } from "../texts";
import { Hidden, PrivacyPage } from "./parts";
import type { PrivacyForm } from "./view";

/** Where to the one button posts. */
export interface MailedView extends PrivacyForm {
  action: string;
}

/** Comes before the one-time link of a mail is used: mail programs open links, but post no forms. */
export function MailedPage(view: MailedView) {
  const t = privacyTexts(view.lang).mailed;
  return (
    <PrivacyPage view={view} title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <form method="post" action={view.action} class="actions">
        <Hidden csrf={view.csrf} />
        <Button>{t.button}</Button>
      </form>
    </PrivacyPage>
  );
}
