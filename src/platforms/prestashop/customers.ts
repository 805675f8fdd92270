import { z } from "zod";
import type { Customer } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape } from "../expect";
import { mapEach } from "../mapped";
import { addressesBy } from "./addresses";
import { readPage, timeFilters } from "./requests";
import { readSettings } from "./settings";
import { id, text } from "./values";
import { fromWall } from "./zoned";

/** `customers` and their `addresses`; whoever buys as a guest is one too. */

const customer = z.object({
  id,
  firstname: text,
  lastname: text,
  company: text,
  email: text,
  note: text,
  date_add: text,
  date_upd: text,
});

export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  const settings = await readSettings(api);
  const { raws, next } = await readPage(api, "customers", query, timeFilters(query, settings));
  const ids = expectShape(z.array(z.object({ id })), raws, "customers").map((one) => one.id);
  const book = (await addressesBy(api, "id_customer", ids)).filter((one) => !one.isDeleted);
  const records = mapEach("customers", raws, customer, (from): Customer => {
    const own = book.filter(({ customerId }) => customerId === from.id);
    return {
      id: from.id,
      first_name: from.firstname,
      last_name: from.lastname,
      company: from.company ?? own.find(({ company }) => company !== null)?.company ?? null,
      email: from.email,
      phone: own.find(({ address }) => address.phone !== null)?.address.phone ?? null,
      addresses: own.map(({ address }) => address),
      note: from.note,
      created_at: fromWall(from.date_add, settings.timezone),
      updated_at: fromWall(from.date_upd, settings.timezone),
    };
  });
  return { records, next, warnings: [] };
}
