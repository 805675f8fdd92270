import { z } from "zod";
import type { Customer } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { mapEach } from "../mapped";
import { readPage } from "./paging";
import { address, addressOf, gmt, id, text } from "./values";

/** GET /customers: people with an account. Guests exist in their orders alone. */

const customer = z.object({
  id,
  first_name: text,
  last_name: text,
  email: text,
  billing: address.nullish(),
  shipping: address.nullish(),
  date_created_gmt: text,
  date_modified_gmt: text,
});

export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  const { raws, next } = await readPage(api, "/customers", query);
  return { records: mapEach("customers", raws, customer, mapCustomer), next, warnings: [] };
}

function mapCustomer(from: z.infer<typeof customer>): Customer {
  const addresses = [addressOf(from.billing), addressOf(from.shipping)];
  return {
    id: from.id,
    first_name: from.first_name,
    last_name: from.last_name,
    company: from.billing?.company ?? null,
    email: from.email,
    phone: from.billing?.phone ?? null,
    addresses: addresses.filter((one) => one !== null),
    note: null,
    created_at: gmt(from.date_created_gmt),
    updated_at: gmt(from.date_modified_gmt),
  };
}
