import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { NewTabLink } from "./components";
import { dirOf, LANGUAGES, type Lang } from "./languages";
import { layoutTexts } from "./layout-texts";

export const STYLESHEET = "/assets/metristack.css";

export interface NavItem {
  href: string;
  label: string;
  current: boolean;
}

export interface LanguageLink {
  lang: Lang;
  href: string;
}

/** What stands around a page's content. */
export type Frame =
  /** A step of a flow that must not be lost: no navigation, and the footer's links open beside it. */
  | { kind: "flow" }
  /** A page of a site, with its sections. */
  | { kind: "site"; label: string; nav: readonly NavItem[] };

export interface PageProps {
  title: string;
  lang: Lang;
  frame?: Frame;
  width?: "narrow" | "wide";
  /** The same page in other languages; the page's own is shown as the current one. */
  languages?: readonly LanguageLink[];
  /** Further elements of the head. */
  head?: Child;
  children?: Child;
}

/** A whole hosted page. It needs no script and carries no inline style, so that its content security policy can be strict. */
export function Page({ title, lang, frame = { kind: "flow" }, width = "narrow", ...rest }: PageProps) {
  const words = layoutTexts(lang);
  return (
    <>
      {raw("<!DOCTYPE html>")}
      <html lang={lang} dir={dirOf(lang)}>
        <head>
          <meta charset="utf-8" />
          <title>{`${title} · Metristack`}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          {frame.kind === "flow" && <meta name="robots" content="noindex" />}
          <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
          <link rel="stylesheet" href={STYLESHEET} />
          {rest.head}
        </head>
        <body class={`page page-${width}`}>
          <a class="skip" href="#content">
            {words.skip}
          </a>
          <header class="masthead">
            <Wordmark home={frame.kind === "site"} />
            {frame.kind === "site" && frame.nav.length > 0 && (
              <nav aria-label={frame.label}>
                <ul class="nav">
                  {frame.nav.map((item) => (
                    <li>
                      <a href={item.href} {...(item.current ? { "aria-current": "page" } : {})}>
                        {item.label}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
            )}
          </header>
          <main id="content" class="content" tabindex={-1}>
            {rest.children}
          </main>
          <Footer lang={lang} beside={frame.kind === "flow"} languages={rest.languages ?? []} />
        </body>
      </html>
    </>
  );
}

function Wordmark({ home }: { home: boolean }) {
  const mark = (
    <>
      <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
        <rect x="2" y="14" width="20" height="6" rx="2" />
        <rect x="2" y="6" width="13" height="6" rx="2" />
        <circle cx="19" cy="9" r="3" />
      </svg>
      <span>Metristack</span>
    </>
  );
  return home ? (
    <a class="wordmark" href="/">
      {mark}
    </a>
  ) : (
    <p class="wordmark">{mark}</p>
  );
}

function Footer({
  lang,
  beside,
  languages,
}: {
  lang: Lang;
  beside: boolean;
  languages: readonly LanguageLink[];
}) {
  const words = layoutTexts(lang);
  const links = [
    { href: "/privacy", label: words.privacy },
    { href: "/policies/end-user", label: words.policy },
  ];
  return (
    <footer class="foot">
      {languages.length > 0 && (
        <nav aria-label={words.language}>
          <ul class="links">
            {languages.map((link) => (
              <li>
                <a
                  href={link.href}
                  lang={link.lang}
                  hreflang={link.lang}
                  dir={dirOf(link.lang)}
                  {...(link.lang === lang ? { "aria-current": "true" } : {})}
                >
                  {LANGUAGES[link.lang]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <nav aria-label={words.footer}>
        <ul class="links">
          {links.map(({ href, label }) => (
            <li>
              {beside ? (
                <NewTabLink href={href} lang={lang}>
                  {label}
                </NewTabLink>
              ) : (
                <a href={href}>{label}</a>
              )}
            </li>
          ))}
        </ul>
      </nav>
    </footer>
  );
}
