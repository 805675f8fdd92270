import { z } from "zod";
import { constantTimeEqual, fromHex } from "../../kernel/bytes";
import { hmac, hmacKey } from "../../kernel/digest";
import type { Api, WebhookFacts, WebhookSubscription } from "../adapter";
import { expectShape } from "../expect";
import { forged, jsonOf } from "../webhook-verdicts";

const PATH = "/1.0/webhook_subscriptions";
const UNINSTALL = "extension.uninstall";
const TOPICS = ["order.create", "order.update", UNINSTALL];

const notification = z.object({
  id: z.string().min(1),
  topic: z.string().min(1),
  websiteId: z.string().min(1),
});
const made = z.object({ id: z.string().min(1), secret: z.string().regex(/^[0-9a-fA-F]{16,256}$/) });
const list = z.object({
  webhookSubscriptions: z.array(z.object({ id: z.string().min(1), endpointUrl: z.string() })),
});

/** The secret is told once, when a subscription is made: one that an attempt left behind is replaced, not adopted. */
const subscription: WebhookSubscription = {
  async subscribe(api, address) {
    const { body } = await api.send({ method: "GET", path: PATH });
    const former = expectShape(list, body).webhookSubscriptions.filter(
      ({ endpointUrl }) => endpointUrl === address,
    );
    await unsubscribe(
      api,
      former.map(({ id }) => id),
    );
    const answer = await api.send({
      method: "POST",
      path: PATH,
      json: { endpointUrl: address, topics: TOPICS },
    });
    const { id, secret } = expectShape(made, answer.body);
    return { ids: [id], secret };
  },
  unsubscribe,
};

async function unsubscribe(api: Api, ids: readonly string[]): Promise<void> {
  for (const id of ids) await api.send({ method: "DELETE", path: `${PATH}/${encodeURIComponent(id)}` });
}

/**
 * `Squarespace-Signature`: HMAC-SHA-256 of the raw body in hex, keyed with the subscription's secret, itself hex for
 * the key's bytes (webhooks/verifying-notifications). Only orders and the app's removal can be subscribed to.
 */
export const squarespaceWebhooks: WebhookFacts = {
  secret: "issued",
  async verify({ headers, rawBody, secret }) {
    const key = fromHex(secret);
    if (!key || key.length === 0) return forged("no secret is known");
    const given = fromHex(headers.get("squarespace-signature") ?? "");
    if (!given || !constantTimeEqual(given, await hmac(await hmacKey(key), rawBody)))
      return forged("the signature is missing or does not fit");
    const told = notification.safeParse(jsonOf(rawBody));
    if (!told.success) return forged("signed, but not a notification of Squarespace's");
    const { id, topic, websiteId } = told.data;
    return { kind: "genuine", eventId: id, topic, account: websiteId };
  },
  interpret: ({ topic }) => (topic === UNINSTALL ? { kind: "uninstalled" } : { kind: "changed", topic }),
  subscription,
};
