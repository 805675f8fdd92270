import { z } from "zod";
import type { PastedKey } from "../adapter";
import { expectShape } from "../expect";
import { storeAddress } from "../host-guard";
import { list } from "./requests";

/** What a key must be allowed to view for everything to be read. */
export const RESOURCES_READ = [
  "addresses",
  "categories",
  "combinations",
  "configurations",
  "countries",
  "currencies",
  "customers",
  "languages",
  "order_slip",
  "order_states",
  "orders",
  "product_option_values",
  "product_options",
  "products",
  "states",
  "stock_availables",
] as const;

export const prestaConnect: PastedKey = {
  kind: "pasted_key",
  client: "none",
  shop: {
    label: "Address of your shop",
    placeholder: "shop.example.com",
    hint: "As it stands in the browser when your shop is open, with the folder if it has one. It must use https.",
    normalise: storeAddress,
    anyHost: true,
  },
  guide: {
    steps: [
      "In your shop's back office, open Advanced Parameters, Webservice.",
      "Set “Enable PrestaShop's webservice” to Yes, and save.",
      "Choose “Add new webservice key”, and “Generate!”. Name it after the app that asks.",
      `Under Permissions tick “View (GET)”, and nothing else, for: ${RESOURCES_READ.join(", ")}.`,
      "Save, and enter the key here.",
    ],
    url: "https://devdocs.prestashop-project.org/9/webservice/tutorials/creating-access/",
  },
  fields: [
    {
      name: "key",
      label: "Webservice key",
      hint: "32 capital letters and digits.",
      placeholder: "",
      secret: true,
    },
  ],
  read({ key = "" }) {
    // Of any other length PrestaShop does not look a key up (WebserviceRequest::authenticate).
    if (!/^[\x21-\x39\x3b-\x7e]{32}$/.test(key.trim())) return { kind: "malformed", field: "key" };
    return { kind: "credentials", tokens: { access_token: key.trim(), scopes: null } };
  },
  /** A shop is its address: that is all it is known by, and its keys are good nowhere else. */
  async identify({ api }) {
    const asked = { account: { id: "", facts: {} }, ...api };
    const raws = await list(asked, "configurations", { name: "[PS_TIMEZONE]" }, { display: "[name,value]" });
    expectShape(z.array(z.object({ name: z.literal("PS_TIMEZONE") })).min(1), raws, "configurations");
    return { id: api.target.shop ?? "", facts: {} };
  },
  refresh: { kind: "none" },
  revoke: {
    kind: "impossible",
    why: "PrestaShop has no call that ends a key: the merchant deletes it under Advanced Parameters, Webservice.",
  },
};
