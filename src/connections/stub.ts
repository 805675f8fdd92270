import { regionOfConnectionId } from "../kernel/ids";
import { objectIn } from "../kernel/objects";
import type { ConnectionObject } from "./object";

/**
 * The object of a connection, found from the id alone.
 * @returns null when the text is not a connection id: nothing is looked up for it.
 */
export function connectionStub(
  env: Pick<Env, "CONNECTIONS">,
  id: string,
): DurableObjectStub<ConnectionObject> | null {
  const region = regionOfConnectionId(id);
  return region && objectIn(env.CONNECTIONS, region, id);
}
