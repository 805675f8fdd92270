import { z } from "zod";
import type { Customer } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { utc } from "../expect";
import { addressOf, readCollection, text } from "./values";

const customer = z.looseObject({
  id: z.string(),
  first_name: text,
  last_name: text,
  company_name: text,
  email: text,
  phone: text,
  mobile: text,
  note: text,
  created_at: text,
  updated_at: text,
});

/** GET /customers. */
export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  return readCollection(api, query, "/customers", customer, (from) => {
    const phone = from.phone || from.mobile || null;
    return {
      id: from.id,
      first_name: from.first_name || null,
      last_name: from.last_name || null,
      company: from.company_name || null,
      email: from.email || null,
      phone,
      addresses: (["physical", "postal"] as const).flatMap((prefix) => addressOf(from, prefix, phone) ?? []),
      note: from.note || null,
      created_at: utc(from.created_at),
      updated_at: utc(from.updated_at),
    };
  });
}
