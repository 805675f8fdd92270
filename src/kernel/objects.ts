import type { Region } from "./regions";

/** What the local runtime says of jurisdictions it does not have. */
const NOT_IMPLEMENTED = "not implemented";

/** Which of Cloudflare's placements comes nearest to a region without a jurisdiction of its own. */
const HINTS: Record<Exclude<Region, "eu">, DurableObjectLocationHint> = { us: "enam", af: "afr" };

/**
 * An object by its name, in a region; without one it is made wherever it is first asked for. One of `eu` lives in the
 * EU jurisdiction wherever the runtime has one; only the local runtime has none.
 */
export function objectIn<T extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<T>,
  region: Region | null,
  name: string,
): DurableObjectStub<T> {
  if (region === "eu") return euNamespace(namespace).getByName(name);
  return namespace.getByName(name, region ? { locationHint: HINTS[region] } : {});
}

/** Asked for once per isolate: every call needs it, and where there is none the runtime says so by throwing. */
const euNamespaces = new WeakMap<object, object>();

function euNamespace<T extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<T>,
): DurableObjectNamespace<T> {
  const found = euNamespaces.get(namespace) ?? findEuNamespace(namespace);
  euNamespaces.set(namespace, found);
  return found as DurableObjectNamespace<T>;
}

function findEuNamespace<T extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<T>,
): DurableObjectNamespace<T> {
  try {
    return namespace.jurisdiction("eu");
  } catch (error) {
    if (String(error).includes(NOT_IMPLEMENTED)) return namespace;
    throw error;
  }
}
