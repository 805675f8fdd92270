import { advance } from "../rights/advance";
import { accountRequester } from "../rights/requester";
import { openRequest } from "../rights/service";
import type { OpenRights } from "./receive";

/**
 * A platform asks in the name of the account it knows (Shopify's shop/redact, eBay's account deletion): its signature
 * stands for the person's proof of control, and the request runs like one from the privacy centre.
 */
export const openForAccount: OpenRights = async (env, { right, accountHash, connections }) => {
  for (const mode of new Set(connections.map((connection) => connection.mode))) {
    const opened = await openRequest(env, {
      right,
      channel: "privacy_centre",
      jurisdiction: null,
      app: null,
      requesterHash: await accountRequester(accountHash, mode),
      subjects: connections.filter((connection) => connection.mode === mode),
      wishes: {},
    });
    await advance(env, opened.kind === "opened" ? opened.row.id : opened.id);
  }
};
