import { z } from "zod";
import type { Warning } from "../../model/common";
import {
  type Api,
  type ApiRequest,
  type ListQuery,
  type Mapped,
  type Page,
  PlatformFailure,
} from "../adapter";
import { expectShape } from "../expect";

/**
 * Stripe's lists: newest first, the next page begins after the last id seen (docs.stripe.com/api/pagination). What is
 * added meanwhile comes before the first page, so nothing is read twice.
 */
const list = z.object({ data: z.array(z.unknown()), has_more: z.boolean() });
const identified = z.object({ id: z.string() });

type Query = NonNullable<ApiRequest["query"]>;

export interface Listed {
  raws: readonly unknown[];
  /** The id after which the next page begins; null on the last one. */
  next: string | null;
}

export async function listOnce(api: Api, path: string, query: Query): Promise<Listed> {
  const { body } = await api.send({ method: "GET", path, query });
  return listed(body, "body");
}

export function listed(body: unknown, where: string): Listed {
  const { data, has_more } = expectShape(list, body, where);
  if (!has_more) return { raws: data, next: null };
  const last = expectShape(identified, data.at(-1), `${where}.data.${data.length - 1}`);
  return { raws: data, next: last.id };
}

/** Everything in a list, from an id on, page by page. */
export async function listAll(api: Api, path: string, query: Query, after?: string): Promise<unknown[]> {
  const raws: unknown[] = [];
  let next: string | null | undefined = after;
  do {
    const page = await listOnce(api, path, { ...query, limit: 100, starting_after: next ?? undefined });
    raws.push(...page.raws);
    next = page.next;
  } while (next);
  return raws;
}

/** The parameters of one page that every list takes. Stripe counts in seconds, both ends included. */
export function pageQuery({ limit, cursor, created_after, created_before }: ListQuery): Query {
  return {
    limit,
    starting_after: cursor ?? undefined,
    "created[gte]": created_after && Math.ceil(Date.parse(created_after) / 1_000),
    "created[lte]": created_before && Math.floor(Date.parse(created_before) / 1_000),
  };
}

export function page<T>(records: Mapped<T>[], next: string | null, warnings: Warning[] = []): Page<T> {
  return { records, next, warnings };
}

/** Stripe's own word for our status. The gateway offers only the declared ones; anything else is the caller's fault. */
export function stripeStatus(
  table: Readonly<Record<string, string>>,
  status: string | undefined,
): string | undefined {
  if (status === undefined) return undefined;
  if (Object.hasOwn(table, status)) return table[status];
  throw new PlatformFailure(
    { kind: "rejected", detail: `status: one of ${Object.keys(table).join(", ")}` },
    null,
  );
}

const AT_ONCE = 5;

/** Asks something about each, a few at a time: Stripe allows 25 requests a second for one endpoint. */
export async function inTurns<T, R>(
  items: readonly T[],
  ask: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const some = items.slice(from, from + AT_ONCE).map((item, index) => ask(item, from + index));
    answers.push(...(await Promise.all(some)));
  }
  return answers;
}
