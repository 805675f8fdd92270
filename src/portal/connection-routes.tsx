import { z } from "zod";
import type { AppRow } from "../apps/store";
import { configOf } from "../config/config";
import {
  type ConnectionRow,
  findOwnConnection,
  lastSuccessOf,
  listConnections,
  type Owner,
} from "../connections/store";
import { connectionStub } from "../connections/stub";
import { type ConnectionView, connectionView } from "../connections/view";
import { database } from "../db/client";
import { answerPage } from "../http/page";
import { clock } from "../kernel/clock";
import { Problem } from "../kernel/problem";
import { repeated } from "../kernel/retry";
import { meteredOf } from "../meter/connection";
import { transfersOf } from "../transfers/store";
import { modeOf, ofEitherMode, ownApp } from "./own";
import { ConnectionPage, type Outcome } from "./pages/connection";
import { ConnectionsPage } from "./pages/connections";
import { DisconnectedPage, DisconnectPage } from "./pages/disconnect";
import { paged } from "./paging";
import { DEED, forMembers, type PortalRoute, SHOWN } from "./route";
import type { Ctx, SignedIn } from "./sessions";
import { throughApi } from "./through-api";

const PATH = "/portal/apps/:app/connections/:connection";

const shown = forMembers(SHOWN, "viewer");
const deed = forMembers(DEED, "developer");

/** What of our own API's answers is told here. */
const problemSchema = z.object({ detail: z.string() });
const disconnectionSchema = z.object({
  disconnection: z.object({
    erased: z.array(z.string()),
    revocation: z.object({ result: z.string(), detail: z.string().optional() }),
    remaining: z.array(z.object({ data: z.string(), until: z.string() })),
  }),
});
export type Disconnection = z.infer<typeof disconnectionSchema>["disconnection"];

/** An app's connections: how each is doing, whether it works, and its end. */
export const CONNECTION_ROUTES: readonly PortalRoute[] = [
  shown("/portal/apps/:app/connections", async (c, who) => {
    const app = await ownApp(c, who);
    const mode = modeOf(c);
    const { rows, next } = await paged(
      c,
      ["portal-connections", app.id, mode],
      (limit, after) => {
        const from = after && { createdAt: after.at, id: after.id };
        return listConnections(database(c.env), { appId: app.id, mode }, {}, limit, from);
      },
      ({ row }) => ({ at: row.createdAt, id: row.id }),
    );
    return answerPage(c, 200, <ConnectionsPage who={who} app={app} mode={mode} rows={rows} next={next} />);
  }),
  shown(PATH, async (c, who) => {
    const { app, row } = await ownConnection(c, who);
    return answerConnection(c, who, app, row, null);
  }),
  deed(`${PATH}/test`, null, async (c, who) => {
    const { app, row } = await ownConnection(c, who);
    const [resource] = (await viewOf(c, row)).capabilities;
    if (!resource) throw new Problem("conflict", "This connection was granted nothing that could be read.");
    const begun = clock.now();
    const path = `/v1/connections/${row.id}/${resource === "store" ? resource : `${resource}?limit=1`}`;
    const answer = await throughApi(c, ownerOf(row), { method: "GET", path, scope: `${resource}:read` });
    const problem = answer.ok ? null : problemSchema.parse(await answer.json()).detail;
    // What the shop answered is for the app's own server: nobody reads it here.
    if (answer.ok) await answer.body?.cancel();
    const requestId = answer.headers.get("x-request-id") ?? "";
    return answerConnection(c, who, app, row, { resource, ms: clock.now() - begun, problem, requestId });
  }),
  forMembers(SHOWN, "developer")(`${PATH}/disconnect`, async (c, who) => {
    const { app, row } = await ownConnection(c, who);
    return answerPage(c, 200, <DisconnectPage who={who} app={app} row={row} />);
  }),
  deed(`${PATH}/disconnect`, "connection.disconnected", async (c, who) => {
    const { app, row } = await ownConnection(c, who);
    const path = `/v1/connections/${row.id}`;
    const answer = await throughApi(c, ownerOf(row), { method: "DELETE", path, scope: "connections" });
    if (!answer.ok) throw new Problem("conflict", problemSchema.parse(await answer.json()).detail);
    const { disconnection } = disconnectionSchema.parse(await answer.json());
    return answerPage(c, 200, <DisconnectedPage who={who} app={app} row={row} done={disconnection} />);
  }),
];

function ownerOf({ appId, mode }: ConnectionRow): Owner {
  return { appId, mode };
}

async function ownConnection(c: Ctx, who: SignedIn): Promise<{ app: AppRow; row: ConnectionRow }> {
  const app = await ownApp(c, who);
  const id = c.req.param("connection") ?? "";
  const find = (owner: Owner) => findOwnConnection(database(c.env), owner, id);
  return { app, row: await ofEitherMode(app.id, "connection", find) };
}

async function viewOf(c: Ctx, row: ConnectionRow): Promise<ConnectionView> {
  const [live, lastSuccessAt] = await Promise.all([
    repeated(3, async () => (await connectionStub(c.env, row.id)?.snapshot()) ?? null),
    lastSuccessOf(database(c.env), row.id),
  ]);
  return connectionView(row, lastSuccessAt, live, configOf(c.env).restoreWindowDays);
}

async function answerConnection(
  c: Ctx,
  who: SignedIn,
  app: AppRow,
  row: ConnectionRow,
  outcome: Outcome | null,
): Promise<Response> {
  const [view, { months }, transfers] = await Promise.all([
    viewOf(c, row),
    meteredOf(c.env, row.id),
    transfersOf(database(c.env), [row.id]),
  ]);
  const told = { view, mode: row.mode, months, transfer: transfers[0] ?? null };
  return answerPage(c, 200, <ConnectionPage who={who} app={app} {...told} outcome={outcome} />);
}
