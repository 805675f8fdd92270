import type { Lang } from "../../pages/languages";
import type { LanguageLink } from "../../pages/layout";
import { safeHref } from "../../pages/untrusted";

/** What every page of the connect flow is told. */
export interface FlowView {
  lang: Lang;
  /** Null where the session is not known, so neither is the app. */
  appName: string | null;
  languages?: readonly LanguageLink[];
}

/** A form of the flow: where it posts to, with the value that ties it to this browser. */
export interface FlowForm {
  action: string;
  csrf: string;
}

/** The way back into the developer's app; null where its address may not stand in a link. */
export function wayBack(address: string | null): string | null {
  return address === null ? null : safeHref(address);
}
