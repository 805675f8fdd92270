import { Button, Csrf, SelectField, TextField } from "../../pages/components";
import { dirOf, type Lang } from "../../pages/languages";
import { Page } from "../../pages/layout";
import { nameIn } from "../../pages/untrusted";
import type { ShopQuestion } from "../../platforms/adapter";
import { type ShopFault, texts } from "../texts";
import type { FlowForm, FlowView } from "./view";

/** The question itself, wherever it is asked. */
export interface ShopFormView extends FlowForm {
  lang: Lang;
  platformName: string;
  /** `adapter.connect.shop`'s words, which are English. */
  shop: Pick<ShopQuestion, "label" | "placeholder" | "hint" | "choices">;
  /** What was typed before, kept as it was. */
  value: string;
  fault: ShopFault | null;
}

export interface ShopEntryView extends FlowView, ShopFormView {}

// Longer than any host name (RFC 1035 §2.3.4: 255) with a scheme and a path pasted along.
const MAX_SHOP_LENGTH = 512;

/** Asks for the shop where each shop has a host of its own. */
export function ShopEntry(view: ShopEntryView) {
  const t = texts(view.lang);
  const dir = dirOf(view.lang);
  const app = t.app(view.appName && nameIn(dir, view.appName));
  const platform = t.platform(nameIn(dir, view.platformName));
  const title = t.shop.title(platform);
  return (
    <Page
      // The fault comes first in the title, so that it is the first thing read out after the answer.
      title={view.fault ? `${t.error}: ${title}` : title}
      lang={view.lang}
      languages={view.languages ?? []}
    >
      <h1>{title}</h1>
      <p class="lead">{t.shop.lead({ app, platform })}</p>
      <ShopForm {...view} />
    </Page>
  );
}

/** Posts `shop` to `action`. */
export function ShopForm(view: ShopFormView) {
  const t = texts(view.lang);
  const dir = dirOf(view.lang);
  const platform = t.platform(nameIn(dir, view.platformName));
  const example = nameIn(dir, view.shop.placeholder);
  // The adapter knows its platform best, but speaks English alone.
  const words =
    view.lang === "en"
      ? { label: view.shop.label, hint: view.shop.hint }
      : { label: t.shop.label(platform), hint: t.shop.hint({ platform, example }) };
  return (
    <form method="post" action={view.action} class="stack" novalidate>
      <Csrf token={view.csrf} />
      {view.shop.choices ? (
        <SelectField
          name="shop"
          label={words.label}
          hint={words.hint}
          value={view.value}
          options={view.shop.choices}
        />
      ) : (
        <TextField
          name="shop"
          label={words.label}
          hint={words.hint}
          placeholder={view.shop.placeholder}
          value={view.value}
          inputmode="url"
          autocomplete="off"
          maxlength={MAX_SHOP_LENGTH}
          ltr
          required
          {...(view.fault ? { error: t.shop.faults[view.fault](example) } : {})}
        />
      )}
      <Button>{t.continue}</Button>
    </form>
  );
}
