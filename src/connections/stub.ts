import { regionOfConnectionId } from "../kernel/ids";
import type { Region } from "../kernel/regions";
import type { ConnectionObject } from "./object";

/** What the local runtime says of jurisdictions it does not have. */
const NOT_IMPLEMENTED = "not implemented";

/** Which of Cloudflare's placements comes nearest to a region without a jurisdiction of its own. */
const HINTS: Record<Exclude<Region, "eu">, DurableObjectLocationHint> = { us: "enam", af: "afr" };

/**
 * The object of a connection, found from the id alone. An `eu` connection lives in the EU jurisdiction wherever the
 * runtime has one; only the local runtime has none.
 * @returns null when the text is not a connection id: nothing is looked up for it.
 */
export function connectionStub(
  env: Pick<Env, "CONNECTIONS">,
  id: string,
): DurableObjectStub<ConnectionObject> | null {
  const region = regionOfConnectionId(id);
  if (!region) return null;
  if (region !== "eu")
    return env.CONNECTIONS.get(env.CONNECTIONS.idFromName(id), { locationHint: HINTS[region] });
  const namespace = euNamespace(env.CONNECTIONS);
  return namespace.get(namespace.idFromName(id));
}

/** Asked for once per isolate: every call needs it, and where there is none the runtime says so by throwing. */
const euNamespaces = new WeakMap<Env["CONNECTIONS"], Env["CONNECTIONS"]>();

function euNamespace(namespace: Env["CONNECTIONS"]): Env["CONNECTIONS"] {
  let found = euNamespaces.get(namespace);
  if (!found) {
    found = findEuNamespace(namespace);
    euNamespaces.set(namespace, found);
  }
  return found;
}

function findEuNamespace(namespace: Env["CONNECTIONS"]): Env["CONNECTIONS"] {
  try {
    return namespace.jurisdiction("eu");
  } catch (error) {
    if (String(error).includes(NOT_IMPLEMENTED)) return namespace;
    throw error;
  }
}
