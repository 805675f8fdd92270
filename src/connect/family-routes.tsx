import { Hono } from "hono";
import { findApp } from "../apps/store";
import { configOf } from "../config/config";
import { callbackUrl, platformSide } from "../connections/platform-side";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { answerPage } from "../http/page";
import { clock } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { modeSchema } from "../kernel/regions";
import type { Adapter, PastedKey } from "../platforms/adapter";
import { platformName as nameOf } from "../platforms/registry";
import { findInstall, type InstallRow } from "./arrival-store";
import { beginAuthorization, newAttempt } from "./authorize";
import { browserOf, isCsrfGood, knownBrowser } from "./browser";
import type { GivenConsent } from "./consent";
import { tie } from "./embedding";
import {
  answerOutcome,
  type Ctx,
  type Flow,
  fieldsOf,
  flowOf,
  languageFor,
  leave,
  offered,
  onward,
} from "./flow";
import { claimFor, claimInBrowser, installedAccount, receiveInstall, waitingSession } from "./install";
import { refuse } from "./outcomes";
import { Claim, Ownerless } from "./pages/claim";
import { KeyEntry, type KeyEntryView } from "./pages/key-entry";
import { ManualSteps, Waiting } from "./pages/manual-steps";
import { completeKey } from "./pasted";
import { beginPush, completePush, identityReturn, receivePush } from "./pushed";
import { pushedFields } from "./pushed-fields";

interface Agreed {
  adapter: Adapter;
  shop: string | null;
  browserHash: string;
  consent: GivenConsent;
}

/** After the person has agreed: the next step, by the adapter's family. */
export async function goOn(c: Ctx, flow: Flow, agreed: Agreed): Promise<Response> {
  const { adapter, shop } = agreed;
  const { session, lang, app } = flow;
  const loopback = c.executionCtx.exports;
  const { connect } = adapter;
  switch (connect.kind) {
    case "oauth_redirect": {
      const address = await beginAuthorization(c.env, loopback, { session, ...agreed });
      return address ? onward(c, lang, adapter.name, address) : unavailable(c, flow);
    }
    case "pushed_credentials": {
      if (shop === null) return refuse(c, { code: "link_invalid" }, null);
      const begun = await beginPush(c.env, loopback, { session, ...agreed, shop, appName: app.name });
      if (!begun) return unavailable(c, flow);
      if (begun.kind === "redirect") return onward(c, lang, adapter.name, begun.url);
      const { steps, values, returnUrl: doneHref } = begun;
      const view = { lang, appName: app.name, platformName: adapter.name, steps, values, doneHref };
      return answerPage(c, 200, <ManualSteps {...view} />);
    }
    case "install_claim": {
      if (session.claims !== null) {
        const claim = { claimHash: session.claims, platform: adapter.key };
        return answerOutcome(c, await claimFor(c.env, session, agreed.consent, claim));
      }
      const side = await platformSide(configOf(c.env), loopback, adapter.key, { mode: session.mode, shop });
      if (!side) return unavailable(c, flow);
      await newAttempt(c.env, { session, ...agreed });
      const address = connect.installUrl({ client: side.client, target: side.target });
      if (address !== null) return onward(c, lang, adapter.name, side.reach.locate(address));
      return answerPage(c, 200, <Waiting lang={lang} platformName={adapter.name} href={c.req.url} />);
    }
    case "pasted_key": {
      const state = await newAttempt(c.env, { session, ...agreed });
      return keyPage(c, flow, adapter, connect, { state, values: {}, fault: null });
    }
  }
}

function unavailable(c: Ctx, { session }: Flow): Promise<Response> {
  return refuse(c, { code: "platform_unavailable" }, session);
}

export async function pushReturn(
  c: Ctx,
  input: { platform: string; query: string; browserHash: string | null },
): Promise<Response> {
  const outcome = await completePush(c.env, input);
  if (outcome.kind !== "waiting") return answerOutcome(c, outcome);
  tie(c, outcome.session);
  const platformName = nameOf(input.platform);
  const state = new URLSearchParams(input.query).get("state") ?? "";
  const href = `${callbackUrl(configOf(c.env), input.platform)}?state=${encodeURIComponent(state)}`;
  const lang = await languageFor(c, outcome.session);
  return answerPage(c, 200, <Waiting lang={lang} platformName={platformName} href={href} />);
}

