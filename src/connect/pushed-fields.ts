import { z } from "zod";
import { fromUtf8 } from "../kernel/bytes";

const MAX_FIELDS = 50;
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** What a shop's server posted, JSON or form, as text fields; null for anything else. The size is bounded before. */
export async function pushedFields(request: Request): Promise<Record<string, string> | null> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const bytes = new Uint8Array(await request.arrayBuffer());
  // WooCommerce says JSON; some hosts' proxies drop the type.
  try {
    const text = fromUtf8(bytes);
    if (type === "application/x-www-form-urlencoded") return bounded([...new URLSearchParams(text)]);
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return null;
    return bounded(
      Object.entries(parsed).flatMap(([name, value]) => {
        const read = scalar.safeParse(value);
        return read.success ? [[name, read.data] as [string, string]] : [];
      }),
    );
  } catch {
    return null;
  }
}

/** A repeated field makes it unclear which is meant. */
function bounded(pairs: [string, string][]): Record<string, string> | null {
  const fields = Object.fromEntries(pairs);
  const count = Object.keys(fields).length;
  return count === pairs.length && count <= MAX_FIELDS ? fields : null;
}
