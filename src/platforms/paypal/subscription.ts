import { z } from "zod";
import type { WebhookSubscription } from "../adapter";
import { expectShape } from "../expect";

const PATH = "/v1/notifications/webhooks";
/** What changes something that is read here: payments captured, refunded, reversed, denied, pending. */
const EVENTS = [
  "PAYMENT.CAPTURE.COMPLETED",
  "PAYMENT.CAPTURE.DENIED",
  "PAYMENT.CAPTURE.PENDING",
  "PAYMENT.CAPTURE.REFUNDED",
  "PAYMENT.CAPTURE.REVERSED",
  "PAYMENT.SALE.COMPLETED",
  "PAYMENT.SALE.REFUNDED",
  "PAYMENT.SALE.REVERSED",
];

const webhook = z.object({ id: z.string().min(1), url: z.string() });
const list = z.object({ webhooks: z.array(webhook) });

/**
 * Webhooks Management v1 (developer.paypal.com/api/webhooks/v1). PayPal has one webhook for an address and refuses a
 * second: the one that is there is taken. Its id is what deliveries are signed with (see webhooks.ts), and so is kept
 * like a secret.
 */
export const paypalSubscription: WebhookSubscription = {
  async subscribe(api, address) {
    const { body } = await api.send({ method: "GET", path: PATH });
    const known = expectShape(list, body).webhooks.find(({ url }) => url === address);
    if (known) return { ids: [known.id], secret: known.id };
    const answer = await api.send({
      method: "POST",
      path: PATH,
      json: { url: address, event_types: EVENTS.map((name) => ({ name })) },
    });
    const { id } = expectShape(webhook, answer.body);
    return { ids: [id], secret: id };
  },
  async unsubscribe(api, ids) {
    for (const id of ids) await api.send({ method: "DELETE", path: `${PATH}/${encodeURIComponent(id)}` });
  },
};
