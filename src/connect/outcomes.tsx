import type { Context } from "hono";
import { findApp } from "../apps/store";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { answerPage, type PageStatus } from "../http/page";
import { spoken } from "../pages/translations";
import { platformName } from "../platforms/registry";
import { handOverOf, tie } from "./embedding";
import { Outcome, type OutcomeDetail } from "./pages/outcome";
import type { SessionRow } from "./store";
import { negotiateLanguage, type OutcomeCode } from "./texts";

const STATUS: Record<OutcomeCode, PageStatus> = {
  access_denied: 200,
  session_expired: 410,
  link_invalid: 404,
  link_used: 410,
  state_mismatch: 400,
  provider_error: 502,
  platform_unavailable: 503,
  account_mismatch: 409,
  missing_scopes: 409,
  internal: 500,
};

/** What the developer's page is told where the flow ends with our page (RFC 6749 §4.1.2.1's codes). */
const ERROR: Partial<Record<OutcomeCode, string>> = {
  session_expired: "session_expired",
  provider_error: "server_error",
  platform_unavailable: "temporarily_unavailable",
  account_mismatch: "account_mismatch",
};

/** The developer's registered address, with what it is told. The address is the session's own, checked when it was opened. */
export function returnAddress(session: SessionRow, told: { code: string } | { error: string }): string {
  const url = new URL(session.redirectUri);
  for (const [name, value] of Object.entries(told)) url.searchParams.set(name, value);
  if (session.state !== null) url.searchParams.set("state", session.state);
  // By this connect.js on the developer's page knows which flow came back.
  if (session.embedOrigin !== null) url.searchParams.set("session_id", session.id);
  return url.href;
}

/** The end of a flow without a connection: a page with a stable code, never a redirect to somewhere unchecked. */
export async function refuse(
  c: Context<AppEnv>,
  outcome: OutcomeDetail,
  session: SessionRow | null,
): Promise<Response> {
  const app = session && (await findApp(database(c.env), session.appId));
  const error = ERROR[outcome.code];
  const wish = negotiateLanguage({
    sessionLanguage: session?.language ?? null,
    acceptLanguage: c.req.header("accept-language") ?? null,
  });
  tie(c, session);
  return answerPage(
    c,
    STATUS[outcome.code],
    <Outcome
      lang={await spoken(c.env, wish)}
      appName={app?.name ?? null}
      platformName={session?.platform ? platformName(session.platform) : null}
      outcome={outcome}
      backTo={session && error ? returnAddress(session, { error }) : null}
      over={session && error ? handOverOf(c, session, "click") : null}
      requestId={c.get("requestId")}
    />,
  );
}
