import { ButtonLink } from "../../pages/components";
import { privacyTexts } from "../texts";
import { PrivacyPage, Reference } from "./parts";
import { CENTRE_PATH, type MessageView } from "./view";

/** One thing to say, and the way back to the start. */
export function MessagePage(view: MessageView) {
  const t = privacyTexts(view.lang);
  const { title, text } = t.messages[view.message];
  return (
    <PrivacyPage view={view} title={title}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <p class="actions">
        <ButtonLink href={CENTRE_PATH}>{t.toStart}</ButtonLink>
      </p>
      {view.requestId && (
        <dl class="codes">
          <div>
            <dt>{t.reference}</dt>
            <dd>
              <Reference id={view.requestId} />
            </dd>
          </div>
        </dl>
      )}
    </PrivacyPage>
  );
}
