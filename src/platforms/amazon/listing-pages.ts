import { z } from "zod";
import type { Warning } from "../../model/common";
import type { Api, ListQuery } from "../adapter";
import { expectShape } from "../expect";
import { readCursor } from "../mapped";

/** One search is paged through no further than this, however many listings it found (searchListingsItems). */
const PAGEABLE = 1_000;
export const MAX_PAGE = 20;

const answer = z.object({
  numberOfResults: z.int(),
  items: z.array(z.unknown()),
  pagination: z.object({ nextToken: z.string().nullish() }).nullish(),
});
const dated = z.object({ sku: z.string(), summaries: z.array(z.object({ createdDate: z.string() })).min(1) });

/** Where the reading stands: in a window that begins with a moment of creation, at one of Amazon's page tokens. */
const position = z.object({
  after: z.string().nullable(),
  token: z.string().nullable(),
  read: z.int(),
  /** The newest creation seen, and the SKUs created just then: the next window begins with them again. */
  last: z.string().nullable(),
  ties: z.array(z.string()),
  /** What this window repeats from the one before. */
  skip: z.array(z.string()),
});
type Position = z.infer<typeof position>;

interface ListingsPage {
  items: { raw: unknown; where: string }[];
  next: string | null;
  warnings: Warning[];
}

/**
 * One store's listings, oldest first, so that what is added lands at the end. Amazon pages through the first thousand
 * only: a seller with more is read in windows by the moment of creation, each listing once.
 */
export async function listingsPage(
  api: Api,
  query: ListQuery,
  { marketplace, data }: { marketplace: string; data: string },
): Promise<ListingsPage> {
  const here = query.cursor === null ? beginning(query) : readCursor(position, query.cursor);
  const { body } = await api.send({
    method: "GET",
    path: `/listings/2021-08-01/items/${encodeURIComponent(api.account.id)}`,
    query: {
      marketplaceIds: marketplace,
      includedData: data,
      sortBy: "createdDate",
      sortOrder: "ASC",
      pageSize: query.limit,
      createdAfter: here.after ?? undefined,
      createdBefore: query.created_before,
      lastUpdatedAfter: query.updated_since,
      pageToken: here.token ?? undefined,
    },
  });
  const got = expectShape(answer, body);
  const items = got.items.map((raw, index) => ({ raw, where: `items.${index}` }));
  const seen = items.map(({ raw, where }) => expectShape(dated, raw, where));
  const there = advance(here, seen, got.numberOfResults > PAGEABLE);
  const token = got.pagination?.nextToken ?? null;
  const isCut = token === null && got.numberOfResults > PAGEABLE && there.read >= PAGEABLE;
  const isStuck = isCut && there.last === here.after;
  return {
    items: items.filter((_, index) => !here.skip.includes(seen[index]?.sku ?? "")),
    next: token ? cursorOf({ ...there, token }) : isCut && !isStuck ? cursorOf(nextWindow(there)) : null,
    warnings: isStuck ? [MORE_AT_ONE_MOMENT] : [],
  };
}

const MORE_AT_ONE_MOMENT: Warning = {
  code: "incomplete",
  message:
    "More than 1,000 listings were created at one moment; Amazon does not page through the rest of them.",
};

function beginning(query: ListQuery): Position {
  return { after: query.created_after ?? null, token: null, read: 0, last: null, ties: [], skip: [] };
}

/** Ties are kept only where a further window will need them. */
function advance(here: Position, seen: z.infer<typeof dated>[], isLong: boolean): Position {
  const read = here.read + seen.length;
  if (!isLong) return { ...here, read };
  let { last } = here;
  let ties = [...here.ties];
  for (const { sku, summaries } of seen) {
    const created = summaries[0]?.createdDate ?? null;
    if (created !== last) ties = [];
    last = created;
    ties.push(sku);
  }
  return { ...here, read, last, ties };
}

function nextWindow({ last, ties }: Position): Position {
  return { after: last, token: null, read: 0, last, ties, skip: ties };
}

function cursorOf(there: Position): string {
  return JSON.stringify(there);
}
