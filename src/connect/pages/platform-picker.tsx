import { Csrf } from "../../pages/components";
import { dirOf } from "../../pages/languages";
import { Page } from "../../pages/layout";
import { initialOf, nameIn } from "../../pages/untrusted";
import { texts } from "../texts";
import type { FlowForm, FlowView } from "./view";

export interface PlatformPickerView extends FlowView, FlowForm {
  platforms: readonly { key: string; name: string }[];
}

/** The first step where a session leaves the platform open. Each platform is a form that posts `platform`. */
export function PlatformPicker(view: PlatformPickerView) {
  const t = texts(view.lang);
  const app = t.app(view.appName && nameIn(dirOf(view.lang), view.appName));
  return (
    <Page title={t.picker.title} lang={view.lang} languages={view.languages ?? []}>
      <h1>{t.picker.title}</h1>
      {view.platforms.length === 0 ? (
        <p class="lead">{t.picker.none(app)}</p>
      ) : (
        <>
          <p class="lead">{t.picker.lead(app)}</p>
          <ul class="choices">
            {view.platforms.map(({ key, name }) => (
              <li>
                <form method="post" action={view.action}>
                  <Csrf token={view.csrf} />
                  <button type="submit" class="choice" name="platform" value={key}>
                    <span class="monogram" aria-hidden="true">
                      {initialOf(name)}
                    </span>
                    <bdi>{name}</bdi>
                    <span class="chevron" aria-hidden="true" />
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </>
      )}
    </Page>
  );
}
