import { type Context, Hono } from "hono";
import type { HtmlEscapedString } from "hono/utils/html";
import { configOf } from "../config/config";
import { pageCsp } from "../pages/csp";
import { type AuthorizationRequest, answerUrl, checkRequest } from "./authorization-request";
import { AUTHORIZE_PATH, ChooseShop, Consent, Refusal } from "./authorize-page";
import { SANDBOX_CLIENT_ID } from "./client";
import { csrfToken, isOwnForm } from "./csrf";
import { readFields } from "./form";
import { ALL_SCOPES, REQUIRED_SCOPE } from "./scopes";
import { findShop, SHOPS } from "./shops";
import { mint } from "./tokens";

type SandboxContext = Context<{ Bindings: Env }>;

/**
 * The form ends, by way of our callback, at an address of the developer's own; browsers hold the redirects after a
 * form to `form-action` as well, and that address is not known here.
 */
const FORM_TARGETS = ["https:", "http://localhost:*", "http://127.0.0.1:*"];

/** The authorisation endpoint (RFC 6749 §3.1). */
export const authorizeRoutes = new Hono<{ Bindings: Env }>()
  .get(AUTHORIZE_PATH, async (c) => {
    const params = new URL(c.req.url).searchParams;
    const checked = checkRequest(configOf(c.env), params);
    if (checked.kind !== "good") return refuse(c, checked);
    const shop = findShop(params.get("shop") ?? "");
    if (!shop) return page(c, 200, <ChooseShop shops={SHOPS} params={params} />);
    const csrf = await csrfToken(c);
    return page(c, 200, <Consent shop={shop} scopes={checked.request.scopes} params={params} csrf={csrf} />);
  })
  .post(async (c) => {
    const config = configOf(c.env);
    const form = await readFields(c.req.raw);
    if (!(await isOwnForm(c, form.get("csrf") ?? ""))) {
      return page(c, 403, <Refusal fault="The form is too old, or did not come from this page." />);
    }
    const checked = checkRequest(config, form);
    if (checked.kind !== "good") return refuse(c, checked);
    const shop = findShop(form.get("shop") ?? "");
    if (!shop) return page(c, 400, <Refusal fault="There is no such shop." />);
    const decision = form.get("decision");
    if (decision === "decline") {
      const answer = { error: "access_denied", error_description: "the owner declined" };
      return c.redirect(answerUrl(config, checked.request, answer), 303);
    }
    if (decision !== "allow") return page(c, 400, <Refusal fault="Neither allowed nor declined." />);
    const code = await grantCode(c.env, shop.key, checked.request, form.getAll("allowed"));
    return c.redirect(answerUrl(config, checked.request, { code }), 303);
  });

async function grantCode(
  env: Env,
  shop: string,
  request: AuthorizationRequest,
  allowed: readonly string[],
): Promise<string> {
  const granted = ALL_SCOPES.filter(
    (scope) => request.scopes.includes(scope) && (scope === REQUIRED_SCOPE || allowed.includes(scope)),
  );
  const { token, hash } = await mint("code", shop);
  await env.SANDBOX.getByName(shop).issueCode({
    codeHash: hash,
    clientId: SANDBOX_CLIENT_ID,
    redirectUri: request.redirectUri,
    challenge: request.challenge,
    scope: granted.join(" "),
  });
  return token;
}

function refuse(c: SandboxContext, checked: Exclude<ReturnType<typeof checkRequest>, { kind: "good" }>) {
  if (checked.kind === "local") return page(c, 400, <Refusal fault={checked.fault} />);
  const answer = { error: checked.error, error_description: checked.detail };
  return c.redirect(answerUrl(configOf(c.env), checked, answer), 303);
}

function page(
  c: SandboxContext,
  status: 200 | 400 | 403,
  content: HtmlEscapedString | Promise<HtmlEscapedString>,
) {
  c.header("content-security-policy", pageCsp(FORM_TARGETS));
  c.header("cache-control", "no-store");
  // With "no-referrer" a browser would send our own form with `Origin: null` (Fetch §3.2), which is refused.
  c.header("referrer-policy", "same-origin");
  c.header("x-content-type-options", "nosniff");
  c.header("x-frame-options", "DENY");
  return c.html(content, status);
}
