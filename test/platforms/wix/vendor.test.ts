import * as contacts from "@wix/auto_sdk_crm_contacts/meta";
import * as ecom from "@wix/auto_sdk_ecom_orders/meta";
import * as inventory from "@wix/auto_sdk_stores_inventory/meta";
import * as v1 from "@wix/auto_sdk_stores_products/meta";
import * as v3 from "@wix/auto_sdk_stores_products-v-3/meta";
import { describe, expect, it } from "vitest";
import { wix } from "../../../src/platforms/wix";
import { OPERATIONS } from "../../contracts/wix/operations";
import { fakeApi, query } from "../square/fake-api";
import { ORDER, order, refund } from "./answers";
import { requestFaults } from "./contract";

/** Wix's own SDK packages as the judge: where it calls, and which values its enumerations have. */

describe("our operations are the SDK's", () => {
  const host = { host: "www.wixapis.com" };
  it.each([
    [OPERATIONS.searchOrders, ecom.searchOrders()],
    [OPERATIONS.getOrder, ecom.getOrder()],
    [OPERATIONS.getProductV3, v3.getProduct()],
    [OPERATIONS.queryContacts, contacts.queryContacts()],
  ])("$path", ({ method, path }, told) => {
    expect([method, path.replace(/\{(\w+)\}/, ":$1")]).toEqual([told.httpMethod, told.getUrl(host)]);
  });

  it("and the list of products is, which the SDK asks for by GET, and by POST where that grows too long", () => {
    const told = v3.queryProducts();
    expect(told.getUrl(host)).toBe(OPERATIONS.queryProductsV3.path);
  });

  /** The SDK reads Catalog V1 at /stores-reader, the REST reference at /stores; behind that they are the same. */
  it.each([
    [OPERATIONS.getProductV1, v1.getProduct()],
    [OPERATIONS.queryInventoryV1, inventory.queryInventory()],
  ])("$path, behind its service", ({ method, path }, told) => {
    expect([method, path.replace("/stores", "")]).toEqual([told.httpMethod, told.path]);
  });
});

const UNSET = ["UNSPECIFIED"];
const valuesOf = (...enumerations: object[]) =>
  enumerations.flatMap((one) => Object.values(one)).filter((value: string) => !UNSET.includes(value));

async function mapped(over: object) {
  const { api } = fakeApi({
    [`GET /ecom/v1/orders/${ORDER}`]: { order: order(over) },
    "POST /ecom/v1/payments/list-by-ids": { orderTransactions: [] },
  });
  return (await wix.read.order!(api, ORDER)).value;
}

describe("every value of the SDK's enumerations is known", () => {
  it.each(valuesOf(ecom.OrderStatusOriginal))("status %s", async (status) => {
    expect((await mapped({ status })).status).not.toBe("unknown");
  });

  it.each(valuesOf(ecom.PaymentStatusEnumPaymentStatusOriginal))("payment %s", async (paymentStatus) => {
    expect((await mapped({ paymentStatus })).payment_status).not.toBe("unknown");
  });

  it.each(valuesOf(ecom.FulfillmentStatusOriginal))("fulfilment %s", async (fulfillmentStatus) => {
    expect((await mapped({ fulfillmentStatus })).fulfillment_status).not.toBe("unknown");
  });

  it.each(valuesOf(ecom.ChannelTypeOriginal))("channel %s", async (type) => {
    expect((await mapped({ channelInfo: { type } })).channel.kind).not.toBe("unknown");
  });

  it.each(valuesOf(ecom.RefundStatusOriginal))("refund %s", async (refundStatus) => {
    const { api } = fakeApi({
      "POST /ecom/v1/orders/search": { orders: [order()], metadata: {} },
      "POST /ecom/v1/payments/list-by-ids": {
        orderTransactions: [
          {
            orderId: ORDER,
            refunds: [refund({ transactions: [{ amount: { amount: "1" }, refundStatus }] })],
          },
        ],
      },
    });
    const { records } = await wix.read.refunds!(api, query());
    expect(records[0]!.value.status).not.toBe("unknown");
  });

  it("and what we say that may be asked for is in them", () => {
    const fields = Object.values<string>(v3.RequestedFieldsOriginal);
    expect(OPERATIONS.getProductV3.query.fields.values.filter((one) => !fields.includes(one))).toEqual([]);
    expect(Object.values<string>(contacts.ContactFieldSetOriginal)).toContain("FULL");
  });
});

describe("what is asked", () => {
  it("is held to Wix's parameters and bodies, and what is not Wix's is found", async () => {
    const { api, sent } = fakeApi({ "POST /ecom/v1/orders/search": { orders: [], metadata: {} } });
    await wix.read.orders!(api, query({ limit: 100, status: "completed" }));
    const [asked] = sent;
    expect(requestFaults(asked!)).toEqual([]);
    const { search } = asked!.json as { search: { filter: object } };
    const wrong = (over: object) => requestFaults({ ...asked!, json: { search: { ...search, ...over } } });
    expect(wrong({ cursorPaging: { limit: 101 } })).toEqual([
      "searchOrders search.cursorPaging.limit: cannot be 101",
    ]);
    expect(wrong({ filter: { state: "OPEN" } })).toEqual(["searchOrders search.filter.state: unknown"]);
    expect(wrong({ filter: { status: { $in: ["COMPLETED"] } } })).toHaveLength(1);
    expect(wrong({ cursorPaging: { limit: 1, cursor: "c" } })).toHaveLength(1);
    expect(requestFaults({ ...asked!, path: "/ecom/v1/orders/find", json: {} })).toHaveLength(1);
    expect(requestFaults({ ...asked!, query: { limit: 1 } })).toEqual(["searchOrders: there is no limit"]);
  });
});
