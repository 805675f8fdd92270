import { z } from "zod";
import type { Customer } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { mapEach } from "../mapped";
import { readPage, timeConditions } from "./search";
import { address, addressOf, id, text, utcTime } from "./values";

/** `/customers/search`: people with an account; guests are in their orders alone. */

const customer = z.object({
  id,
  firstname: text,
  lastname: text,
  email: text,
  created_at: text,
  updated_at: text,
  addresses: z.array(address).nullish(),
});

export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  const { raws, next } = await readPage(api, "/customers/search", query, timeConditions(query), "id");
  const records = mapEach("items", raws, customer, (from): Customer => {
    const addresses = from.addresses ?? [];
    return {
      id: from.id,
      first_name: from.firstname,
      last_name: from.lastname,
      company: addresses.find(({ company }) => company !== null)?.company ?? null,
      email: from.email,
      phone: addresses.find(({ telephone }) => telephone !== null)?.telephone ?? null,
      addresses: addresses.flatMap((one) => addressOf(one) ?? []),
      note: null,
      created_at: utcTime(from.created_at),
      updated_at: utcTime(from.updated_at),
    };
  });
  return { records, next, warnings: [] };
}
