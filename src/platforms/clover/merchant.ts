import { z } from "zod";
import type { Store } from "../../model/retail";
import type { Api, Mapped } from "../adapter";
import { expectShape, mapping } from "../expect";
import { address, addressOf, text, time, utcOf } from "./values";

/** GET /v3/merchants/{mId}, …/properties, …/address: one merchant is one place of business. */

const merchant = z.object({
  id: z.string(),
  name: text,
  website: text,
  createdTime: time,
});

const properties = z.object({ defaultCurrency: text, locale: text, timezone: text });

async function readMerchant(api: Api) {
  const merchantBody = (await api.send({ method: "GET", path: "" })).body;
  const propertiesBody = (await api.send({ method: "GET", path: "/properties" })).body;
  return {
    from: expectShape(merchant, merchantBody, "merchant"),
    settings: expectShape(properties, propertiesBody, "properties"),
    raw: { merchant: merchantBody, properties: propertiesBody },
  };
}

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { from, settings, raw } = await readMerchant(api);
  const place = await readAddress(api);
  return mapping("merchant", () => ({
    value: {
      id: from.id,
      name: from.name ?? from.id,
      url: from.website ?? null,
      country: place.value?.country ?? null,
      currency: settings.defaultCurrency ?? null,
      timezone: settings.timezone ?? null,
      locale: settings.locale?.replace("_", "-") ?? null,
      created_at: utcOf(from.createdTime),
    },
    raw: { ...raw, address: place.raw },
  }));
}

async function readAddress(api: Api) {
  const { body } = await api.send({ method: "GET", path: "/address" });
  return { value: addressOf(expectShape(address, body, "address")), raw: body };
}

/** What prices and refunds are in: they name no currency themselves. @throws PlatformFailure */
export async function currencyOf(api: Api): Promise<string> {
  const { body } = await api.send({ method: "GET", path: "/properties" });
  return expectShape(z.object({ defaultCurrency: z.string().length(3) }), body, "properties").defaultCurrency;
}
