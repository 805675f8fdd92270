import { z } from "zod";
import type { Api, ApiRequest } from "../adapter";
import { expectShape } from "../expect";

/** `{count, results}` by limit and offset, the only paging Etsy has. */
const answer = z.object({ count: z.int().nonnegative(), results: z.array(z.unknown()) });
const identified = z.record(z.string(), z.unknown());

/** As many records as a page may hold: what moves over a page's edge is known again. */
const TAIL = 100;

export const place = z.object({
  offset: z.int().nonnegative(),
  count: z.int().nonnegative(),
  /** The ids given last. */
  tail: z.array(z.int()),
});
export type Place = z.infer<typeof place>;

export interface Slice {
  items: { raw: unknown; where: string }[];
  /** Null at the end. */
  next: Place | null;
}

/**
 * One page, each record once. What is added before the place moves the rest back: it comes again, and is dropped by its
 * id. What is taken away moves the rest forward: the page is read again from as far before.
 */
export async function slice(
  api: Api,
  request: Pick<ApiRequest, "path" | "query">,
  { at, limit, idField }: { at: Place | null; limit: number; idField: string },
): Promise<Slice> {
  const page = async (offset: number) => {
    const { body } = await api.send({
      method: "GET",
      ...request,
      query: { ...request.query, limit, offset },
    });
    return { offset, ...expectShape(answer, body) };
  };
  let got = await page(at?.offset ?? 0);
  const moved = at ? Math.min(at.count - got.count, got.offset, TAIL) : 0;
  if (moved > 0) got = await page(got.offset - moved);
  const all = got.results.map((raw, index) => {
    const where = `results.${index}`;
    const told = expectShape(identified, raw, where)[idField];
    return { raw, where, id: expectShape(z.int(), told, `${where}.${idField}`) };
  });
  const end = got.offset + all.length;
  const tail = [...(at?.tail ?? []), ...all.map(({ id }) => id)].slice(-TAIL);
  return {
    items: all.filter(({ id }) => !at?.tail.includes(id)),
    next: all.length > 0 && end < got.count ? { offset: end, count: got.count, tail } : null,
  };
}
