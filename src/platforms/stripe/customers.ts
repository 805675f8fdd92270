import { z } from "zod";
import type { Customer } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { mapEach } from "../mapped";
import { listOnce, page, pageQuery } from "./lists";
import { address, addressOf, at, moment, text } from "./values";

/** GET /v1/customers */

const customer = z.object({
  id: z.string(),
  created: moment,
  name: text,
  individual_name: text,
  business_name: text,
  email: text,
  phone: text,
  description: text,
  address: address.nullish(),
  shipping: z.object({ name: text, phone: text, address: address.nullish() }).nullish(),
});

export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  const { raws, next } = await listOnce(api, "/customers", pageQuery(query));
  return page(mapEach("data", raws, customer, mapCustomer), next);
}

function mapCustomer(from: z.infer<typeof customer>): Customer {
  const { shipping } = from;
  const addresses = [
    addressOf(from.address, { name: from.name, phone: from.phone }),
    addressOf(shipping?.address, { name: shipping?.name, phone: shipping?.phone }),
  ];
  return {
    id: from.id,
    // Stripe keeps one name, and does not say which part of it is which.
    first_name: from.individual_name ?? from.name ?? null,
    last_name: null,
    company: from.business_name ?? null,
    email: from.email ?? null,
    phone: from.phone ?? null,
    addresses: addresses.filter((one) => one !== null),
    note: from.description ?? null,
    created_at: at(from.created),
    updated_at: null,
  };
}
