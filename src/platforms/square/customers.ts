import { z } from "zod";
import type { Customer } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, utc } from "../expect";
import { mapEach } from "../mapped";
import { createdRange, cursor, objects, page } from "./paging";
import { address, addressOf, text } from "./values";

/** POST /v2/customers/search: the merchant's Customer Directory. */

const customer = z.object({
  id: z.string(),
  given_name: text,
  family_name: text,
  company_name: text,
  email_address: text,
  phone_number: text,
  address: address.nullish(),
  note: text,
  created_at: text,
  updated_at: text,
});
const customersAnswer = z.object({ customers: objects, cursor });

/** Sorted by creation: by name, Square's default, a renamed customer would jump between pages. */
export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  const created = createdRange(query);
  const filter = {
    ...(created && { created_at: created }),
    ...(query.updated_since !== undefined && { updated_at: { start_at: query.updated_since } }),
  };
  const { body } = await api.send({
    method: "POST",
    path: "/customers/search",
    json: {
      limit: query.limit,
      ...(query.cursor !== null && { cursor: query.cursor }),
      query: {
        ...(Object.keys(filter).length > 0 && { filter }),
        sort: { field: "CREATED_AT", order: "ASC" },
      },
    },
  });
  const answer = expectShape(customersAnswer, body);
  return page(mapEach("customers", answer.customers ?? [], customer, mapCustomer), answer.cursor);
}

function mapCustomer(from: z.infer<typeof customer>): Customer {
  const home = addressOf(from.address);
  return {
    id: from.id,
    first_name: from.given_name ?? null,
    last_name: from.family_name ?? null,
    company: from.company_name ?? null,
    email: from.email_address ?? null,
    phone: from.phone_number ?? null,
    addresses: home ? [home] : [],
    note: from.note ?? null,
    created_at: utc(from.created_at),
    updated_at: utc(from.updated_at),
  };
}