/** The steps that only the families beside the OAuth redirect have. */
export const familyPages = new Hono<AppEnv>()
  // A shop's server, not a browser: it gets plain answers, and nothing that tells how far it came.
  .post("/connect/push/:platform/:token", async (c) => {
    const fields = await pushedFields(c.req.raw);
    if (!fields) return c.json({ received: false }, 400);
    const { platform, token } = c.req.param();
    const result = await receivePush(c.env, { platform, token, fields });
    if (result === "unknown") return c.json({ received: false }, 404);
    return c.json({ received: result === "taken" }, result === "taken" ? 200 : 422);
  })
  .get("/connect/identity/:platform/:push", async (c) => {
    const { platform, push } = c.req.param();
    const back = await identityReturn(c.env, {
      platform,
      tokenHash: push,
      back: c.req.query("success_call_back") ?? null,
    });
    return back ? leave(c, back) : refuse(c, { code: "link_invalid" }, null);
  })
  .get("/connect/install/:platform/:mode", async (c) => {
    const mode = modeSchema.safeParse(c.req.param("mode"));
    if (!mode.success) return refuse(c, { code: "link_invalid" }, null);
    const arrived = await receiveInstall(c.env, c.executionCtx.exports, {
      platform: c.req.param("platform"),
      mode: mode.data,
      query: new URL(c.req.url).search,
    });
    switch (arrived.kind) {
      case "pending":
        return leave(c, `/connect/claim/${arrived.claim}`);
      case "forged":
        return refuse(c, { code: "state_mismatch" }, null);
      case "platform_unavailable":
        return refuse(c, { code: "platform_unavailable" }, null);
      case "provider_error":
        return refuse(c, { code: "provider_error", description: arrived.detail }, null);
    }
  })
  .get("/connect/claim/:claim", async (c) => {
    const claim = c.req.param("claim");
    const install = await installOf(c, claim);
    if (!install) return refuse(c, { code: "link_used" }, null);
    const platformName = nameOf(install.platform);
    const browser = await knownBrowser(c);
    const session = browser && (await waitingSession(c.env, install, browser.hash));
    const lang = await languageFor(c, session);
    tie(c, session);
    if (!browser || !session)
      return answerPage(c, 200, <Ownerless lang={lang} platformName={platformName} claim={claim} />);
    const view = {
      lang,
      appName: (await findApp(database(c.env), session.appId))?.name ?? null,
      platformName,
      account: await installedAccount(configOf(c.env), install),
      action: `/connect/claim/${claim}`,
      csrf: await browser.csrf(session.id),
    };
    return answerPage(c, 200, <Claim {...view} />);
  })
  .post("/connect/claim/:claim", async (c) => {
    const install = await installOf(c, c.req.param("claim"));
    const browser = await knownBrowser(c);
    const session = install && browser && (await waitingSession(c.env, install, browser.hash));
    if (!install || !browser || !session) return refuse(c, { code: "link_used" }, null);
    if (!(await isCsrfGood(browser, session.id, (await fieldsOf(c))["csrf"])))
      return refuse(c, { code: "state_mismatch" }, null);
    return answerOutcome(c, await claimInBrowser(c.env, install, browser.hash));
  })
  .post("/connect/:token/:platform/key", async (c) => {
    const flow = await flowOf(c, c.req.param("token"));
    if (flow instanceof Response) return flow;
    const adapter = await offered(c, flow, c.req.param("platform"));
    if (adapter?.connect.kind !== "pasted_key") return refuse(c, { code: "link_invalid" }, null);
    const form = await fieldsOf(c);
    const browser = await knownBrowser(c);
    if (!browser || !(await isCsrfGood(browser, flow.session.id, form["csrf"])))
      return refuse(c, { code: "state_mismatch" }, null);
    const facts = adapter.connect;
    const values = Object.fromEntries(facts.fields.map(({ name }) => [name, textOf(form[name])]));
    const state = textOf(form["state"]);
    const empty = facts.fields.find(({ name }) => values[name] === "");
    if (empty) {
      const fault = { kind: "empty" as const, field: empty.name };
      return keyPage(c, flow, adapter, facts, { state, values, fault });
    }
    const input = { platform: adapter.key, state, browserHash: browser.hash, fields: values };
    const outcome = await completeKey(c.env, input);
    if (outcome.kind !== "key_refused") return answerOutcome(c, outcome);
    const kind = outcome.field === null ? ("refused" as const) : ("malformed" as const);
    const fault = { kind, field: outcome.field };
    return keyPage(c, flow, adapter, facts, { state: outcome.state, values, fault });
  });

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

async function installOf(c: Ctx, claim: string): Promise<InstallRow | null> {
  if (!/^[0-9A-Za-z]{32}$/.test(claim)) return null;
  return findInstall(database(c.env), await sha256(claim), clock.now());
}

async function keyPage(
  c: Ctx,
  flow: Flow,
  adapter: Adapter,
  facts: PastedKey,
  told: Pick<KeyEntryView, "state" | "values" | "fault">,
): Promise<Response> {
  const browser = await browserOf(c);
  const view = {
    lang: flow.lang,
    appName: flow.app.name,
    platformName: adapter.name,
    facts,
    action: `${flow.path}/${adapter.key}/key?lang=${flow.lang}`,
    csrf: await browser.csrf(flow.session.id),
    ...told,
  };
  return answerPage(c, told.fault ? 422 : 200, <KeyEntry {...view} />);
}
