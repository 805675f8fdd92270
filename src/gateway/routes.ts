import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv } from "../http/context";
import { openCursor, sealCursor } from "../http/cursor";
import { operation } from "../http/meter";
import { bearer, jsonAnswer, listOf, pageQuery, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { Problem } from "../kernel/problem";
import { warningSchema } from "../model/common";
import {
  customerSchema,
  inventoryLevelSchema,
  locationSchema,
  orderSchema,
  productSchema,
  refundSchema,
  storeSchema,
} from "../model/retail";
import type { Api, ListQuery, Mapped, Page, Readers, Resource } from "../platforms/adapter";
import { callPlatform } from "./call";
import { type FilterInput, filterQuery, filtersFor, present, rawQuery, readable } from "./resources";

const tags = ["Retail data"];
const failures = problemResponses(400, 401, 403, 404, 409, 422, 429, 502, 504);
const connectionParam = z.object({ id: z.string().max(64) });
const listQuery = z.object({ ...pageQuery, ...filterQuery });
/** A cursor survives a token's expiry: it holds the platform's cursor, and nothing of the credentials. */
const position = z.object({ native: z.string() });

function listRoute<T extends z.ZodType>(resource: Exclude<Resource, "store">, schema: () => T) {
  return createRoute({
    method: "get",
    path: `/v1/connections/{id}/${resource}`,
    operationId: `list${resource[0]?.toUpperCase()}${resource.slice(1)}`,
    summary: `List ${resource}`,
    tags,
    security: bearer,
    middleware: operation(`${resource}.list`, `${resource}:read`),
    request: { params: connectionParam, query: listQuery },
    responses: {
      200: jsonAnswer(`A page of ${resource}`, () => listOf(schema(), warningSchema)),
      ...failures,
    },
  });
}

function oneRoute<T extends z.ZodType>(
  path: string,
  resource: Resource,
  name: string,
  operationId: string,
  schema: () => T,
  params: z.ZodObject,
) {
  return createRoute({
    method: "get",
    path: `/v1/connections/{id}/${path}`,
    operationId,
    summary: `Read one ${name}`,
    tags,
    security: bearer,
    middleware: operation(`${resource}.get`, `${resource}:read`),
    request: { params, query: rawQuery },
    responses: { 200: jsonAnswer(`The ${name}`, schema), ...failures },
  });
}

const platformId = z.string().min(1).max(255);

async function list<T extends object>(
  c: Context<AppEnv>,
  resource: Resource,
  input: { id: string; query: FilterInput & { limit: number; cursor?: string | undefined } },
  reader: (read: Readers) => ((api: Api, query: ListQuery) => Promise<Page<T>>) | undefined,
) {
  const { limit, cursor, raw, ...filterInput } = input.query;
  const binding = ["data", input.id, resource, JSON.stringify(filterInput)];
  const at = cursor ? (await openCursor(c.env, binding, cursor, position)).native : null;
  const page = await callPlatform(c, input.id, resource, async (api, { adapter, lease }) => {
    const facts = readable(adapter, lease, resource);
    const read = reader(adapter.read);
    if (!read) throw new Problem("unsupported_resource", `${adapter.name} does not list ${resource}.`);
    const filters = filtersFor(adapter, resource, facts, filterInput);
    return read(api, { ...filters, limit: Math.min(limit, facts.maxPageSize), cursor: at });
  });
  return {
    data: page.records.map((record) => present(record, raw)),
    next_cursor: page.next === null ? null : await sealCursor(c.env, binding, { native: page.next }),
    warnings: page.warnings,
  };
}

async function one<T extends object>(
  c: Context<AppEnv>,
  resource: Resource,
  what: string,
  input: { id: string; raw: string | undefined },
  reader: (read: Readers) => ((api: Api) => Promise<Mapped<T>>) | undefined,
) {
  const record = await callPlatform(c, input.id, what, async (api, { adapter, lease }) => {
    readable(adapter, lease, resource);
    const read = reader(adapter.read);
    if (!read) throw new Problem("unsupported_resource", `${adapter.name} does not give a single ${what}.`);
    return read(api);
  });
  return present(record, input.raw);
}

const bound =
  <T>(by: (read: Readers) => ((api: Api, id: string) => Promise<Mapped<T>>) | undefined, id: string) =>
  (read: Readers) => {
    const found = by(read);
    return found && ((api: Api) => found(api, id));
  };

export const dataRoutes = router()
  .openapi(oneRoute("store", "store", "store", "getStore", storeSchema, connectionParam), async (c) => {
    const { id } = c.req.valid("param") as { id: string };
    return c.json(
      await one(c, "store", "store", { id, raw: c.req.valid("query").raw }, (read) => read.store),
      200,
    );
  })
  .openapi(listRoute("locations", locationSchema), async (c) =>
    c.json(
      await list(
        c,
        "locations",
        { ...c.req.valid("param"), query: c.req.valid("query") },
        (read) => read.locations,
      ),
      200,
    ),
  )
  .openapi(listRoute("products", productSchema), async (c) =>
    c.json(
      await list(
        c,
        "products",
        { ...c.req.valid("param"), query: c.req.valid("query") },
        (read) => read.products,
      ),
      200,
    ),
  )
  .openapi(
    oneRoute(
      "products/{pid}",
      "products",
      "product",
      "getProduct",
      productSchema,
      connectionParam.extend({ pid: platformId }),
    ),
    async (c) => {
      const { id, pid } = c.req.valid("param") as { id: string; pid: string };
      const { raw } = c.req.valid("query");
      return c.json(
        await one(
          c,
          "products",
          "product",
          { id, raw },
          bound((read) => read.product, pid),
        ),
        200,
      );
    },
  )
  .openapi(listRoute("orders", orderSchema), async (c) =>
    c.json(
      await list(
        c,
        "orders",
        { ...c.req.valid("param"), query: c.req.valid("query") },
        (read) => read.orders,
      ),
      200,
    ),
  )
  .openapi(
    oneRoute(
      "orders/{oid}",
      "orders",
      "order",
      "getOrder",
      orderSchema,
      connectionParam.extend({ oid: platformId }),
    ),
    async (c) => {
      const { id, oid } = c.req.valid("param") as { id: string; oid: string };
      const { raw } = c.req.valid("query");
      return c.json(
        await one(
          c,
          "orders",
          "order",
          { id, raw },
          bound((read) => read.order, oid),
        ),
        200,
      );
    },
  )
  .openapi(listRoute("refunds", refundSchema), async (c) =>
    c.json(
      await list(
        c,
        "refunds",
        { ...c.req.valid("param"), query: c.req.valid("query") },
        (read) => read.refunds,
      ),
      200,
    ),
  )
  .openapi(listRoute("inventory", inventoryLevelSchema), async (c) =>
    c.json(
      await list(
        c,
        "inventory",
        { ...c.req.valid("param"), query: c.req.valid("query") },
        (read) => read.inventory,
      ),
      200,
    ),
  )
  .openapi(listRoute("customers", customerSchema), async (c) =>
    c.json(
      await list(
        c,
        "customers",
        { ...c.req.valid("param"), query: c.req.valid("query") },
        (read) => read.customers,
      ),
      200,
    ),
  );
