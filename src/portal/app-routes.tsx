import { z } from "zod";
import { redirectUriFault } from "../apps/redirect-uri";
import {
  type AppRow,
  addRedirect,
  appsOf,
  createApp,
  findOwnApp,
  redirectsOf,
  removeRedirect,
} from "../apps/store";
import { listConnections } from "../connections/store";
import { database } from "../db/client";
import { openCursor, sealCursor } from "../http/cursor";
import { answerPage } from "../http/page";
import { clock, HOUR } from "../kernel/clock";
import { newId } from "../kernel/ids";
import { notFound, Problem } from "../kernel/problem";
import { modeSchema } from "../kernel/regions";
import { forgetKey } from "../keys/cache";
import { newKey, rotateKey } from "../keys/routes";
import { scopeSchema } from "../keys/scopes";
import { findKey, insertKey, type KeyRow, lastUsedHours, listKeys, revokeKey } from "../keys/store";
import { plainText } from "../pages/untrusted";
import { requireReady } from "../readiness/gate";
import { countCodes } from "./account-store";
import { AppPage, KeyPage } from "./pages/app";
import { ConnectionsPage, HomePage } from "./pages/home";
import { DEED, FRESH, forMembers, type PortalRoute, SHOWN } from "./route";
import type { Ctx, SignedIn } from "./sessions";

const shown = forMembers(SHOWN, "viewer");
const deed = forMembers(DEED, "developer");

const MAX_APPS = 50;
const MAX_REDIRECTS = 20; // as many as an operator may register at once
const KEYS_SHOWN = 100;
const CONNECTIONS_A_PAGE = 50;

const nameSchema = z.string().max(200).transform(plainText).pipe(z.string().min(1, "is empty").max(80));
const keySchema = z.object({
  name: nameSchema,
  mode: modeSchema,
  scopes: z.array(scopeSchema).min(1, "choose at least one"),
});
const overlapSchema = z.coerce.number().int().min(0).max(168);
const positionSchema = z.object({ createdAt: z.number(), id: z.string() });

/** Apps, where browsers may return to, keys, connections. Everybody else's things read as not found. */
export const APP_ROUTES: readonly PortalRoute[] = [
  shown("/portal", async (c, who) => {
    const db = database(c.env);
    const [apps, codesLeft] = await Promise.all([
      appsOf(db, who.member.developerId),
      countCodes(db, who.member.id),
    ]);
    return answerPage(c, 200, <HomePage who={who} apps={apps} codesLeft={codesLeft} />);
  }),
  deed("/portal/apps", async (c, { member: { developerId } }, { form }) => {
    const db = database(c.env);
    const name = nameSchema.parse(form.one("name") ?? "");
    if ((await appsOf(db, developerId)).length >= MAX_APPS)
      throw new Problem("conflict", `There are ${MAX_APPS} apps already. Write to us for more.`);
    const app = { id: newId("app"), developerId, name, purposes: [], thirdParties: [] };
    await createApp(db, { ...app, createdAt: clock.now() }, []);
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
  deed("/portal/apps/:app/redirects", async (c, who, { form }) => {
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
  deed("/portal/apps/:app/redirects/remove", async (c, who, { form }) => {
    const { id } = await ownApp(c, who);
    await removeRedirect(database(c.env), id, form.one("uri") ?? "");
    return c.redirect(`/portal/apps/${id}`, 303);
  }),
  deed(
    "/portal/apps/:app/keys",
    async (c, who, { form }) => {
      const app = await ownApp(c, who);
      const wish = { name: form.one("name") ?? "", mode: form.one("mode"), scopes: form.all("scope") };
      const { name, mode, scopes } = keySchema.parse(wish);
      if (mode === "live") await requireReady(c.env, app.id, null);
      const input = { name, scopes, rotatedFrom: null, expiresAt: null };
      const { row, text } = await newKey(c.env, { appId: app.id, mode }, input);
      await insertKey(database(c.env), row);
      return answerPage(c, 200, <KeyPage app={app} row={row} text={text} />);
    },
    FRESH,
  ),
  deed(
    "/portal/apps/:app/keys/:key/rotate",
    async (c, who, { form }) => {
      const { app, key } = await ownKey(c, who);
      const overlap = overlapSchema.parse(form.one("overlap_hours"));
      const { row, text } = await rotateKey(c.env, key, overlap * HOUR);
      return answerPage(c, 200, <KeyPage app={app} row={row} text={text} />);
    },
    FRESH,
  ),
  deed("/portal/apps/:app/keys/:key/revoke", async (c, who) => {
    const { app, key } = await ownKey(c, who);
    await revokeKey(database(c.env), key.id, clock.now());
    forgetKey(key.id);
    return c.redirect(`/portal/apps/${app.id}`, 303);
  }),
  shown("/portal/apps/:app/connections", async (c, who) => {
    const app = await ownApp(c, who);
    const mode = modeSchema.catch("test").parse(c.req.query("mode"));
    const cursor = c.req.query("cursor");
    const binding = ["portal-connections", app.id, mode];
    const after = cursor ? await openCursor(c.env, binding, cursor, positionSchema) : null;
    const owner = { appId: app.id, mode };
    const rows = await listConnections(database(c.env), owner, {}, CONNECTIONS_A_PAGE + 1, after);
    const page = rows.slice(0, CONNECTIONS_A_PAGE);
    const last = rows.length > page.length ? page.at(-1)?.row : undefined;
    const next = last ? await sealCursor(c.env, binding, { createdAt: last.createdAt, id: last.id }) : null;
    return answerPage(c, 200, <ConnectionsPage app={app} mode={mode} rows={page} next={next} />);
  }),
];

async function ownApp(c: Ctx, { member }: SignedIn): Promise<AppRow> {
  const app = await findOwnApp(database(c.env), member.developerId, c.req.param("app") ?? "");
  if (!app) throw notFound("app");
  return app;
}

async function ownKey(c: Ctx, who: SignedIn): Promise<{ app: AppRow; key: KeyRow }> {
  const app = await ownApp(c, who);
  const key = await findKey(database(c.env), c.req.param("key") ?? "");
  if (key?.appId !== app.id) throw notFound("API key");
  return { app, key };
}
