import { Hono } from "hono";
import { configOf } from "../config/config";
import { Onward } from "../connect/pages/onward";
import { offeredPlatforms } from "../connect/session-service";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { answerPage, type PageStatus } from "../http/page";
import { clock } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { type Mode, modeSchema } from "../kernel/regions";
import type { Adapter } from "../platforms/adapter";
import { requestsOf } from "../rights/lists";
import { consumeLink } from "../rights/store";
import { type Ctx, langOf, languageLinks, leave, message, toCentre } from "./answers";
import { beginProof, completeProof, isProofCallback, type ProofOutcome } from "./attempt";
import { isCsrfGood, knownVisitor, type Visitor, visitorOf } from "./browser";
import { connectionsOf } from "./centre-store";
import { proveMailed } from "./deeds";
import { type Form, readForm } from "./form";
import { forgetMailed, mailedAt, rememberMailed } from "./mailed";
import { MailedPage } from "./pages/mailed";
import { ShopPage } from "./pages/shop";
import { StartPage } from "./pages/start";
import { CENTRE_PATH, SIGN_OUT_PATH, START_PATH, type StartFault } from "./pages/view";
import { TOKEN_PATH } from "./same-site";
import { beginSession, type Proved, personAt, provedBy, signOut } from "./sessions";
import { readUserToken } from "./token";

const MAIL_PATH = "/privacy/mail/:token";
const SHOP_PATH = `${START_PATH}/:platform/:mode`;

/** The ways in and out: proof at the platform, proof by a developer's token, a mailed link, signing out. */
export const entryRoutes = new Hono<AppEnv>()
  .get("/connect/callback/:platform", async (c, next) => {
    const query = new URL(c.req.url).search;
    if (!isProofCallback(query)) return next();
    const outcome = await completeProof(c.env, c.executionCtx.exports, {
      platform: c.req.param("platform"),
      query,
      browserHash: (await knownVisitor(c))?.hash ?? null,
    });
    return outcome.kind === "proved" ? welcome(c, c.req.param("platform"), outcome) : refused(c, outcome);
  })
  .get(START_PATH, (c) => leave(c, CENTRE_PATH))
  .post(START_PATH, async (c) => {
    const form = await readForm(c);
    if (!(await isOwnForm(c, "start", form))) return startPage(c, "form_stale");
    const offer = await offered(c, form.one("platform"), form.one("mode"));
    if (!offer) return startPage(c, "no_platform");
    const { adapter, mode } = offer;
    if (adapter.connect.shop) return leave(c, `${START_PATH}/${adapter.key}/${mode}`);
    return toPlatform(c, { adapter, mode, shop: null });
  })
  .get(SHOP_PATH, async (c) => {
    const offer = await offered(c, c.req.param("platform"), c.req.param("mode"));
    return offer?.adapter.connect.shop
      ? shopPage(c, offer, { value: "", fault: null })
      : message(c, "not_found");
  })
  .post(SHOP_PATH, async (c) => {
    const offer = await offered(c, c.req.param("platform"), c.req.param("mode"));
    if (!offer?.adapter.connect.shop) return message(c, "not_found");
    const form = await readForm(c);
    if (!(await isOwnForm(c, "start", form))) return startPage(c, "form_stale");
    const typed = form.one("shop")?.trim() ?? "";
    const shop = offer.adapter.connect.shop.normalise(typed);
    if (shop === null)
      return shopPage(c, offer, { value: typed, fault: typed === "" ? "empty" : "malformed" });
    return toPlatform(c, { ...offer, shop });
  })
  .post(TOKEN_PATH, async (c) => {
    const token = (await readForm(c)).one("token") ?? "";
    const user = await readUserToken(database(c.env), configOf(c.env).publicOrigin, token, clock.now());
    if (!user) return message(c, "token_invalid");
    const { tokenHash, ...rest } = user;
    const proved = await provedBy(c.env, { kind: "app_user", ...rest });
    return (await beginSession(c, proved, tokenHash))
      ? toCentre(c, "signed_in")
      : message(c, "token_invalid");
  })
  // Mail scanners open every link: opening it shows a button, and only pressing that uses the link up.
  .get(MAIL_PATH, async (c) => {
    if (!isLinkToken(c.req.param("token"))) return message(c, "link_invalid");
    const visitor = await visitorOf(c);
    return answerPage(
      c,
      200,
      <MailedPage
        lang={await langOf(c)}
        languages={languageLinks(c.req.path)}
        csrf={await visitor.csrf("mail")}
        action={c.req.path}
      />,
    );
  })
  .post(MAIL_PATH, async (c) => {
    const token = c.req.param("token");
    if (!(await isOwnForm(c, "mail", await readForm(c)))) return message(c, "form_stale");
    const request = isLinkToken(token)
      ? await consumeLink(database(c.env), await sha256(token), clock.now())
      : null;
    if (!request) return message(c, "link_invalid");
    // Whoever was signed in here need not be who wrote: the proof has to be a new one.
    await signOut(c);
    await rememberMailed(c, request.id);
    return leave(c, CENTRE_PATH);
  })
  .get(SIGN_OUT_PATH, async (c) => ((await personAt(c)) ? leave(c, CENTRE_PATH) : message(c, "signed_out")))
  .post(SIGN_OUT_PATH, async (c) => {
    const isSignedIn = (await personAt(c)) !== null;
    if (isSignedIn && !(await isOwnForm(c, "centre", await readForm(c)))) return message(c, "form_stale");
    if (isSignedIn) {
      await signOut(c);
      forgetMailed(c);
    }
    return leave(c, SIGN_OUT_PATH);
  });

