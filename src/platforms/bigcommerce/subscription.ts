import { z } from "zod";
import type { Api, WebhookSubscription } from "../adapter";
import { expectShape } from "../expect";

const PATH = "/v3/hooks";
/** Each with the read scope that the connection holds anyway. */
const SCOPES = ["store/order/*", "store/product/*", "store/customer/*", "store/app/uninstalled"] as const;

const hook = z.object({
  id: z.int().positive(),
  scope: z.string(),
  destination: z.string(),
  is_active: z.boolean().nullish(),
});
const list = z.object({ data: z.array(hook) });
const made = z.object({ data: hook });

/**
 * Webhooks v3 (docs "Webhooks", "Create a webhook"). An app sees its own hooks alone; one that is there for our
 * address and scope is taken, unless BigCommerce has switched it off after failures: then it is made anew.
 */
export const bigcommerceSubscription: WebhookSubscription = {
  async subscribe(api, address) {
    const { body } = await api.send({
      method: "GET",
      path: PATH,
      query: { destination: address, limit: 250 },
    });
    const present = expectShape(list, body).data.filter(({ destination }) => destination === address);
    const isDead = ({ is_active }: z.infer<typeof hook>) => is_active === false;
    await remove(
      api,
      present.filter(isDead).map(({ id }) => String(id)),
    );
    const ids: string[] = [];
    for (const scope of SCOPES) {
      const known = present.find((one) => one.scope === scope && !isDead(one));
      ids.push(String(known ? known.id : await create(api, scope, address)));
    }
    return { ids, secret: null };
  },
  unsubscribe: remove,
};

async function create(api: Api, scope: string, destination: string): Promise<number> {
  const { body } = await api.send({
    method: "POST",
    path: PATH,
    json: { scope, destination, is_active: true },
  });
  return expectShape(made, body).data.id;
}

async function remove(api: Api, ids: readonly string[]): Promise<void> {
  for (const id of ids) await api.send({ method: "DELETE", path: `${PATH}/${encodeURIComponent(id)}` });
}
