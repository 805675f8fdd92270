import { z } from "zod";
import type { Customer } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, utc } from "../expect";
import { mapEach } from "../mapped";
import { addressOf, id, text } from "./values";

/** GET /v3/customers: the accounts of the store's shoppers. A guest's order makes no customer. */

const customer = z.object({
  id,
  first_name: text,
  last_name: text,
  company: text,
  email: text,
  phone: text,
  notes: text,
  addresses: z
    .array(
      z.object({
        first_name: text,
        last_name: text,
        address1: text,
        address2: text,
        city: text,
        state_or_province: text,
        postal_code: text,
        country_code: text,
        phone: text,
      }),
    )
    .nullish(),
  date_created: text,
  date_modified: text,
});

const customersAnswer = z.object({
  data: z.array(z.unknown()),
  meta: z
    .object({
      cursor_pagination: z.object({ end_cursor: text, links: z.object({ next: text }).nullish() }).nullish(),
    })
    .nullish(),
});

/** Pages by BigCommerce's own cursor, which names the last id given; the first page has none and no page number. */
export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  const { body } = await api.send({
    method: "GET",
    path: "/v3/customers",
    query: {
      include: "addresses",
      limit: query.limit,
      after: query.cursor ?? undefined,
      "date_modified:min": query.updated_since,
      "date_created:min": query.created_after,
      "date_created:max": query.created_before,
    },
  });
  const answer = expectShape(customersAnswer, body);
  const told = answer.meta?.cursor_pagination;
  return {
    records: mapEach("data", answer.data, customer, mapCustomer),
    next: told?.links?.next ? told.end_cursor : null,
    warnings: [],
  };
}

function mapCustomer(from: z.infer<typeof customer>): Customer {
  return {
    id: String(from.id),
    first_name: from.first_name,
    last_name: from.last_name,
    company: from.company,
    email: from.email,
    phone: from.phone,
    addresses: (from.addresses ?? []).map((address) =>
      addressOf({
        first_name: address.first_name,
        last_name: address.last_name,
        line1: address.address1,
        line2: address.address2,
        city: address.city,
        region: address.state_or_province,
        postal_code: address.postal_code,
        country: address.country_code,
        phone: address.phone,
      }),
    ),
    note: from.notes,
    created_at: utc(from.date_created),
    updated_at: utc(from.date_modified),
  };
}