/** The way in, as the answer to whoever has proved nothing yet. */
export async function startPage(c: Ctx, fault?: StartFault): Promise<Response> {
  const visitor = await visitorOf(c);
  const isMailed = (await mailedAt(c)) !== null;
  return answerPage(
    c,
    statusOf(fault),
    <StartPage
      lang={await langOf(c)}
      languages={languageLinks(CENTRE_PATH)}
      csrf={await visitor.csrf("start")}
      platforms={(await offers(c)).map(({ adapter, mode }) => ({
        key: adapter.key,
        name: adapter.name,
        mode,
      }))}
      {...(fault && { fault })}
      {...(isMailed && { mailed: true })}
    />,
  );
}

/**
 * Whether a mailed request waited for this person's proof; then it has it. Called where a proof was just given and,
 * since a cookie of ours does not come along with another site's form, on the page after a developer's token.
 */
export async function claimMailed(c: Ctx, proved: Proved, requestId: string | null): Promise<boolean> {
  forgetMailed(c);
  return requestId !== null && (await proveMailed(c.env, laterOf(c), proved, requestId));
}

export function laterOf(c: Ctx): (work: Promise<unknown>) => void {
  return (work) => c.executionCtx.waitUntil(work);
}

/** Whether a form came from our own page at this browser. */
export async function isOwnForm(c: Ctx, place: Parameters<Visitor["csrf"]>[0], form: Form): Promise<boolean> {
  const visitor = await knownVisitor(c);
  return visitor !== null && isCsrfGood(visitor, place, form.one("csrf"));
}

/** After a proof at a platform: a session, if there is anything to see in it. */
async function welcome(
  c: Ctx,
  platform: string,
  { accountHash, mode, lang, mailed }: Extract<ProofOutcome, { kind: "proved" }>,
): Promise<Response> {
  const proved = await provedBy(c.env, { kind: "account", platform, accountHash, mode });
  const isClaimed = await claimMailed(c, proved, mailed);
  const db = database(c.env);
  const isEmpty =
    (await connectionsOf(db, proved.proof)).length === 0 &&
    (await requestsOf(db, proved.requester)).length === 0;
  if (isEmpty) return message(c, "nothing_held", lang);
  await beginSession(c, proved);
  return toCentre(c, isClaimed ? "request_received" : "signed_in");
}

function refused(c: Ctx, outcome: Exclude<ProofOutcome, { kind: "proved" }>): Promise<Response> {
  return message(c, outcome.kind, "lang" in outcome ? outcome.lang : undefined);
}

interface Offer {
  adapter: Adapter;
  mode: Mode;
}

/** Every platform and mode we have a client for. */
async function offers(c: Ctx): Promise<Offer[]> {
  const all: Offer[] = [];
  // Signing in again is the proof; where there is no sign-in, the mailed way remains.
  for (const mode of ["live", "test"] as const)
    for (const adapter of await offeredPlatforms(configOf(c.env), { mode, platforms: null }))
      if (adapter.connect.kind === "oauth_redirect") all.push({ adapter, mode });
  return all;
}

async function offered(c: Ctx, key: string | null, mode: string | null): Promise<Offer | null> {
  const wished = modeSchema.safeParse(mode).data;
  return (await offers(c)).find((one) => one.adapter.key === key && one.mode === wished) ?? null;
}

/** Leads on to the platform, by a page of our own (docs/decisions/0005). */
async function toPlatform(c: Ctx, to: Offer & { shop: string | null }): Promise<Response> {
  const lang = await langOf(c);
  const visitor = await visitorOf(c);
  const address = await beginProof(c.env, c.executionCtx.exports, {
    ...to,
    lang,
    browserHash: visitor.hash,
    mailed: await mailedAt(c),
  });
  if (!address) return message(c, "platform_unavailable");
  return answerPage(c, 200, <Onward lang={lang} place={to.adapter.name} href={address} />);
}

async function shopPage(
  c: Ctx,
  { adapter, mode }: Offer,
  typed: { value: string; fault: "empty" | "malformed" | null },
): Promise<Response> {
  const { shop } = adapter.connect;
  if (!shop) throw new Error(`${adapter.key} has no shop to ask for`);
  const visitor = await visitorOf(c);
  const path = `${START_PATH}/${adapter.key}/${mode}`;
  const lang = await langOf(c);
  return answerPage(
    c,
    typed.fault ? 422 : 200,
    <ShopPage
      lang={lang}
      languages={languageLinks(path)}
      csrf={await visitor.csrf("start")}
      platformName={adapter.name}
      action={path}
      shop={shop}
      {...typed}
    />,
  );
}

function statusOf(fault: StartFault | undefined): PageStatus {
  switch (fault) {
    case undefined:
      return 200;
    case "form_stale":
      return 403;
    case "no_platform":
      return 422;
    case "too_many":
      return 429;
  }
}

function isLinkToken(text: string): boolean {
  return /^[0-9A-Za-z_-]{20,100}$/.test(text);
}
