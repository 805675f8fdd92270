import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv } from "../http/context";
import { openCursor, sealCursor } from "../http/cursor";
import { operation } from "../http/meter";
import { addReading, bearer, jsonAnswer, listOf, pageQuery, router } from "../http/openapi";
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

const platformId = z.string().min(1).max(255);

export const dataRoutes = router();

function addList<T extends object>(
  resource: Exclude<Resource, "store">,
  schema: () => z.ZodType,
  reader: (read: Readers) => ((api: Api, query: ListQuery) => Promise<Page<T>>) | undefined,
): void {
  addReading(
    dataRoutes,
    {
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
    },
    (c, { id }, query) => list(c, resource, { id, query }, reader),
  );
}

function addOne<T extends object, P extends z.ZodObject>(
  { path, resource, name, operationId, params }: One<P>,
  schema: () => z.ZodType,
  reader: (read: Readers, params: z.output<P>) => ((api: Api) => Promise<Mapped<T>>) | undefined,
): void {
  addReading(
    dataRoutes,
    {
      method: "get",
      path: `/v1/connections/{id}/${path}`,
      operationId,
      summary: `Read one ${name}`,
      tags,
      security: bearer,
      middleware: operation(`${resource}.get`, `${resource}:read`),
      request: { params, query: rawQuery },
      responses: { 200: jsonAnswer(`The ${name}`, schema), ...failures },
    },
    (c, given, { raw }) =>
      one(c, resource, name, { id: String(given["id"]), raw }, (read) => reader(read, given)),
  );
}

interface One<P extends z.ZodObject> {
  path: string;
  resource: Resource;
  name: string;
  operationId: string;
  /** With the connection's `id`. */
  params: P;
}

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

addOne(
  { path: "store", resource: "store", name: "store", operationId: "getStore", params: connectionParam },
  storeSchema,
  (read) => read.store,
);
addList("locations", locationSchema, (read) => read.locations);
addList("products", productSchema, (read) => read.products);
addOne(
  {
    path: "products/{pid}",
    resource: "products",
    name: "product",
    operationId: "getProduct",
    params: connectionParam.extend({ pid: platformId }),
  },
  productSchema,
  ({ product }, { pid }) => product && ((api) => product(api, pid)),
);
addList("orders", orderSchema, (read) => read.orders);
addOne(
  {
    path: "orders/{oid}",
    resource: "orders",
    name: "order",
    operationId: "getOrder",
    params: connectionParam.extend({ oid: platformId }),
  },
  orderSchema,
  ({ order }, { oid }) => order && ((api) => order(api, oid)),
);
addList("refunds", refundSchema, (read) => read.refunds);
addList("inventory", inventoryLevelSchema, (read) => read.inventory);
addList("customers", customerSchema, (read) => read.customers);
