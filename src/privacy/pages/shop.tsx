import { ShopForm } from "../../connect/pages/shop-entry";
import { dirOf } from "../../pages/languages";
import { nameIn } from "../../pages/untrusted";
import { privacyTexts } from "../texts";
import { PrivacyPage } from "./parts";
import type { ShopView } from "./view";

/** Asks which shop, where each has a host of its own; the same form as on the way to a connection. */
export function ShopPage(view: ShopView) {
  const t = privacyTexts(view.lang).shop;
  const platform = nameIn(dirOf(view.lang), view.platformName);
  return (
    <PrivacyPage view={view} title={t.title(platform)} fault={view.fault !== null}>
      <h1>{t.title(platform)}</h1>
      <p class="lead">{t.lead(platform)}</p>
      <ShopForm {...view} />
    </PrivacyPage>
  );
}
