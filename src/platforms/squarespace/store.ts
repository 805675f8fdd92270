import { z } from "zod";
import type { Store } from "../../model/retail";
import type { Api, Mapped } from "../adapter";
import { expectShape } from "../expect";
import { text } from "./values";

/** GET /1.0/authorization/website: the site that the token is for. */
const website = z.object({
  id: z.string().min(1),
  title: text,
  url: text,
  timeZone: text,
  currency: text,
  language: text,
});

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { body } = await api.send({ method: "GET", path: "/1.0/authorization/website" });
  const from = expectShape(website, body, "website");
  return {
    value: {
      id: from.id,
      name: from.title ?? from.id,
      url: from.url,
      country: null,
      currency: from.currency,
      timezone: from.timeZone,
      locale: from.language,
      created_at: null,
    },
    raw: body,
  };
}
