import { type AppRow, findOwnApp } from "../apps/store";
import { database } from "../db/client";
import { notFound } from "../kernel/problem";
import { type Mode, modeSchema } from "../kernel/regions";
import type { Ctx, SignedIn } from "./sessions";

/** The team's app that the path names. @throws Problem `not_found` for an unknown one, or somebody else's. */
export async function ownApp(c: Ctx, { member }: SignedIn): Promise<AppRow> {
  const app = await findOwnApp(database(c.env), member.developerId, c.req.param("app") ?? "");
  if (!app) throw notFound("app");
  return app;
}

/** What an app has in either of its modes, of which a path says nothing. @throws Problem `not_found` */
export async function ofEitherMode<T>(
  appId: string,
  what: string,
  find: (owner: { appId: string; mode: Mode }) => Promise<T | null>,
): Promise<T> {
  for (const mode of modeSchema.options) {
    const found = await find({ appId, mode });
    if (found) return found;
  }
  throw notFound(what);
}

/** The mode that a page is asked for. */
export const modeOf = (c: Ctx): Mode => modeSchema.catch("test").parse(c.req.query("mode"));
