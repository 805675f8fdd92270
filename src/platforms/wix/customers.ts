import { z } from "zod";
import type { Customer } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, utc } from "../expect";
import { mapEach } from "../mapped";
import { offsetOf, since } from "./paging";
import { address, addressOf, text } from "./values";

/** POST /contacts/v4/contacts/query: everyone the site knows, buyers among them. */

const contact = z.object({
  id: z.string().min(1),
  createdDate: text,
  updatedDate: text,
  primaryInfo: z.object({ email: text, phone: text }).nullish(),
  info: z
    .object({
      name: z.object({ first: text, last: text }).nullish(),
      company: text,
      addresses: z.object({ items: z.array(z.object({ address: address.nullish() })).nullish() }).nullish(),
    })
    .nullish(),
});

const contactsAnswer = z.object({
  contacts: z.array(z.unknown()),
  pagingMetadata: z.object({ total: z.number().nullish() }).nullish(),
});

export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  const offset = offsetOf(query);
  const { body } = await api.send({
    method: "POST",
    path: "/contacts/v4/contacts/query",
    json: {
      query: {
        filter: {
          createdDate: since(query.created_after, query.created_before),
          updatedDate: since(query.updated_since),
        },
        sort: [{ fieldName: "createdDate", order: "ASC" }],
        paging: { limit: query.limit, offset },
        fieldsets: ["FULL"],
      },
    },
  });
  const { contacts, pagingMetadata } = expectShape(contactsAnswer, body);
  const reached = offset + contacts.length;
  const more =
    pagingMetadata?.total == null ? contacts.length >= query.limit : reached < pagingMetadata.total;
  return {
    records: mapEach("contacts", contacts, contact, mapCustomer),
    next: more && contacts.length > 0 ? String(reached) : null,
    warnings: [],
  };
}

function mapCustomer(from: z.infer<typeof contact>): Customer {
  const { info } = from;
  return {
    id: from.id,
    first_name: info?.name?.first ?? null,
    last_name: info?.name?.last ?? null,
    company: info?.company ?? null,
    email: from.primaryInfo?.email ?? null,
    phone: from.primaryInfo?.phone ?? null,
    addresses: (info?.addresses?.items ?? []).flatMap((one) =>
      one.address ? [addressOf(one.address, { name: null, phone: null })] : [],
    ),
    note: null,
    created_at: utc(from.createdDate),
    updated_at: utc(from.updatedDate),
  };
}
