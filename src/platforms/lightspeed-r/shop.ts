import { z } from "zod";
import type { Customer, Location, Store } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { mapping, utc } from "../expect";
import { addressesOf, contact, createdFilter, readAccount, readList, text } from "./values";

/** GET /Account/{id}, /Shop, /Customer. */

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { from, raw } = await readAccount(api);
  return mapping("Account", () => ({
    value: {
      id: api.account.id,
      name: from.name || api.account.id,
      url: null,
      country: null,
      currency: from.defaultCurrency.code,
      timezone: null,
      locale: null,
      created_at: null,
    },
    raw,
  }));
}

const shop = z.object({
  shopID: z.string(),
  name: text,
  timeZone: text,
  archived: text,
  timeStamp: text,
  Contact: contact.nullish(),
});

export async function readLocations(api: Api, query: ListQuery): Promise<Page<Location>> {
  const listing = { kind: "Shop", id: "shopID", relations: ["Contact"], filters: { archived: "true" } };
  return readList(api, query, listing, shop, (from) => ({
    id: from.shopID,
    name: from.name || from.shopID,
    active: from.archived !== "true",
    kind: "physical" as const,
    currency: null,
    timezone: from.timeZone || null,
    address: addressesOf(from.Contact)[0] ?? null,
    created_at: null,
    updated_at: utc(from.timeStamp),
  }));
}

const customer = z.object({
  customerID: z.string(),
  firstName: text,
  lastName: text,
  company: text,
  createTime: text,
  timeStamp: text,
  Contact: contact.nullish(),
  Note: z.object({ note: text }).nullish(),
});

export async function readCustomers(api: Api, query: ListQuery): Promise<Page<Customer>> {
  const listing = {
    kind: "Customer",
    id: "customerID",
    relations: ["Contact", "Note"],
    filters: { createTime: createdFilter(query) },
  };
  return readList(api, query, listing, customer, (from) => ({
    id: from.customerID,
    first_name: from.firstName || null,
    last_name: from.lastName || null,
    company: from.company || null,
    email: primary(from.Contact?.Emails)?.address || null,
    phone: from.Contact?.Phones[0]?.number || null,
    addresses: addressesOf(from.Contact),
    note: from.Note?.note || null,
    created_at: utc(from.createTime),
    updated_at: utc(from.timeStamp),
  }));
}

function primary<T extends { useType?: string | null | undefined }>(
  all: readonly T[] | undefined,
): T | undefined {
  return all?.find(({ useType }) => useType === "Primary") ?? all?.[0];
}
