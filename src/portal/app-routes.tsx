import { z } from "zod";
import { redirectUriFault } from "../apps/redirect-uri";
import { type AppRow, addRedirect, appsOf, createApp, redirectsOf, removeRedirect } from "../apps/store";
import { configOf } from "../config/config";
import { database } from "../db/client";
import { answerPage } from "../http/page";
import { clock, HOUR } from "../kernel/clock";
import { newId } from "../kernel/ids";
import { notFound, Problem } from "../kernel/problem";
import { type Mode, modeSchema } from "../kernel/regions";
import { forgetKey } from "../keys/cache";
import { newKey, rotateKey } from "../keys/routes";
import { scopeSchema } from "../keys/scopes";
import { findKey, insertKey, type KeyRow, lastUsedHours, listKeys, revokeKey } from "../keys/store";
import { plainText } from "../pages/untrusted";
import { requireReady } from "../readiness/gate";
import { countCodes } from "./account-store";
import { ownApp } from "./own";
import { AppPage, KeyPage } from "./pages/app";
import { HomePage } from "./pages/home";
import { QuickStartPage } from "./pages/quick-start";
import { DEED, FRESH, forMembers, type PortalRoute, SHOWN } from "./route";
import type { Ctx, SignedIn } from "./sessions";

const shown = forMembers(SHOWN, "viewer");
const deed = forMembers(DEED, "developer");

const MAX_APPS = 50;
const MAX_REDIRECTS = 20; // as many as an operator may register at once
const KEYS_SHOWN = 100;

const nameSchema = z.string().max(200).transform(plainText).pipe(z.string().min(1, "is empty").max(80));
const keySchema = z.object({
  name: nameSchema,
  mode: modeSchema,
  scopes: z.array(scopeSchema).min(1, "choose at least one"),
});
const overlapSchema = z.coerce.number().int().min(0).max(168);

/** Apps, where browsers may return to, keys. Everybody else's things read as not found. */
export const APP_ROUTES: readonly PortalRoute[] = [
  shown("/portal", async (c, who) => {
    const db = database(c.env);
    const [apps, codesLeft] = await Promise.all([
      appsOf(db, who.member.developerId),
      countCodes(db, who.member.id),
    ]);
    return answerPage(c, 200, <HomePage who={who} apps={apps} codesLeft={codesLeft} />);
  }),
  deed("/portal/apps", "app.created", async (c, { member: { developerId } }, { form, tell }) => {
    const db = database(c.env);
    const name = nameSchema.parse(form.one("name") ?? "");
    if ((await appsOf(db, developerId)).length >= MAX_APPS)
      throw new Problem("conflict", `There are ${MAX_APPS} apps already. Write to us for more.`);
    const app = { id: newId("app"), developerId, name, purposes: [], thirdParties: [] };
    await createApp(db, { ...app, createdAt: clock.now() }, []);
    tell({ target: app.id });
    return c.redirect(`/portal/apps/${app.id}`, 303);
  }),
  shown("/portal/apps/:app", async (c, who) => {
    const app = await ownApp(c, who);
    const db = database(c.env);
    const [redirects, ...keys] = await Promise.all([
      redirectsOf(db, app.id),
      ...modeSchema.options.map(async (mode) => {
        const owner = { appId: app.id, mode };
        const rows = await listKeys(db, owner, KEYS_SHOWN, null);
        const ids = rows.map(({ id }) => id);
        return { rows, used: await lastUsedHours(db, owner, ids) };
      }),
    ]);
    const rows = keys.flatMap((of) => of.rows.map((row) => ({ row, used: of.used.get(row.id) ?? null })));
    const view = { who, app, redirects, keys: rows, now: clock.now() };
    return answerPage(c, 200, <AppPage {...view} />);
  }),
  deed("/portal/apps/:app/redirects", "redirect.added", async (c, who, { form }) => {
    const { id: appId } = await ownApp(c, who);
    const db = database(c.env);
    const uri = form.one("uri") ?? "";
    const fault = uri.length > 2_000 ? "is too long" : redirectUriFault(uri);
    if (fault) throw new Problem("invalid_request", `The address ${fault}.`);
    if ((await redirectsOf(db, appId)).length >= MAX_REDIRECTS)
      throw new Problem("conflict", `There are ${MAX_REDIRECTS} addresses already. Remove one first.`);
    await addRedirect(db, { appId, uri, createdAt: clock.now() });
    return c.redirect(`/portal/apps/${appId}`, 303);
  }),
  deed("/portal/apps/:app/redirects/remove", "redirect.removed", async (c, who, { form }) => {
    const { id } = await ownApp(c, who);
    await removeRedirect(database(c.env), id, form.one("uri") ?? "");
    return c.redirect(`/portal/apps/${id}`, 303);
  }),
  deed(
    "/portal/apps/:app/keys",
    "key.created",
    async (c, who, { form, tell }) => {
      const app = await ownApp(c, who);
      const wish = { name: form.one("name") ?? "", mode: form.one("mode"), scopes: form.all("scope") };
      const { name, mode, scopes } = keySchema.parse(wish);
      if (mode === "live") await requireReady(c.env, app.id, null);
      const input = { name, scopes, rotatedFrom: null, expiresAt: null };
      const { row, text } = await newKey(c.env, { appId: app.id, mode }, input);
      await insertKey(database(c.env), row);
      tell({ target: row.id, detail: { mode } });
      return answerKey(c, app, row, text);
    },
    FRESH,
  ),
  deed(
    "/portal/apps/:app/keys/:key/rotate",
    "key.rotated",
    async (c, who, { form, tell }) => {
      const { app, key } = await ownKey(c, who);
      const overlap = overlapSchema.parse(form.one("overlap_hours"));
      const { row, text } = await rotateKey(c.env, key, overlap * HOUR);
      tell({ detail: { replaced_by: row.id } });
      return answerKey(c, app, row, text);
    },
    FRESH,
  ),
  deed("/portal/apps/:app/keys/:key/revoke", "key.revoked", async (c, who) => {
    const { app, key } = await ownKey(c, who);
    await revokeKey(database(c.env), key.id, clock.now());
    forgetKey(key.id);
    return c.redirect(`/portal/apps/${app.id}`, 303);
  }),
  shown("/portal/apps/:app/quick-start", async (c, who) => {
    const app = await ownApp(c, who);
    const start = await quickStartOf(c, app, "test");
    return answerPage(c, 200, <QuickStartPage who={who} app={app} {...start} />);
  }),
];

async function answerKey(c: Ctx, app: AppRow, row: KeyRow, text: string): Promise<Response> {
  const start = await quickStartOf(c, app, row.mode);
  return answerPage(c, 200, <KeyPage app={app} row={row} text={text} start={start} />);
}

async function quickStartOf(c: Ctx, app: AppRow, mode: Mode) {
  const [redirect = null] = await redirectsOf(database(c.env), app.id);
  return { origin: configOf(c.env).publicOrigin, mode, redirect };
}

async function ownKey(c: Ctx, who: SignedIn): Promise<{ app: AppRow; key: KeyRow }> {
  const app = await ownApp(c, who);
  const key = await findKey(database(c.env), c.req.param("key") ?? "");
  if (key?.appId !== app.id) throw notFound("API key");
  return { app, key };
}
