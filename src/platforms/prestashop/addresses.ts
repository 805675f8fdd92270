import { z } from "zod";
import type { Address } from "../../model/common";
import type { Api } from "../adapter";
import { expectShape } from "../expect";
import { listBy } from "./requests";
import { flag, id, reference, text } from "./values";

const address = z.object({
  id,
  id_customer: reference,
  id_country: reference,
  id_state: reference,
  firstname: text,
  lastname: text,
  company: text,
  address1: text,
  address2: text,
  city: text,
  postcode: text,
  phone: text,
  phone_mobile: text,
  deleted: flag,
});

export interface Found {
  id: string;
  customerId: string | null;
  company: string | null;
  /** The customer has taken it out of the address book; orders still name it. */
  isDeleted: boolean;
  address: Address;
}

const country = z.object({ id, iso_code: text });
const state = z.object({ id, iso_code: text });

/** Addresses by their own id or their customer's, with country and state looked up by theirs. */
export async function addressesBy(
  api: Api,
  field: "id" | "id_customer",
  values: readonly (string | null)[],
): Promise<Found[]> {
  const found = expectShape(z.array(address), await listBy(api, "addresses", field, values), "addresses");
  const codes = async (resource: string, shape: typeof country, ids: (string | null)[]) => {
    const raws = await listBy(api, resource, "id", ids, "[id,iso_code]");
    return new Map(expectShape(z.array(shape), raws, resource).map((one) => [one.id, one.iso_code]));
  };
  const [countries, states] = await Promise.all([
    codes(
      "countries",
      country,
      found.map((one) => one.id_country),
    ),
    codes(
      "states",
      state,
      found.map((one) => one.id_state),
    ),
  ]);
  return found.map((from) => ({
    id: from.id,
    customerId: from.id_customer,
    company: from.company,
    isDeleted: from.deleted,
    address: {
      name: [from.firstname, from.lastname].filter(Boolean).join(" ") || null,
      line1: from.address1,
      line2: from.address2,
      city: from.city,
      region: states.get(from.id_state ?? "") ?? null,
      postal_code: from.postcode,
      country: countries.get(from.id_country ?? "") ?? null,
      phone: from.phone ?? from.phone_mobile,
    },
  }));
}
