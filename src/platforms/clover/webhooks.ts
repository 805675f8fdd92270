import { z } from "zod";
import { constantTimeEqual, utf8 } from "../../kernel/bytes";
import type { WebhookFacts, WebhookNotice } from "../adapter";
import { forged, jsonOf } from "../webhook-verdicts";

const BEARER = "x-clover-auth";

/** What `objectId` begins with, as the thing's name. */
const KINDS: Readonly<Record<string, string>> = {
  A: "app",
  C: "customer",
  CA: "cash",
  E: "employee",
  I: "item",
  IC: "category",
  IG: "modifier_group",
  IM: "modifier",
  M: "merchant",
  O: "order",
  P: "payment",
  SH: "service_hour",
};

const delivery = z.object({
  merchants: z.record(
    z.string().regex(/^[A-Z0-9]{6,32}$/),
    z.array(
      z.object({
        objectId: z.string().regex(/^[A-Z]{1,3}:[A-Za-z0-9]{1,40}$/),
        type: z.enum(["CREATE", "UPDATE", "DELETE"]),
        ts: z.int().nonnegative(),
      }),
    ),
  ),
});
const introduction = z.object({ verificationCode: z.string().regex(/^[A-Za-z0-9-]{8,64}$/) });

/**
 * Clover signs nothing: each delivery bears a fixed code in `X-Clover-Auth`, which Clover shows in the app's settings
 * once our address is proved (docs.clover.com/docs/webhooks). One delivery tells of several merchants, each by several
 * events that have no id of their own: merchant, object, kind and moment together tell repetitions.
 *
 * Proving the address needs a person: Clover posts a code here, and it is to be entered in the app's settings. Until a
 * `webhook_secret` is configured, such a code is written to the Worker's log for whoever sets the app up.
 */
export const cloverWebhooks: WebhookFacts = {
  secret: "webhook_secret",
  bearer: BEARER,
  async verify({ headers, rawBody, secret }) {
    if (secret === "") return forged("no auth code is configured");
    if (!constantTimeEqual(utf8(headers.get(BEARER) ?? ""), utf8(secret)))
      return forged("the auth code is missing or another");
    const told = delivery.safeParse(jsonOf(rawBody));
    if (!told.success) return forged("with the code, but not a delivery of Clover's");
    return { kind: "genuine_batch", notices: Object.entries(told.data.merchants).flatMap(noticesOf) };
  },
  interpret: ({ topic }) => (topic === "app.delete" ? { kind: "uninstalled" } : { kind: "changed", topic }),
  async challenge({ rawBody, secret }) {
    if (secret !== "") return null;
    const asked = introduction.safeParse(jsonOf(rawBody));
    if (!asked.success) return null;
    console.warn(`Clover's verification code for its webhooks: ${asked.data.verificationCode}`);
    return new Response(null, { status: 200 });
  },
};

type Told = z.infer<typeof delivery>["merchants"][string];

function noticesOf([account, events]: [string, Told]): WebhookNotice[] {
  return events.map(({ objectId, type, ts }) => ({
    eventId: `${account}/${objectId}/${type}/${ts}`,
    topic: `${KINDS[objectId.split(":")[0] ?? ""] ?? "object"}.${type.toLowerCase()}`,
    account,
  }));
}
