import { Button, Csrf, NewTabLink, TextField } from "../../pages/components";
import { dirOf } from "../../pages/languages";
import { Page } from "../../pages/layout";
import { nameIn } from "../../pages/untrusted";
import type { PastedKey } from "../../platforms/adapter";
import { type KeyFault, texts } from "../texts";
import type { FlowForm, FlowView } from "./view";

export interface KeyEntryView extends FlowView, FlowForm {
  platformName: string;
  facts: Pick<PastedKey, "fields" | "guide">;
  /** The one-time value that this try is for. */
  state: string;
  /** What was typed before; secrets are not shown again. */
  values: Readonly<Record<string, string>>;
  /** `field` is null where the platform refused the whole. */
  fault: { kind: KeyFault; field: string | null } | null;
}

/** Some keys are JSON Web Tokens (Jumia). */
const MAX_KEY_LENGTH = 8_192;

/** Asks for a key that the person made at the platform; posts the adapter's fields. */
export function KeyEntry(view: KeyEntryView) {
  const t = texts(view.lang);
  const dir = dirOf(view.lang);
  const app = t.app(view.appName && nameIn(dir, view.appName));
  const platform = t.platform(nameIn(dir, view.platformName));
  const title = t.family.key.title(platform);
  const { fault, facts } = view;
  const faultAt = (index: number, name: string) =>
    fault && (fault.field === name || (fault.field === null && index === 0))
      ? { error: t.family.key.faults[fault.kind] }
      : {};
  return (
    <Page title={fault ? `${t.error}: ${title}` : title} lang={view.lang} languages={view.languages ?? []}>
      <h1>{title}</h1>
      <p class="lead">{t.family.key.lead({ app, platform })}</p>
      <h2>{t.family.key.how(platform)}</h2>
      <ol lang="en" dir="ltr">
        {facts.guide.steps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <p>
        <NewTabLink href={facts.guide.url} lang={view.lang}>
          <bdi>{new URL(facts.guide.url).host}</bdi>
        </NewTabLink>
      </p>
      <form method="post" action={view.action} class="stack" novalidate autocomplete="off">
        <Csrf token={view.csrf} />
        <input type="hidden" name="state" value={view.state} />
        {facts.fields.map((field, index) => (
          <TextField
            name={field.name}
            label={field.label}
            hint={field.hint}
            placeholder={field.placeholder}
            value={field.secret ? "" : (view.values[field.name] ?? "")}
            type={field.secret ? "password" : "text"}
            autocomplete="off"
            maxlength={MAX_KEY_LENGTH}
            ltr
            required
            {...faultAt(index, field.name)}
          />
        ))}
        <Button>{t.continue}</Button>
      </form>
    </Page>
  );
}
