import { z } from "zod";
import type { Customer } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { utc } from "../expect";
import { mapEach } from "../mapped";
import { readPage } from "./paging";
import { address, addressOf, text } from "./values";

/** GET /1.0/profiles: customers, and with them subscribers and donors. */
const profile = z.object({
  id: z.string(),
  firstName: text,
  lastName: text,
  email: text,
  address: address.nullish(),
  createdOn: text,
});

/** Oldest first: whoever joins meanwhile comes last. */
export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  const { raws, next, warnings } = await readPage(api, "/1.0/profiles", "profiles", query, {
    sortField: "createdOn",
    sortDirection: "asc",
  });
  return { records: mapEach("profiles", raws, profile, mapProfile), next, warnings };
}

function mapProfile(from: z.infer<typeof profile>): Customer {
  return {
    id: from.id,
    first_name: from.firstName,
    last_name: from.lastName,
    company: null,
    email: from.email,
    phone: from.address?.phone ?? null,
    addresses: from.address ? [addressOf(from.address)] : [],
    note: null,
    created_at: utc(from.createdOn),
    updated_at: null,
  };
}
