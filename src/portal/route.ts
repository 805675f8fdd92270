import { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "../http/context";
import { answerProblem, asProblem } from "../http/problems";
import { senderOf } from "../http/sender";
import { constantTimeEqual, utf8 } from "../kernel/bytes";
import { clock, MINUTE } from "../kernel/clock";
import { Problem } from "../kernel/problem";
import { type Form, readForm } from "../privacy/form";
import { faultPage } from "./pages/frame";
import { isAtLeast, type Role } from "./roles";
import { type Ctx, type SignedIn, signedInAt } from "./sessions";
import { WebAuthnFault } from "./webauthn/cbor";

/** What a route was sent: a form of our page, or JSON of our script. */
export interface Sent {
  form: Form;
  json: unknown;
}

type Answers = Response | Promise<Response>;

interface Spoken {
  method: "GET" | "POST";
  /** `json` is for the script: it takes JSON and answers it. */
  speaks: "pages" | "json";
}

export const SHOWN: Spoken = { method: "GET", speaks: "pages" };
export const DEED: Spoken = { method: "POST", speaks: "pages" };
export const CALL: Spoken = { method: "POST", speaks: "json" };

type Path = `/portal${string}`;
type Run = (c: Ctx, sent: Sent) => Answers;
type MemberRun = (c: Ctx, who: SignedIn, sent: Sent) => Answers;

/**
 * A route of the portal, with who may use it. What it declares is checked around it, in one place (`guarded`): that
 * what is posted comes from a page of ours, that somebody is signed in, lately enough, and in which role.
 */
export type PortalRoute = Spoken & { path: Path } & (
    | { access: "anyone"; run: Run }
    | {
        access: Role;
        /** Only within minutes of signing in: what would give somebody else a lasting way in. */
        fresh: boolean;
        run: MemberRun;
      }
  );

/** Routes that anybody may use. */
export function forAnyone(spoken: Spoken) {
  return (path: Path, run: Run): PortalRoute => ({ ...spoken, path, access: "anyone", run });
}

export const FRESH = { fresh: true };

/** Routes for members of this role, and of those above it. */
export function forMembers(spoken: Spoken, access: Role) {
  return (path: Path, run: MemberRun, { fresh } = { fresh: false }): PortalRoute => ({
    ...spoken,
    path,
    access,
    fresh,
    run,
  });
}

const FRESH_MS = 15 * MINUTE;
export const SIGN_IN_PATH = "/portal/sign-in";

export function mounted(routes: readonly PortalRoute[]): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  for (const route of routes)
    app.on(route.method, route.path, async (c) => {
      try {
        return await guarded(c, route);
      } catch (error) {
        const problem = problemOf(error);
        return route.speaks === "json" ? answerProblem(c, problem) : faultPage(c, problem);
      }
    });
  return app;
}

async function guarded(c: Ctx, route: PortalRoute): Promise<Response> {
  if (route.method === "POST") requireOwnPage(c, route.speaks);
  if (route.access === "anyone") return route.run(c, await sentTo(c, route));
  const who = await signedInAt(c);
  if (!who) {
    if (route.method === "GET") return c.redirect(SIGN_IN_PATH, 303);
    throw new Problem("unauthenticated", "You are not signed in, or no longer. Sign in, and do it again.");
  }
  const sent = await sentTo(c, route);
  // JSON needs no value of the page: no other origin can send it here without being asked first (Fetch §3.2).
  if (route.method === "POST" && route.speaks === "pages") {
    const given = sent.form.one("csrf") ?? "";
    if (!constantTimeEqual(utf8(given), utf8(who.csrf))) throw foreign();
  }
  if (!isAtLeast(who.member.role, route.access))
    throw new Problem("forbidden", `This is for the role ${route.access}; yours is ${who.member.role}.`);
  if (route.fresh && clock.now() - who.session.createdAt > FRESH_MS)
    throw new Problem("forbidden", "Sign in again first: this can be done for 15 minutes after signing in.");
  return route.run(c, who, sent);
}

/**
 * Turns away what other sites' pages send. Portal pages have `Referrer-Policy: same-origin`, so that a browser names
 * their origin with each POST (Fetch §3.1): one without it is refused.
 */
function requireOwnPage(c: Ctx, speaks: PortalRoute["speaks"]): void {
  if (senderOf(c) !== "own_page") throw foreign();
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (speaks === "json" && type !== "application/json")
    throw new Problem("invalid_request", "This needs the page's script.", { status: 400 });
}

function foreign(): Problem {
  return new Problem(
    "forbidden",
    "This was not sent by a page of the portal, or by one from an earlier visit.",
  );
}

const EMPTY: Form = { one: () => null, all: () => [] };

async function sentTo(c: Ctx, { method, speaks }: PortalRoute): Promise<Sent> {
  if (method === "GET") return { form: EMPTY, json: null };
  if (speaks === "pages") return { form: await readForm(c), json: null };
  try {
    return { form: EMPTY, json: await c.req.json() };
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new Problem("invalid_request", "The body is not JSON.", { status: 400 });
    throw error;
  }
}

/** What went wrong, for the one at the form. */
export function problemOf(error: unknown): Problem {
  if (error instanceof WebAuthnFault)
    return new Problem("invalid_request", `The passkey cannot be taken: ${error.message}.`);
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return new Problem("invalid_request", `${issue?.path.join(".") || "It"}: ${issue?.message}`);
  }
  return asProblem(error);
}
