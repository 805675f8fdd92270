import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { vi } from "vitest";
import { createApp } from "../../src/app";
import { hex, utf8 } from "../../src/kernel/bytes";
import { clock, SECOND } from "../../src/kernel/clock";
import type { OpsRole } from "../../src/ops/roles";
import { ORIGIN } from "../support/harness";

const ISSUER = "https://team.cloudflareaccess.com";
const AUDIENCE = "32eafc7626e974616deaf0dc3ce63d7b";

const keys = await generateKeyPair("RS256", { extractable: true });
const strangers = await generateKeyPair("RS256", { extractable: true });
const jwk = { ...(await exportJWK(keys.publicKey)), kid: "access-1", alg: "RS256", use: "sig" };

export const app = createApp();

const sha256Hex = async (text: string) =>
  hex(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text))));

export const ROLE_RULES = [
  { claim: "groups", value: "privacy", role: "officer" },
  { claim: "groups", value: "platform", role: "engineer" },
  { email_sha256: await sha256Hex("head@metristack.test"), role: "admin" },
];

/** The Worker's bindings as in production behind Access, without a development token. */
export const behindAccess: Env = {
  ...env,
  ACCESS_TEAM_DOMAIN: new URL(ISSUER).host,
  ACCESS_AUDIENCE: AUDIENCE,
  OPS_ROLES: JSON.stringify(ROLE_RULES),
  OPS_DEV_TOKEN: "",
};

/** Access's keys, where it publishes them. */
export function serveAccessKeys(): void {
  const real = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) =>
    String(input instanceof Request ? input.url : input) === `${ISSUER}/cdn-cgi/access/certs`
      ? Response.json({ keys: [jwk] })
      : real(input, init),
  );
}

export interface Claims {
  sub?: string;
  email?: string;
  audience?: string;
  issuer?: string;
  forged?: boolean;
  expired?: boolean;
  [claim: string]: unknown;
}

/** What Access sends for somebody it let in. */
export async function assertion({ sub = "someone", audience, issuer, forged, expired, ...rest }: Claims) {
  const now = Math.floor(clock.now() / SECOND);
  return new SignJWT({ type: "app", ...rest })
    .setProtectedHeader({ alg: "RS256", kid: "access-1" })
    .setSubject(sub)
    .setIssuer(issuer ?? ISSUER)
    .setAudience(audience ?? AUDIENCE)
    .setIssuedAt(now - 60)
    .setExpirationTime(expired ? now - 1 : now + 600)
    .sign(forged ? strangers.privateKey : keys.privateKey);
}

const CLAIMS: Readonly<Record<OpsRole, Claims>> = {
  viewer: { sub: "vera", email: "vera@metristack.test" },
  officer: { sub: "olu", email: "olu@metristack.test", custom: { groups: ["staff", "privacy"] } },
  engineer: { sub: "enid", email: "enid@metristack.test", custom: { groups: "platform" } },
  admin: { sub: "hana", email: "Head@metristack.test" },
};

/** Somebody at a browser behind Access, or nobody. */
export class Operator {
  #csrf: string | null = null;
  constructor(private readonly claims: Claims | null) {}

  static as(role: OpsRole): Operator {
    return new Operator(CLAIMS[role]);
  }

  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.claims) headers.set("cf-access-jwt-assertion", await assertion(this.claims));
    const context = createExecutionContext();
    const answer = await app.fetch(
      new Request(ORIGIN + path, { redirect: "manual", ...init, headers }),
      behindAccess,
      context,
    );
    await waitOnExecutionContext(context);
    return answer;
  }

  json(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return this.send(path, {
      method,
      headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Posts a form as a page of ours has it. */
  async submit(path: string, fields: Record<string, string | string[]> = {}): Promise<Response> {
    return this.form(path, { csrf: await this.csrf(), ...fields });
  }

  form(
    path: string,
    fields: Record<string, string | string[]>,
    headers: Record<string, string | undefined> = {},
  ): Promise<Response> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(name, one);
    const all = { origin: ORIGIN, "content-type": "application/x-www-form-urlencoded", ...headers };
    const sent = Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined);
    return this.send(path, { method: "POST", headers: sent, body: body.toString() });
  }

  /** Of a form that every operator has. */
  async csrf(): Promise<string> {
    this.#csrf ??= /name="csrf" value="([^"]+)"/.exec(await (await this.send("/ops/desk/audit")).text())![1]!;
    return this.#csrf;
  }
}
