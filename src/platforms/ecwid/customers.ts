import { z } from "zod";
import type { Customer } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { mapEach, offsetOf, search, timeFilters } from "./paging";
import { addressOf, id, person, text, timeOf } from "./values";

/** GET /customers: whoever ever bought; guests are in it too. */
export const customer = z.object({
  id,
  email: text,
  name: text,
  billingPerson: person.nullish(),
  shippingAddresses: z.array(person).nullish(),
  privateAdminNotes: text,
  registered: text,
  updated: text,
});

export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  const { raws, next } = await search(api, "/customers", {
    limit: query.limit,
    offset: offsetOf(query),
    sortBy: "REGISTERED_DATE_ASC",
    ...timeFilters(query),
  });
  const records = mapEach(raws, customer, mapCustomer);
  return { records, next: next === null ? null : String(next), warnings: [] };
}

function mapCustomer(from: z.infer<typeof customer>): Customer {
  const billing = from.billingPerson;
  return {
    id: String(from.id),
    first_name: billing?.firstName ?? null,
    last_name: billing?.lastName ?? null,
    company: billing?.companyName ?? null,
    email: from.email,
    phone: billing?.phone ?? null,
    addresses: [...(billing ? [billing] : []), ...(from.shippingAddresses ?? [])].map((one) => ({
      ...addressOf(one),
      name: one.name ?? from.name,
    })),
    note: from.privateAdminNotes,
    created_at: timeOf(from.registered),
    updated_at: timeOf(from.updated),
  };
}
