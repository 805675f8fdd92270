import type { Child } from "hono/jsx";
import { configOf } from "../../config/config";
import { answerPage, type PageStatus } from "../../http/page";
import { HOUR } from "../../kernel/clock";
import type { Problem } from "../../kernel/problem";
import { Badge, ButtonLink, Notice } from "../../pages/components";
import { Page } from "../../pages/layout";
import { When } from "../../portal/pages/frame";
import type { Ctx } from "../../portal/sessions";

const NAV = [
  { href: "/ops", label: "Overview" },
  { href: "/ops/desk/rights", label: "Rights" },
  { href: "/ops/desk/incidents", label: "Incidents" },
  { href: "/ops/desk/policies", label: "Policies" },
  { href: "/ops/desk/retention", label: "Retention" },
  { href: "/ops/desk/holds", label: "Holds" },
  { href: "/ops/desk/keys", label: "Keys" },
  { href: "/ops/desk/audit", label: "Audit log" },
  { href: "/ops/evidence", label: "Evidence" },
] as const;
export type DeskSection = (typeof NAV)[number]["href"];

/** The frame of every operators' page; `at` is its section, left out for nobody who is known. */
export function DeskPage({ title, at, children }: { title: string; at?: DeskSection; children?: Child }) {
  return (
    <Page
      title={title}
      lang="en"
      width={at ? "wide" : "narrow"}
      frame={{
        kind: "site",
        label: "Operations",
        nav: at ? NAV.map((item) => ({ ...item, current: item.href === at })) : [],
      }}
      head={<meta name="robots" content="noindex" />}
    >
      <h1>{title}</h1>
      {children}
    </Page>
  );
}

/** How many, in words that fit one and many. */
export function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** A deadline: when it is, and how long that is from now. */
export function Due({ at, now, met = false }: { at: number; now: number; met?: boolean }) {
  const hours = Math.floor(Math.abs(at - now) / HOUR);
  const span = hours < 72 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
  return (
    <>
      <When at={at} />{" "}
      {!met && (
        <Badge tone={at < now ? "danger" : at - now < 48 * HOUR ? "caution" : "neutral"}>
          {at < now ? `late by ${span}` : `${span} left`}
        </Badge>
      )}
    </>
  );
}

/** What went wrong, and the way back; where nobody is known, how to sign in. */
export function deskFaultPage(c: Ctx, problem: Problem): Promise<Response> {
  c.set("problemCode", problem.code);
  const isLocal = configOf(c.env).environment === "local";
  const back = problem.status === 401 ? (isLocal ? "/ops/sign-in" : null) : "/ops";
  return answerPage(
    c,
    problem.status as PageStatus,
    <DeskPage title={problem.status === 404 ? "Not found" : "This was not done"}>
      <Notice tone="danger" alert>
        <p>{problem.detail}</p>
      </Notice>
      {back && (
        <p class="actions">
          <ButtonLink href={back}>{problem.status === 401 ? "Sign in" : "To the overview"}</ButtonLink>
        </p>
      )}
      <p class="hint">
        Reference: <code>{c.get("requestId")}</code>
      </p>
    </DeskPage>,
  );
}
