import { expect } from "vitest";
import { PROBLEMS } from "../../src/kernel/problem";
import { everythingInD1 } from "./fake-platforms";
import { type Developer, REDIRECT, request } from "./harness";

/** The API as it describes itself, so that a test can go through all of it. */

export interface Schema {
  type?: string | string[];
  enum?: (string | boolean)[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  format?: string;
  $ref?: string;
}
export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Schema;
}
export interface Operation {
  method: string;
  path: string;
  operationId: string;
  parameters: Parameter[];
  body: Schema | null;
}

const VERBS = ["get", "post", "put", "patch", "delete"];

/** Every /v1 operation of the published description. */
export async function describedOperations(): Promise<Operation[]> {
  const document = (await (await request("/openapi.json")).json()) as {
    paths: Record<string, Record<string, Record<string, unknown>>>;
    components: { schemas: Record<string, Schema> };
  };
  const resolve = resolver(document.components.schemas);
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => path.startsWith("/v1/") && VERBS.includes(method))
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operationId: String(operation.operationId),
        parameters: ((operation.parameters ?? []) as Parameter[]).map((parameter) => ({
          ...parameter,
          schema: resolve(parameter.schema),
        })),
        body: bodySchema(operation.requestBody, resolve),
      })),
  );
}

type Resolve = (schema: Schema) => Schema;

/** Puts the component in the place of each reference to it. */
function resolver(components: Record<string, Schema>): Resolve {
  const resolve: Resolve = (schema) => {
    const found = schema.$ref ? components[schema.$ref.split("/").at(-1)!]! : schema;
    const properties = Object.entries(found.properties ?? {}).map(
      ([name, value]) => [name, resolve(value)] as const,
    );
    return {
      ...found,
      ...(found.properties && { properties: Object.fromEntries(properties) }),
      ...(found.items && { items: resolve(found.items) }),
    };
  };
  return resolve;
}

function bodySchema(body: unknown, resolve: Resolve): Schema | null {
  const content = (body as { content?: Record<string, { schema: Schema }> } | undefined)?.content;
  const schema = content?.["application/json"]?.schema;
  return schema ? resolve(schema) : null;
}

export const isAboutKeys = ({ path }: Operation) => path.startsWith("/v1/api-keys/");

/** An address of the operation. */
export function addressOf(operation: Operation, id: string): string {
  const values: Record<string, string> = { id, pid: "p-1", oid: "o-1", path: "shop" };
  return operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "x");
}

/** A body that fits, as far as the description tells. */
export function goodBody(operation: Operation): Record<string, unknown> {
  const known: Record<string, unknown> = {
    redirect_uri: REDIRECT,
    platforms: ["sandbox"],
    scopes: ["usage"],
    language: "en",
    region: "eu",
    as: "expired",
    url: "https://hooks.acme-books.com/metristack",
    types: ["connection.changed"],
    discovered_at: "2026-11-20T08:00:00Z",
    nature: "A laptop with an API key on it was stolen.",
    affected: { data_classes: ["authentication_data"] },
  };
  const entries = Object.entries(operation.body?.properties ?? {}).map(([name, schema]) => {
    const { type, minimum, minLength } = schema;
    const text = schema.enum?.[0] ?? "text".padEnd(minLength ?? 0, "x");
    const made = { string: text, integer: minimum ?? 1, object: {} }[type as string];
    return [name, known[name] ?? made ?? true] as const;
  });
  return Object.fromEntries(entries);
}

export function send(
  developer: Developer | null,
  operation: Operation,
  address: string,
  body?: unknown,
  headers = {},
): Promise<Response> {
  const hasBody = body !== undefined && operation.method !== "GET" && operation.method !== "DELETE";
  return request(address, {
    method: operation.method,
    headers: {
      ...(developer && { authorization: `Bearer ${developer.key}` }),
      ...(hasBody && { "content-type": "application/json" }),
      ...headers,
    },
    ...(hasBody && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: keyof typeof PROBLEMS;
  request_id: string;
  errors?: { path: string; message: string }[];
}

/** The answer is a problem as RFC 9457 and the contract want it: this status, one of these codes. */
export async function problem(
  answer: Response,
  status: number,
  code: string,
  what: string,
): Promise<ProblemDocument> {
  const text = await answer.text();
  expect(answer.status, `${what}: ${text}`).toBe(status);
  expect(answer.headers.get("content-type"), what).toBe("application/problem+json");
  const document = JSON.parse(text) as ProblemDocument;
  expect(document, what).toMatchObject({ status, code, title: PROBLEMS[document.code][1] });
  expect(document.type, what).toBe(`https://metristack.com/problems/${code}`);
  expect(document.request_id, what).toMatch(/^req_[0-9A-Za-z]{22}$/);
  expect(answer.headers.get("x-request-id"), what).toBe(document.request_id);
  expect(document.detail.length, what).toBeGreaterThan(0);
  return document;
}

/** Runs it and sees that D1 holds afterwards what it held before, but for tables in which a trace is wanted. */
export async function changesNothing(
  run: () => Promise<void>,
  { but = [] }: { but?: readonly string[] } = {},
): Promise<void> {
  const held = async () =>
    Object.fromEntries(Object.entries(await everythingInD1()).filter(([table]) => !but.includes(table)));
  const before = await held();
  await run();
  expect(await held()).toEqual(before);
}
