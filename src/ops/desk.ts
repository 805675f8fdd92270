import { Hono, type MiddlewareHandler } from "hono";
import { configOf } from "../config/config";
import type { AppEnv } from "../http/context";
import { senderOf } from "../http/sender";
import { base64url, constantTimeEqual, utf8 } from "../kernel/bytes";
import { clock, DAY, dayOf } from "../kernel/clock";
import { hmac } from "../kernel/digest";
import { lookupKey } from "../kernel/lookup-key";
import { Problem } from "../kernel/problem";
import { problemOf } from "../portal/route";
import type { Ctx } from "../portal/sessions";
import { type Form, readForm } from "../privacy/form";
import { type Operator, operatorOf, requireRole } from "./authenticate";
import { deskFaultPage } from "./pages/frame";
import { type OpsRole, permits } from "./roles";

/** Where the operators' pages are; all else under /ops is JSON. */
export const DESK_PATHS = ["/ops", "/ops/sign-in", "/ops/evidence", "/ops/desk/*"];

/** What holds for the JSON routes and not for the pages, which `guarded` checks. */
export function besidesDesk(middleware: MiddlewareHandler<AppEnv>): MiddlewareHandler<AppEnv> {
  return (c, next) => (isDesk(c.req.path) ? next() : middleware(c, next));
}

const isDesk = (path: string): boolean =>
  DESK_PATHS.some((one) => (one.endsWith("*") ? path.startsWith(one.slice(0, -1)) : path === one));

/** An operator at a page. */
export interface AtDesk extends Operator {
  /** The value that a form of theirs must bring along. */
  csrf: string;
  may(role: OpsRole): boolean;
}

type Path = `/ops${string}`;
type Answers = Response | Promise<Response>;
type Run = (c: Ctx, who: AtDesk, form: Form) => Answers;

/** A page or a deed of operators, with the role it needs; `guarded` checks that around it. */
export type DeskRoute = { method: "GET" | "POST"; path: Path } & (
  | { access: OpsRole; run: Run }
  | { access: "anyone"; run: (c: Ctx, form: Form) => Answers }
);

export const page = (access: OpsRole, path: Path, run: Run): DeskRoute => ({
  method: "GET",
  access,
  path,
  run,
});
export const deed = (access: OpsRole, path: Path, run: Run): DeskRoute => ({
  method: "POST",
  access,
  path,
  run,
});

export function mountedDesk(routes: readonly DeskRoute[]): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  for (const route of routes)
    app.on(route.method, route.path, async (c) => {
      try {
        return await guarded(c, route);
      } catch (error) {
        return deskFaultPage(c, problemOf(error));
      }
    });
  return app;
}

const EMPTY: Form = { one: () => null, all: () => [] };

async function guarded(c: Ctx, route: DeskRoute): Promise<Response> {
  const isPost = route.method === "POST";
  if (isPost && senderOf(c) !== "own_page") throw foreign();
  const operator = route.access === "anyone" ? null : await operatorOf(c);
  if (route.access !== "anyone" && !operator)
    throw new Problem("unauthenticated", "Operators sign in through Cloudflare Access.");
  const form = isPost ? await readForm(c) : EMPTY;
  if (route.access === "anyone") return route.run(c, form);
  if (!operator) throw foreign();
  requireRole(operator, route.access);
  if (isPost && !(await isOwnValue(c, operator, form.one("csrf") ?? ""))) throw foreign();
  c.set("operator", operator);
  const csrf = await csrfOf(c, operator, clock.now());
  return route.run(c, { ...operator, csrf, may: (role) => permits(operator.roles, role) }, form);
}

/** Access keeps the session, so the value is made from who it is and the day: good for that day and the next. */
async function csrfOf(c: Ctx, { actor }: Operator, at: number): Promise<string> {
  const key = await lookupKey(configOf(c.env).sealKeys, "ops-csrf");
  return base64url(await hmac(key, `${actor}/${dayOf(at)}`));
}

async function isOwnValue(c: Ctx, operator: Operator, given: string): Promise<boolean> {
  const now = clock.now();
  for (const at of [now, now - DAY])
    if (constantTimeEqual(utf8(given), utf8(await csrfOf(c, operator, at)))) return true;
  return false;
}

function foreign(): Problem {
  return new Problem("forbidden", "This was not sent by a page of the operators', or by one from days ago.");
}
