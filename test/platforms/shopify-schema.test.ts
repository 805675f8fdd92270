import {
  type DocumentNode,
  execute,
  type GraphQLSchema,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { shopify } from "../../src/platforms/shopify";
import * as queries from "../../src/platforms/shopify/queries";
import { linear, logarithmic, queryCost } from "./shopify/cost";
import { DOCUMENTS, SHRINKING } from "./shopify/documents";
import * as fixtures from "./shopify/fixtures";
import { loadSchema, type ShopifySchema } from "./shopify/schema";

let contract: ShopifySchema;
let schema: GraphQLSchema;
beforeAll(async () => {
  contract = await loadSchema();
  schema = contract.schema;
});

const documents = Object.entries(DOCUMENTS);

describe("Shopify's schema of 2026-10", () => {
  it("is the file its README describes", () => {
    expect(contract.sha256).toBe("f3b522f264556925eada700e795e4a002a9cba83444ebcc6c0d724254a0c6593");
    expect(shopify.apiVersion).toBe("2026-10");
  });

  it("covers every document we send", () => {
    const exported = Object.entries(queries).filter(([, value]) => typeof value === "string");
    expect(documents.map(([name, { document }]) => [name, document]).sort()).toEqual(exported.sort());
  });

  it.each(documents)("accepts %s", (_, { document }) => {
    expect(validate(schema, parse(document)).map(String)).toEqual([]);
  });

  it.each(documents)("has nothing deprecated in %s", (_, { document }) => {
    const info = new TypeInfo(schema);
    const deprecated: string[] = [];
    let fields = 0;
    visit(
      parse(document),
      visitWithTypeInfo(info, {
        Field(node) {
          fields++;
          if (info.getFieldDef()?.deprecationReason) deprecated.push(node.name.value);
        },
      }),
    );
    expect(fields).toBeGreaterThan(0);
    expect(deprecated).toEqual([]);
  });
});

describe("the scopes", () => {
  /** What Shopify says a document needs: a list of alternatives per type and field. */
  function needed(document: DocumentNode): { of: string; scopes: string[] }[] {
    const info = new TypeInfo(schema);
    const needs: { of: string; scopes: string[] }[] = [];
    visit(
      document,
      visitWithTypeInfo(info, {
        Field(node) {
          const parent = contract.types.get(info.getParentType()?.name ?? "");
          const field = parent?.fields?.find(({ name }) => name === node.name.value);
          for (const [of, access] of [
            [parent?.name, parent?.requiredAccess],
            [`${parent?.name}.${field?.name}`, field?.requiredAccess],
          ]) {
            const scopes = [...(access ?? "").matchAll(/`(\w+)` access scope/g)].map((match) => match[1]!);
            if (of && scopes.length > 0) needs.push({ of, scopes });
          }
        },
      }),
    );
    return needs;
  }

  it.each(
    documents.flatMap(([name, used]) => used.resources.map((resource) => [name, resource, used] as const)),
  )("%s needs no more than %s declares", (_, resource, { document }) => {
    const declared: readonly string[] = shopify.resources[resource]!.scopes;
    const missing = needed(parse(document)).filter(
      ({ scopes }) => !scopes.some((scope) => declared.includes(scope)),
    );
    expect(missing).toEqual([]);
  });

  it("declares none that no document of the resource needs", () => {
    for (const [resource, facts] of Object.entries(shopify.resources)) {
      const used = documents.filter(([, { resources }]) => resources.some((name) => name === resource));
      const scopes = new Set(
        used.flatMap(([, { document }]) => needed(parse(document)).flatMap((need) => need.scopes)),
      );
      expect(
        facts.scopes.filter((scope) => !scopes.has(scope)),
        resource,
      ).toEqual([]);
    }
  });

  it("asks for exactly what the resources need", () => {
    const all = new Set(Object.values(shopify.resources).flatMap((facts) => facts.scopes));
    expect([...shopify.scopes].sort()).toEqual([...all].sort());
  });
});

describe("the search filters", () => {
  it.each([
    ["QueryRoot", "orders", ["created_at", "updated_at", "location_id", "status", "financial_status"]],
    ["QueryRoot", "products", ["created_at", "updated_at", "status"]],
    ["QueryRoot", "customers", ["customer_date", "updated_at"]],
    ["Location", "inventoryLevels", ["updated_at"]],
  ])("%s.%s knows %s", (type, field, names) => {
    const { args } = contract.types.get(type)!.fields!.find(({ name }) => name === field)!;
    const told = args.find(({ name }) => name === "query")!.description!;
    for (const name of names) expect(told).toContain(`| ${name} |`);
  });

  it.each([
    ["orders", "status", ["open", "closed", "cancelled"]],
    ["orders", "financial_status", ["refunded", "partially_refunded"]],
    ["products", "status", ["active", "archived", "draft", "unlisted"]],
  ])("of %s takes our values for %s", (field, filter, values) => {
    const { args } = contract.types.get("QueryRoot")!.fields!.find(({ name }) => name === field)!;
    const told = args.find(({ name }) => name === "query")!.description!.replaceAll("\n", " ");
    const row = told
      .slice(told.indexOf(`| ${filter} |`))
      .split(" | ")
      .slice(0, 4)
      .join(" | ");
    for (const value of values) expect(row).toContain(`\`${value}\``);
  });
});

describe("the cost", () => {
  const SINGLE_QUERY_LIMIT = 1_000;
  const cost = (name: string, over: Record<string, unknown>, sizing: typeof linear) => {
    const { document, variables } = DOCUMENTS[name]!;
    return queryCost(schema, parse(document), { ...variables, ...over }, sizing);
  };

  it("is reckoned as Shopify did in an answer that was published", () => {
    // community.shopify.dev/t/23101: requestedQueryCost 25
    const published = `query ($id: ID!) {
      product(id: $id) { variants(first: 250) { nodes { inventoryItem { id tracked } } } }
    }`;
    expect(queryCost(schema, parse(published), {}, logarithmic)).toBe(25);
    // The author's own sum by the older, linear rule: 503
    expect(queryCost(schema, parse(published), {}, linear)).toBe(503);
  });

  it.each(documents)("of %s is under the limit at its largest", (name) => {
    const points = cost(name, {}, logarithmic);
    expect(points).toBeGreaterThan(0);
    expect(points).toBeLessThanOrEqual(SINGLE_QUERY_LIMIT * 0.9);
  });

  it.each(documents)("of %s is under the limit by the linear rule too, shrunk where it can be", (name) => {
    const over = SHRINKING.has(name) ? { first: 1 } : {};
    expect(cost(name, over, linear)).toBeLessThanOrEqual(SINGLE_QUERY_LIMIT);
  });
});

describe("the fixtures", () => {
  const partOf = (nodes: unknown[]) => ({
    owner: { part: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } },
  });
  const { DISCOUNTED_USD } = fixtures;
  const nodesOf = (connection: unknown) => (connection as { nodes: unknown[] }).nodes;

  it.each([
    ["ORDERS", fixtures.ORDERS_DATA],
    ["ORDER_BY_ID", { order: DISCOUNTED_USD }],
    ["ORDER_LINES", partOf([fixtures.line(1, "USD")])],
    ["ORDER_SHIPPING", partOf(nodesOf(DISCOUNTED_USD.shippingLines))],
    ["ORDER_DISCOUNTS", partOf(nodesOf(DISCOUNTED_USD.discountApplications))],
    ["REFUND_LINES", partOf(nodesOf(fixtures.refund(1, "USD").refundLineItems))],
    ["ORDERS_WITH_REFUNDS", fixtures.ordersWithRefunds([[1001, [fixtures.refund(1, "USD")]]])],
    ["PRODUCTS", fixtures.PRODUCTS_DATA],
    ["PRODUCT_BY_ID", { shop: { currencyCode: "NGN" }, product: fixtures.product(11) }],
    ["PRODUCT_VARIANTS", partOf([fixtures.variant(1)])],
    ["PRODUCT_MEDIA", partOf([{ __typename: "Video" }])],
    ["NEXT_LOCATION_LEVELS", fixtures.nextLocation(31, fixtures.levels([fixtures.level(1, 31)]), "l31")],
    ["LOCATION_LEVELS", { location: { inventoryLevels: fixtures.levels([fixtures.level(1, 31)], "v1") } }],
    ["LOCATIONS", fixtures.LOCATIONS_DATA],
    ["CUSTOMERS", fixtures.CUSTOMERS_DATA],
    ["STORE", fixtures.STORE_DATA],
  ])("of %s have what it selects, and nothing else", async (name, data) => {
    const { document, variables } = DOCUMENTS[name]!;
    const result = await execute({
      schema,
      document: parse(document),
      rootValue: data,
      variableValues: variables,
      // By the name in the answer: an alias is what Shopify answers with.
      // Where only an interface's own fields are selected, Shopify does not say which type it is.
      typeResolver: (value: { __typename?: string }, _context, _info, type) =>
        value.__typename ?? schema.getPossibleTypes(type)[0]!.name,
      fieldResolver: (source: Record<string, unknown>, _args, _context, info) => source[info.path.key],
    });
    expect(result.errors?.map(String)).toBeUndefined();
    expect(JSON.parse(JSON.stringify(result.data))).toEqual(data);
  });
});
