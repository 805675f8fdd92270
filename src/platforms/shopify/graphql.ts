import { z } from "zod";
import type { Warning } from "../../model/common";
import { type Api, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { fieldErrors, TOO_COSTLY } from "./classify";
import { pageShape, partShape } from "./shapes";

export type Sender = Pick<Api, "send">;
type Variables = Record<string, string | number | boolean | null>;

interface Answer {
  data: Record<string, unknown>;
  /** Fields Shopify left out because they are denied to us, e.g. `orders.customer`. */
  denied: string[];
}

const answerShape = z.object({ data: z.record(z.string(), z.unknown()) });

/** Runs one document. @throws PlatformFailure */
export async function query(api: Sender, document: string, variables: Variables = {}): Promise<Answer> {
  const { body } = await api.send({
    method: "POST",
    path: "/graphql.json",
    json: { query: document, variables },
  });
  const { data } = expectShape(answerShape, body);
  const denied = fieldErrors(body).map((error) =>
    (error.path ?? []).filter(
      (part) => typeof part === "string" && !["edges", "node", "nodes"].includes(part),
    ),
  );
  return { data, denied: [...new Set(denied.map((path) => path.join(".")))] };
}

/**
 * The same, asking for fewer records where Shopify finds the query too costly: it refuses before it runs the query
 * and takes no points for that. Shopify keeps its cost formula to itself and sets some fields' costs by hand, so our
 * sums (test/platforms/shopify-schema.test.ts) are estimates.
 */
async function sized(api: Sender, document: string, first: number, variables: Variables): Promise<Answer> {
  for (let size = first; ; size = Math.ceil(size / 4)) {
    try {
      return await query(api, document, { ...variables, first: size });
    } catch (error) {
      const failure = error instanceof PlatformFailure ? error.failure : null;
      if (failure?.kind !== "rejected" || !failure.detail.startsWith(TOO_COSTLY) || size === 1) throw error;
    }
  }
}

export interface Edges {
  edges: { cursor: string; node: unknown }[];
  /** The cursor behind the last edge; null where that is the end. */
  next: string | null;
  data: Record<string, unknown>;
  warnings: Warning[];
}

/** One page of a root list. */
export async function list(
  api: Sender,
  root: string,
  document: string,
  page: { first: number; after: string | null },
  variables: Variables = {},
): Promise<Edges> {
  const { data, denied } = await sized(api, document, page.first, { ...variables, after: page.after });
  const { edges, pageInfo } = expectShape(pageShape, data[root], `data.${root}`);
  const next = pageInfo.hasNextPage ? (pageInfo.endCursor ?? edges.at(-1)?.cursor ?? null) : null;
  return { edges, next, data, warnings: denied.map(deniedWarning) };
}

function deniedWarning(field: string): Warning {
  return {
    code: "field_denied",
    field,
    message: `Shopify does not let this app read ${field}; it is null. Customer data needs Shopify's approval.`,
  };
}

const connectionShape = z.looseObject({
  nodes: z.array(z.unknown()),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});
const RECORDS_PER_PART = 100;
const PARTS_AT_MOST = 50;

/** The object with one of its nested lists read to the end; null where the object was deleted while we read it. */
export async function complete(
  api: Sender,
  owner: Record<string, unknown>,
  field: string,
  document: string,
): Promise<Record<string, unknown> | null> {
  const connection = expectShape(connectionShape, owner[field], field);
  let { pageInfo } = connection;
  const nodes = [...connection.nodes];
  for (let part = 0; pageInfo.hasNextPage; part++) {
    if (part === PARTS_AT_MOST || pageInfo.endCursor === null) {
      throw new PlatformFailure({ kind: "unexpected", field, detail: "has no end" }, null);
    }
    const id = expectShape(z.string(), owner.id, "id");
    const { data } = await sized(api, document, RECORDS_PER_PART, { id, after: pageInfo.endCursor });
    const more = expectShape(partShape, data, "data").owner?.part;
    if (!more) return null;
    nodes.push(...more.nodes);
    pageInfo = more.pageInfo;
  }
  return { ...owner, [field]: { ...connection, nodes, pageInfo } };
}

/** Whether any nested list of this object has more than came with it. */
export function isTruncated(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTruncated);
  if (typeof value !== "object" || value === null) return false;
  const info = (value as { pageInfo?: { hasNextPage?: unknown } }).pageInfo;
  return info?.hasNextPage === true || Object.values(value).some(isTruncated);
}
