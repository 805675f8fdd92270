import { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "../http/context";
import { answerProblem, asProblem } from "../http/problems";
import { senderOf } from "../http/sender";
import { constantTimeEqual, utf8 } from "../kernel/bytes";
import { clock, MINUTE } from "../kernel/clock";
import { Problem } from "../kernel/problem";
import { type Form, readForm } from "../privacy/form";
import { type AuditInput, audit } from "../proof/audit";
import { faultPage } from "./pages/frame";
import { isAtLeast, type Role } from "./roles";
import { type Ctx, type SignedIn, signedInAt } from "./sessions";
import { tellWaiting } from "./waiting";
import { WebAuthnFault } from "./webauthn/cbor";

/** What the audit log says of a deed besides its name, where the route alone knows it. */
type Told = Partial<Pick<AuditInput, "actor" | "target" | "detail">>;

/** What a route was sent: a form of our page, or JSON of our script. */
export interface Sent {
  form: Form;
  json: unknown;
  /** Says who did it where nobody was signed in before, and what it was done to where the path does not name it. */
  tell(said: Told): void;
}

type Answers = Response | Promise<Response>;

interface Get {
  method: "GET";
  speaks: "pages";
}
interface Post {
  method: "POST";
  /** `json` is for the script: it takes JSON and answers it. */
  speaks: "pages" | "json";
}

export const SHOWN: Get = { method: "GET", speaks: "pages" };
export const DEED: Post = { method: "POST", speaks: "pages" };
export const CALL: Post = { method: "POST", speaks: "json" };

type Path = `/portal${string}`;
/** A deed as the audit log has it; null for what leaves nothing behind but a session or a dialogue. */
type DeedName = `${string}.${string}` | null;
type Run = (c: Ctx, sent: Sent) => Answers;
type MemberRun = (c: Ctx, who: SignedIn, sent: Sent) => Answers;

/**
 * A route of the portal, with who may use it. What it declares is checked around it, in one place (`guarded`): that
 * what is posted comes from a page of ours, that somebody is signed in, lately enough, and in which role. What it did is
 * recorded there too.
 */
export type PortalRoute = (Get | (Post & { deed: DeedName })) & { path: Path } & (
    | { access: "anyone"; run: Run }
    | {
        access: Role;
        /** Only within minutes of signing in: what would give somebody else a lasting way in. */
        fresh: boolean;
        run: MemberRun;
      }
  );

/** Routes that anybody may use. */
export function forAnyone(spoken: Get): (path: Path, run: Run) => PortalRoute;
export function forAnyone(spoken: Post): (path: Path, deed: DeedName, run: Run) => PortalRoute;
export function forAnyone(spoken: Get | Post) {
  const access = "anyone";
  return spoken.method === "GET"
    ? (path: Path, run: Run): PortalRoute => ({ ...spoken, path, access, run })
    : (path: Path, deed: DeedName, run: Run): PortalRoute => ({ ...spoken, path, deed, access, run });
}

export const FRESH = { fresh: true };

/** Routes for members of this role, and of those above it. */
export function forMembers(spoken: Get, access: Role): (path: Path, run: MemberRun) => PortalRoute;
export function forMembers(
  spoken: Post,
  access: Role,
): (path: Path, deed: DeedName, run: MemberRun, when?: typeof FRESH) => PortalRoute;
export function forMembers(spoken: Get | Post, access: Role) {
  return spoken.method === "GET"
    ? (path: Path, run: MemberRun): PortalRoute => ({ ...spoken, path, access, fresh: false, run })
    : (path: Path, deed: DeedName, run: MemberRun, { fresh } = { fresh: false }): PortalRoute => ({
        ...spoken,
        path,
        deed,
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
  const told: Told = {};
  if (route.access === "anyone") {
    const answer = await route.run(c, await sentTo(c, route, told));
    await record(c, route, answer, told);
    return answer;
  }
  const who = await signedInAt(c);
  if (!who) {
    if (route.method === "GET") return c.redirect(SIGN_IN_PATH, 303);
    throw new Problem("unauthenticated", "You are not signed in, or no longer. Sign in, and do it again.");
  }
  const sent = await sentTo(c, route, told);
  // JSON needs no value of the page: no other origin can send it here without being asked first (Fetch §3.2).
  if (route.method === "POST" && route.speaks === "pages") {
    const given = sent.form.one("csrf") ?? "";
    if (!constantTimeEqual(utf8(given), utf8(who.csrf))) throw foreign();
  }
  if (!isAtLeast(who.member.role, route.access))
    throw new Problem("forbidden", `This is for the role ${route.access}; yours is ${who.member.role}.`);
  if (route.fresh && clock.now() - who.session.createdAt > FRESH_MS)
    throw new Problem("forbidden", "Sign in again first: this can be done for 15 minutes after signing in.");
  if (route.method === "GET") await tellWaiting(c, who.member.developerId);
  const answer = await route.run(c, who, sent);
  await record(c, route, answer, { actor: who.member.id, ...told });
  return answer;
}

/** Ids that a path names and the audit log may: none of a connection, none that a device made. The narrowest first. */
const TARGETS = [
  "request",
  "incident",
  "delivery",
  "endpoint",
  "key",
  "app",
  "member",
  "invitation",
  "session",
];

/** What was done goes on record here, so that no route can forget it; what was refused was not done. */
async function record(c: Ctx, route: PortalRoute, answer: Response, told: Told): Promise<void> {
  if (route.method === "GET" || route.deed === null || answer.status >= 400) return;
  if (told.actor === undefined) throw new Error(`nobody is told to have done ${route.deed}`);
  const named = TARGETS.map((name) => c.req.param(name)).find((id) => id !== undefined);
  await audit(c.env.DB, { actor: told.actor, action: route.deed, ...(named && { target: named }), ...told });
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

async function sentTo(c: Ctx, { method, speaks }: PortalRoute, told: Told): Promise<Sent> {
  const tell = (said: Told) => void Object.assign(told, said);
  if (method === "GET") return { form: EMPTY, json: null, tell };
  if (speaks === "pages") return { form: await readForm(c), json: null, tell };
  try {
    return { form: EMPTY, json: await c.req.json(), tell };
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
