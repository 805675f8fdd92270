import { z } from "zod";
import type { Api, ApiRequest } from "../adapter";
import { expectShape } from "../expect";

const frame = z.object({ nextToken: z.string().nullish(), isLastPage: z.boolean().nullish() });

/** One page of a list that Jumia pages by a token of its own. @param list the field that holds the records */
export async function tokenPage(
  api: Api,
  path: string,
  list: string,
  query: NonNullable<ApiRequest["query"]>,
): Promise<{ raws: readonly unknown[]; next: string | null }> {
  const { body } = await api.send({ method: "GET", path, query });
  const { nextToken, isLastPage } = expectShape(frame, body);
  const held = expectShape(z.object({ [list]: z.array(z.unknown()) }), body);
  return { raws: held[list] ?? [], next: isLastPage ? null : nextToken || null };
}
