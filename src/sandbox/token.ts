import { type Context, Hono } from "hono";
import { configOf } from "../config/config";
import { fromBase64, fromUtf8 } from "../kernel/bytes";
import { SECOND } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { issuerOf } from "./authorization-request";
import { AUTHORIZE_PATH } from "./authorize-page";
import { isSandboxClient } from "./client";
import { readFields } from "./form";
import { ACCESS_LIFE, REFRESH_LIFE } from "./grants";
import type { TokenOutcome } from "./messages";
import { ALL_SCOPES } from "./scopes";
import { type Minted, mint, shopOfToken } from "./tokens";

const TOKEN_PATH = "/sandbox/oauth/token";
const REVOKE_PATH = "/sandbox/oauth/revoke";

type SandboxContext = Context<{ Bindings: Env }>;

class OAuthError extends Error {
  constructor(
    readonly status: 400 | 401 | 503,
    readonly error: string,
    readonly detail: string,
  ) {
    super(error);
  }
}

/** The token endpoint (RFC 6749 §3.2), revocation (RFC 7009) and the server's metadata (RFC 8414). */
export const tokenRoutes = new Hono<{ Bindings: Env }>()
  .post(TOKEN_PATH, (c) =>
    answered(c, async () => {
      const form = await readForm(c);
      const clientId = await authenticate(c, form);
      const grantType = required(form, "grant_type");
      if (grantType === "authorization_code") return c.json(await redeem(c.env, clientId, form));
      if (grantType === "refresh_token") return c.json(await refresh(c.env, clientId, form));
      throw new OAuthError(400, "unsupported_grant_type", "use authorization_code or refresh_token");
    }),
  )
  .post(REVOKE_PATH, (c) =>
    answered(c, async () => {
      const form = await readForm(c);
      await authenticate(c, form);
      const token = required(form, "token");
      // The hint may be wrong and is not needed: the token says its kind (RFC 7009 §2.1).
      const shop = shopOfToken("refresh", token) ?? shopOfToken("access", token);
      const outcome = shop
        ? await c.env.SANDBOX.getByName(shop).revokeByToken(await sha256(token))
        : "revoked";
      if (outcome === "down") throw unavailable();
      return c.body(null, 200);
    }),
  )
  .get("/.well-known/oauth-authorization-server/sandbox", (c) => {
    const config = configOf(c.env);
    const origin = config.publicOrigin;
    return c.json({
      issuer: issuerOf(config),
      authorization_endpoint: origin + AUTHORIZE_PATH,
      token_endpoint: origin + TOKEN_PATH,
      revocation_endpoint: origin + REVOKE_PATH,
      response_types_supported: ["code"],
      response_modes_supported: ["query"],
      grant_types_supported: ["authorization_code", "refresh_token"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      revocation_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: true,
      scopes_supported: ALL_SCOPES,
    });
  });

async function redeem(env: Env, clientId: string, form: URLSearchParams) {
  const code = required(form, "code");
  const redirectUri = required(form, "redirect_uri");
  const verifier = required(form, "code_verifier");
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) {
    throw new OAuthError(400, "invalid_request", "code_verifier is malformed");
  }
  const shop = shopOfToken("code", code);
  if (!shop) throw new OAuthError(400, "invalid_grant", "the code is unknown");
  const pair = await mintPair(shop);
  const outcome = await env.SANDBOX.getByName(shop).redeem({
    codeHash: await sha256(code),
    clientId,
    redirectUri,
    challenge: await sha256(verifier), // RFC 7636 §4.2: S256 is the base64url of the SHA-256
    accessHash: pair.access.hash,
    refreshHash: pair.refresh.hash,
  });
  return tokenAnswer(shop, pair, outcome);
}

async function refresh(env: Env, clientId: string, form: URLSearchParams) {
  const presented = required(form, "refresh_token");
  const shop = shopOfToken("refresh", presented);
  if (!shop) throw new OAuthError(400, "invalid_grant", "the refresh token is unknown");
  const pair = await mintPair(shop);
  const outcome = await env.SANDBOX.getByName(shop).refresh({
    clientId,
    presentedHash: await sha256(presented),
    accessHash: pair.access.hash,
    refreshHash: pair.refresh.hash,
    scope: form.get("scope") || null,
  });
  return tokenAnswer(shop, pair, outcome);
}

interface Pair {
  access: Minted;
  refresh: Minted;
}

async function mintPair(shop: string): Promise<Pair> {
  return { access: await mint("access", shop), refresh: await mint("refresh", shop) };
}

function tokenAnswer(shop: string, pair: Pair, outcome: TokenOutcome) {
  if (outcome.kind === "down") throw unavailable();
  if (outcome.kind === "refused") throw new OAuthError(400, outcome.error, outcome.detail);
  return {
    access_token: pair.access.token,
    token_type: "Bearer",
    expires_in: ACCESS_LIFE / SECOND,
    refresh_token: pair.refresh.token,
    refresh_token_expires_in: REFRESH_LIFE / SECOND,
    scope: outcome.scope,
    shop,
    grant_id: outcome.grantId,
  };
}

async function readForm(c: SandboxContext): Promise<URLSearchParams> {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    throw new OAuthError(400, "invalid_request", "the body must be application/x-www-form-urlencoded");
  }
  const form = await readFields(c.req.raw);
  const names = [...form.keys()];
  // RFC 6749 §3.2: no parameter more than once.
  if (new Set(names).size !== names.length) {
    throw new OAuthError(400, "invalid_request", "a parameter stands more than once");
  }
  return form;
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (!value) throw new OAuthError(400, "invalid_request", `${name} is missing`);
  return value;
}

/** By HTTP Basic or in the form, never both (RFC 6749 §2.3). */
async function authenticate(c: SandboxContext, form: URLSearchParams): Promise<string> {
  const header = c.req.header("authorization");
  const basic = header === undefined ? null : readBasic(header);
  if (header !== undefined && form.has("client_secret")) {
    throw new OAuthError(400, "invalid_request", "the client authenticates in two ways");
  }
  const id = header === undefined ? form.get("client_id") : basic?.id;
  const secret = header === undefined ? form.get("client_secret") : basic?.secret;
  if (!id || !secret || !(await isSandboxClient(configOf(c.env).sealKeys, id, secret))) {
    throw new OAuthError(401, "invalid_client", "the client is unknown or its secret is wrong");
  }
  return id;
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. */
function readBasic(header: string): { id: string; secret: string } | null {
  const bytes = fromBase64(/^basic +(\S+)$/i.exec(header)?.[1] ?? "?");
  if (!bytes) return null;
  try {
    const [id, secret] = fromUtf8(bytes).split(":");
    if (id === undefined || secret === undefined) return null;
    const decode = (text: string) => decodeURIComponent(text.replaceAll("+", " "));
    return { id: decode(id), secret: decode(secret) };
  } catch {
    return null; // not UTF-8, or broken percent signs
  }
}

function unavailable(): OAuthError {
  return new OAuthError(503, "temporarily_unavailable", "the platform is down");
}

async function answered(c: SandboxContext, step: () => Promise<Response>): Promise<Response> {
  c.header("cache-control", "no-store"); // RFC 6749 §5.1
  c.header("pragma", "no-cache");
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    if (error.status === 401) c.header("www-authenticate", 'Basic realm="sandbox"');
    return c.json({ error: error.error, error_description: error.detail }, error.status);
  }
}
