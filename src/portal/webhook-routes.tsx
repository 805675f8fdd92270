import { z } from "zod";
import { database } from "../db/client";
import { answerPage } from "../http/page";
import { SECOND } from "../kernel/clock";
import { notFound } from "../kernel/problem";
import { modeSchema } from "../kernel/regions";
import { endpointBody, rotateBody } from "../webhooks-out/body";
import { attempt } from "../webhooks-out/deliver";
import { findOwnDelivery, listDeliveries } from "../webhooks-out/delivery-store";
import {
  deleteEndpoint,
  enableEndpoint,
  findOwnEndpoint,
  listEndpoints,
} from "../webhooks-out/endpoint-store";
import { deliverTest, makeEndpoint, replay, rotateSecret } from "../webhooks-out/service";
import { faultsOf } from "./faults";
import { modeOf, ofEitherMode, ownApp } from "./own";
import { DELIVERY_STATES, EndpointPage, SecretPage, WebhooksPage } from "./pages/webhooks";
import { paged } from "./paging";
import { DEED, forMembers, type PortalRoute, SHOWN } from "./route";
import type { Ctx, SignedIn } from "./sessions";

const shown = forMembers(SHOWN, "viewer");
const deed = forMembers(DEED, "developer");

const formSchema = endpointBody.extend({ mode: modeSchema });
const overlapSchema = z.object({
  overlap_seconds: z.coerce.number().pipe(rotateBody.shape.overlap_seconds.unwrap()),
});
const stateSchema = z.enum(DELIVERY_STATES).optional().catch(undefined);

const HERE = "/portal/apps/:app/webhooks";
const ENDPOINT = `${HERE}/:endpoint` as const;

/** Where a team's apps have events delivered, and what became of them. */
export const WEBHOOK_ROUTES: readonly PortalRoute[] = [
  shown(HERE, async (c, who) => {
    const app = await ownApp(c, who);
    const mode = modeOf(c);
    const rows = await listEndpoints(database(c.env), { appId: app.id, mode });
    return answerPage(c, 200, <WebhooksPage who={who} app={app} mode={mode} rows={rows} />);
  }),
  deed(HERE, "webhook_endpoint.created", async (c, who, { form, tell }) => {
    const app = await ownApp(c, who);
    const given = {
      url: form.one("url") ?? "",
      description: form.one("description") || undefined,
      types: form.all("types").length > 0 ? form.all("types") : undefined,
      mode: form.one("mode"),
    };
    try {
      const { mode, ...body } = formSchema.parse(given);
      const { row, secret } = await makeEndpoint(c.env, { appId: app.id, mode }, body);
      tell({ target: row.id, detail: { mode } });
      return answerPage(c, 200, <SecretPage app={app} row={row} secret={secret} endsAt={null} />);
    } catch (error) {
      const { faults, status } = faultsOf(error);
      const mode = modeSchema.catch("test").parse(given.mode);
      const rows = await listEndpoints(database(c.env), { appId: app.id, mode });
      const tried = { ...given, types: form.all("types"), faults };
      return answerPage(
        c,
        status,
        <WebhooksPage who={who} app={app} mode={mode} rows={rows} tried={tried} />,
      );
    }
  }),
  shown(ENDPOINT, async (c, who) => {
    const { app, row } = await ownEndpoint(c, who);
    const state = stateSchema.parse(c.req.query("status"));
    const { rows, next } = await paged(
      c,
      ["portal-deliveries", row.id, state ?? ""],
      (limit, after) =>
        listDeliveries(c.env.DB, row.id, state, limit, after && { createdAt: after.at, id: after.id }),
      ({ created_at: at, id }) => ({ at, id }),
    );
    const view = { who, app, row, state, deliveries: rows, next };
    return answerPage(c, 200, <EndpointPage {...view} />);
  }),
  deed(`${ENDPOINT}/rotate`, "webhook_endpoint.rotated", async (c, who, { form }) => {
    const { app, row } = await ownEndpoint(c, who);
    const { overlap_seconds } = overlapSchema.parse({
      overlap_seconds: form.one("overlap_seconds") ?? Number.NaN,
    });
    const { secret, endsAt } = await rotateSecret(c.env, row, overlap_seconds * SECOND);
    return answerPage(c, 200, <SecretPage app={app} row={row} secret={secret} endsAt={endsAt} />);
  }),
  deed(`${ENDPOINT}/enable`, "webhook_endpoint.enabled", async (c, who) => {
    const { path, row } = await ownEndpoint(c, who);
    if (row.status === "disabled") await enableEndpoint(c.env.DB, row.id);
    return c.redirect(path, 303);
  }),
  deed(`${ENDPOINT}/test`, "webhook_endpoint.tested", async (c, who) => {
    const { path, row } = await ownEndpoint(c, who);
    await deliverTest(c.env, row);
    return c.redirect(path, 303);
  }),
  deed(`${ENDPOINT}/delete`, "webhook_endpoint.deleted", async (c, who) => {
    const { app, row } = await ownEndpoint(c, who);
    await deleteEndpoint(c.env.DB, row.id);
    return c.redirect(`/portal/apps/${app.id}/webhooks?mode=${row.mode}`, 303);
  }),
  deed(`${ENDPOINT}/deliveries/:delivery/replay`, "webhook_delivery.replayed", async (c, who) => {
    const { path, row } = await ownEndpoint(c, who);
    const delivery = await findOwnDelivery(c.env.DB, row, c.req.param("delivery") ?? "");
    if (delivery?.endpoint_id !== row.id) throw notFound("webhook delivery");
    await replay(c.env, delivery);
    c.executionCtx.waitUntil(attempt(c.env, delivery.id));
    return c.redirect(path, 303);
  }),
];

async function ownEndpoint(c: Ctx, who: SignedIn) {
  const app = await ownApp(c, who);
  const id = c.req.param("endpoint") ?? "";
  const row = await ofEitherMode(app.id, "webhook endpoint", (owner) =>
    findOwnEndpoint(database(c.env), owner, id),
  );
  return { app, row, path: `/portal/apps/${app.id}/webhooks/${row.id}` };
}
