import { z } from "zod";
import type { Store } from "../../model/retail";
import type { Api, Mapped } from "../adapter";
import { expectShape } from "../expect";
import { text } from "./values";

/** GET /wp-json/ (WordPress's own index) and GET /settings/general. */

export const currencySetting = z.object({
  id: z.literal("woocommerce_currency"),
  value: z.string().regex(/^[A-Z]{3}$/, "not an ISO 4217 code"),
});

/** The currency that prices are kept in; an order may be in another, where a plugin sells in several. */
export async function shopCurrency(api: Api): Promise<string> {
  const { body } = await api.send({ method: "GET", path: "/settings/general/woocommerce_currency" });
  return expectShape(currencySetting, body).value;
}

const siteIndex = z.object({ name: text, url: text, home: text, timezone_string: text });
const settings = z.array(z.object({ id: z.string(), value: z.unknown() }));

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const [index, general] = await Promise.all([
    api.send({
      method: "GET",
      path: "/",
      query: { _fields: "name,description,url,home,gmt_offset,timezone_string" },
      base: `https://${api.target.shop}/wp-json`,
    }),
    api.send({ method: "GET", path: "/settings/general" }),
  ]);
  const site = expectShape(siteIndex, index.body, "index");
  const options = new Map(
    expectShape(settings, general.body, "settings").map(({ id, value }) => [id, value]),
  );
  const option = (id: string) => {
    const value = options.get(id);
    return typeof value === "string" && value !== "" ? value : null;
  };
  return {
    value: {
      id: api.account.id,
      name: site.name ?? api.account.id,
      url: site.home ?? site.url,
      // `KE:KE30`: the country and, where it has them, the state.
      country: option("woocommerce_default_country")?.split(":")[0] ?? null,
      currency: option("woocommerce_currency"),
      // Empty where the shop is set to a fixed offset; an offset is no zone.
      timezone: site.timezone_string,
      locale: null,
      created_at: null,
    },
    raw: { index: index.body, settings: general.body },
  };
}
