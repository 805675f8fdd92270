import type { Child } from "hono/jsx";
import { answerPage, type PageStatus } from "../../http/page";
import { DAY, HOUR, MINUTE } from "../../kernel/clock";
import type { Problem } from "../../kernel/problem";
import type { Mode } from "../../kernel/regions";
import { ButtonLink, Csrf, Notice } from "../../pages/components";
import { Page } from "../../pages/layout";
import { isAtLeast, type Role } from "../roles";
import type { Ctx, SignedIn } from "../sessions";
import { Banner } from "../waiting";

/** The portal speaks English, as its documentation does. */
const LANG = "en";

const NAV = [
  { href: "/portal", label: "Apps" },
  { href: "/portal/notices", label: "Notices" },
  { href: "/portal/team", label: "Team" },
  { href: "/portal/account", label: "Account" },
  { href: "/docs", label: "API reference" },
] as const;

/** The frame of every page; `at` is the section of somebody signed in, left out before that. */
export function PortalPage({
  title,
  at,
  head,
  children,
}: {
  title: string;
  at?: string;
  /** What this page alone loads. */
  head?: Child;
  children?: Child;
}) {
  return (
    <Page
      title={title}
      lang={LANG}
      width={at ? "wide" : "narrow"}
      frame={{
        kind: "site",
        label: "Developer portal",
        nav: at ? NAV.map((item) => ({ ...item, current: item.href === at })) : [],
      }}
      head={
        <>
          <meta name="robots" content="noindex" />
          <script src="/assets/portal.js" defer />
          {head}
        </>
      }
    >
      {at && <Banner />}
      <h1>{title}</h1>
      {children}
    </Page>
  );
}

/** The sections of an app, each a page below the app's own. */
export const APP_SECTIONS = [
  { path: "", label: "Overview" },
  { path: "/connections", label: "Connections" },
  { path: "/usage", label: "Usage" },
  { path: "/logs", label: "Logs" },
  { path: "/explorer", label: "Explorer", for: "developer" },
  { path: "/webhooks", label: "Webhooks" },
  { path: "/rights", label: "Rights requests" },
  { path: "/readiness", label: "Readiness" },
  { path: "/incidents", label: "Incidents" },
] as const satisfies readonly { path: string; label: string; for?: Role }[];
export type AppSection = (typeof APP_SECTIONS)[number]["path"];

/** The frame of an app's pages: `at` is the section, `title` the page's own heading. */
export function AppFrame({
  who,
  app,
  at,
  title,
  head,
  children,
}: {
  who: SignedIn;
  app: { id: string; name: string };
  at: AppSection;
  title: string;
  head?: Child;
  children?: Child;
}) {
  return (
    <PortalPage title={title} at="/portal" head={head}>
      <nav aria-label={`Sections of ${app.name}`} class="sections">
        <ul class="nav">
          {APP_SECTIONS.filter(
            (section) => !("for" in section) || isAtLeast(who.member.role, section.for),
          ).map(({ path, label }) => (
            <li>
              <a
                href={`/portal/apps/${app.id}${path}`}
                {...(path === at ? { "aria-current": "page" as const } : {})}
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </PortalPage>
  );
}

/** A form of one button, or with fields before it. */
export function Deed({ action, csrf, children }: { action: string; csrf: string; children?: Child }) {
  return (
    <form method="post" action={action} class="stack">
      <Csrf token={csrf} />
      {children}
    </form>
  );
}

/** A moment for people and machines. */
export function When({ at }: { at: number }) {
  const iso = new Date(at).toISOString();
  return <time datetime={iso}>{`${iso.slice(0, 16).replace("T", " ")} UTC`}</time>;
}

/** A length of time in words, rounded down. */
export function lengthWords(ms: number): string {
  const [n, unit] =
    ms >= 2 * DAY
      ? [Math.floor(ms / DAY), "day"]
      : ms >= HOUR
        ? [Math.floor(ms / HOUR), "hour"]
        : [Math.floor(ms / MINUTE), "minute"];
  return `${n} ${unit}${n === 1 ? "" : "s"}`;
}

/** How long is left until a moment, or by how much it is late. */
export function clockWords(dueAt: number, now: number): string {
  return now <= dueAt ? `${lengthWords(dueAt - now)} left` : `late by ${lengthWords(now - dueAt)}`;
}

/** Which mode a list is of, and the way to the other. */
export function ModeLine({ here, mode, what }: { here: string; mode: Mode; what: string }) {
  const other = mode === "test" ? "live" : "test";
  return (
    <p>
      {`These are ${mode} ${what}. `}
      <a href={`${here}?mode=${other}`}>{`See ${other} ones`}</a>.
    </p>
  );
}

/** The way to a list's next page; nothing where there is none. */
export function Older({ href }: { href: string | null }) {
  return href === null ? null : (
    <p class="actions">
      <ButtonLink look="secondary" href={href}>
        Older ones
      </ButtonLink>
    </p>
  );
}

/** What went wrong, and the way back. */
export function faultPage(c: Ctx, problem: Problem): Promise<Response> {
  c.set("problemCode", problem.code);
  const title = problem.status === 404 ? "Not found" : "This was not done";
  return answerPage(
    c,
    problem.status as PageStatus,
    <PortalPage title={title}>
      <Notice tone="danger" alert>
        <p>{problem.detail}</p>
      </Notice>
      <p class="actions">
        <ButtonLink href="/portal">To the portal</ButtonLink>
      </p>
      <p class="hint">
        Reference: <code>{c.get("requestId")}</code>
      </p>
    </PortalPage>,
  );
}
