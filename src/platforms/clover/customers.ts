import { z } from "zod";
import type { Customer } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { readCursor } from "../mapped";
import { BEGINNING, type Place, placeSchema, readPage } from "./keyset";
import { address, addressOf, mapEach, nested, text, time, utcOf } from "./values";

/** GET /v3/merchants/{mId}/customers, oldest first by `customerSince`. */

const customer = z.object({
  id: z.string(),
  firstName: text,
  lastName: text,
  customerSince: time,
  addresses: nested(address),
  emailAddresses: nested(z.object({ emailAddress: text, primaryEmail: z.boolean().nullish() })),
  phoneNumbers: nested(z.object({ phoneNumber: text })),
  metadata: z.object({ businessName: text, note: text, modifiedTime: time }).nullish(),
});

/** Of the four worth having, the fourth (`metadata`: company and note) is left to the raw object where it comes. */
const EXPAND = "addresses,emailAddresses,phoneNumbers";

export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  const { created_after, created_before, cursor } = query;
  const begin: Place =
    created_after === undefined ? BEGINNING : { from: Date.parse(created_after), seen: [] };
  const { raws, next } = await readPage(api, {
    path: "/customers",
    by: "customerSince",
    place: cursor === null ? begin : readCursor(placeSchema, cursor),
    limit: query.limit,
    expand: EXPAND,
    ...(created_before !== undefined && { filters: [`customerSince<=${Date.parse(created_before)}`] }),
  });
  return { records: mapEach(raws, customer, mapCustomer), next: next && JSON.stringify(next), warnings: [] };
}

function mapCustomer(from: z.infer<typeof customer>): Customer {
  const mails = from.emailAddresses;
  const mail = mails.find(({ primaryEmail }) => primaryEmail) ?? mails[0];
  return {
    id: from.id,
    first_name: from.firstName || null,
    last_name: from.lastName || null,
    company: from.metadata?.businessName || null,
    email: mail?.emailAddress || null,
    phone: from.phoneNumbers[0]?.phoneNumber || null,
    addresses: from.addresses.flatMap((one) => addressOf(one) ?? []),
    note: from.metadata?.note || null,
    created_at: utcOf(from.customerSince),
    updated_at: utcOf(from.metadata?.modifiedTime),
  };
}
