import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from "graphql";
import { fromBase64, hex } from "../../../src/kernel/bytes";
import uri from "../../contracts/shopify/admin_2026-10.json.gz?url&inline";

interface Accessible {
  name: string;
  requiredAccess: string | null;
}

interface IntrospectedType extends Accessible {
  fields: (Accessible & { args: { name: string; description: string | null }[] })[] | null;
}

export interface ShopifySchema {
  sha256: string;
  schema: GraphQLSchema;
  /** Shopify's own additions, which the graphql package leaves out. */
  types: Map<string, IntrospectedType>;
}

/** Shopify's published schema (test/contracts/shopify/README.md). */
export async function loadSchema(): Promise<ShopifySchema> {
  const bytes = fromBase64(uri.slice(uri.indexOf(",") + 1))!;
  const sha256 = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const { data } = await new Response(plain).json<{ data: IntrospectionQuery }>();
  const types = data.__schema.types as unknown as IntrospectedType[];
  return { sha256, schema: buildClientSchema(data), types: new Map(types.map((type) => [type.name, type])) };
}
