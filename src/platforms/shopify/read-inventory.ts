import { z } from "zod";
import type { Warning } from "../../model/common";
import type { InventoryLevel } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { query } from "./graphql";
import { globalId, numericId } from "./ids";
import { mapLevel } from "./map-catalog";
import { LOCATION_LEVELS, NEXT_LOCATION_LEVELS } from "./queries";
import { allOf, idTerm, timeTerm } from "./search";
import { levelShape, locationLevelsShape, nextLocationShape } from "./shapes";

/** Where the walk over locations and their levels stands. */
const cursorShape = z.discriminatedUnion("kind", [
  /** Before the location that follows `walk` (Shopify's cursor); null is the first. */
  z.object({ kind: z.literal("next_location"), walk: z.string().nullable() }),
  /** Inside a location, behind the level `after`. `onward` is where the walk goes on; absent where it ends here. */
  z.object({
    kind: z.literal("inside"),
    location: z.string(),
    after: z.string().nullable(),
    onward: z.string().optional(),
  }),
]);
type Place = z.infer<typeof cursorShape>;

const CALLS_PER_PAGE = 5;

/** Every active level of every active location, location by location; or of the one asked for. */
export async function readInventory(api: Api, ask: ListQuery): Promise<Page<InventoryLevel>> {
  const search = allOf(ask.updated_since ? [timeTerm("updated_at", ">=", ask.updated_since)] : []);
  const records: Mapped<InventoryLevel>[] = [];
  const warnings: Warning[] = [];
  let place: Place | null = start(ask);
  for (let call = 0; place && call < CALLS_PER_PAGE && records.length < ask.limit; call++) {
    const part: Part = await read(api, place, ask.limit - records.length, search);
    for (const raw of part.levels) {
      if (isShared(raw)) warnings.push(sharedStock(records.length));
      records.push({ value: mapLevel(raw), raw });
    }
    place = part.next;
  }
  return { records, next: place && JSON.stringify(place), warnings };
}

function start(ask: ListQuery): Place {
  if (ask.cursor !== null) {
    try {
      return cursorShape.parse(JSON.parse(ask.cursor));
    } catch {
      throw new PlatformFailure({ kind: "rejected", detail: "the cursor is not one of this list" }, null);
    }
  }
  if (!ask.location_id) return { kind: "next_location", walk: null };
  idTerm("location_id", ask.location_id);
  return { kind: "inside", location: ask.location_id, after: null };
}

interface Part {
  levels: unknown[];
  next: Place | null;
}

async function read(api: Api, place: Place, first: number, search: string | null): Promise<Part> {
  if (place.kind === "next_location") {
    const { data } = await query(api, NEXT_LOCATION_LEVELS, { walk: place.walk, first, search });
    const { locations } = expectShape(nextLocationShape, data, "data");
    const location = locations.nodes[0];
    if (!location) return { levels: [], next: null };
    const onward = locations.pageInfo.hasNextPage ? locations.pageInfo.endCursor : null;
    return follow(location.inventoryLevels, numericId(location.id), onward);
  }
  const id = globalId("Location", place.location);
  const { data } = await query(api, LOCATION_LEVELS, { id, first, after: place.after, search });
  const { location } = expectShape(locationLevelsShape, data, "data");
  if (location) return follow(location.inventoryLevels, place.location, place.onward ?? null);
  // A location that vanished between two pages ends its part of the walk; one never seen is the caller's mistake.
  if (place.after === null) throw new PlatformFailure({ kind: "not_found" }, null);
  return { levels: [], next: nextLocation(place.onward ?? null) };
}

function follow(
  levels: z.infer<typeof nextLocationShape>["locations"]["nodes"][number]["inventoryLevels"],
  location: string,
  onward: string | null,
): Part {
  const { hasNextPage, endCursor } = levels.pageInfo;
  const next: Place | null = hasNextPage
    ? { kind: "inside", location, after: endCursor, ...(onward !== null && { onward }) }
    : nextLocation(onward);
  return { levels: levels.nodes, next };
}

function nextLocation(walk: string | null): Place | null {
  return walk === null ? null : { kind: "next_location", walk };
}

/** Several variants may share one stock; a level names one of them. */
function isShared(raw: unknown): boolean {
  return levelShape.safeParse(raw).data?.item.variants?.pageInfo.hasNextPage === true;
}

function sharedStock(at: number): Warning {
  return {
    code: "nested_truncated",
    field: `data[${at}].variant_id`,
    message: "More than one variant shares this stock; the first of them is named.",
  };
}
