import { z } from "zod";
import type { Store } from "../../model/retail";
import type { Api, Mapped } from "../adapter";
import { expectShape } from "../expect";
import { text } from "./values";

/** GET /v1/reporting/balances: the account and its primary currency. No balance is passed on but in the raw object. */
const balances = z.object({
  account_id: text,
  balances: z.array(z.object({ currency: text, primary: z.boolean().nullish() })).nullish(),
});

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { body } = await api.send({ method: "GET", path: "/v1/reporting/balances" });
  const from = expectShape(balances, body);
  const id = from.account_id ?? api.account.id;
  return {
    value: {
      id,
      name: id,
      url: null,
      country: null,
      currency: from.balances?.find(({ primary }) => primary)?.currency ?? null,
      timezone: null,
      locale: null,
      created_at: null,
    },
    raw: body,
  };
}
