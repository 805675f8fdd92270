import { z } from "zod";
import { type OAuthRedirect, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { siteOf, siteQuestion } from "./sites";

const TOKEN = "https://api.amazon.com/auth/o2/token";

/**
 * The website authorisation workflow (developer-docs.amazon.com/sp-api/docs/website-authorization-workflow): consent
 * in Seller Central, tokens from Login with Amazon.
 *
 * The consent address takes `application_id`, `state` and `redirect_uri` only, so there is no PKCE; the code comes
 * as `spapi_oauth_code`. A token names neither seller nor scope.
 */
export const amazonConnect: OAuthRedirect = {
  kind: "oauth_redirect",
  pkce: "unsupported",
  iss: "optional",
  clientAuth: "client_secret_post",
  shop: siteQuestion,
  issuer: () => "https://api.amazon.com",
  endpoints: (target) => ({
    authorize: `${siteOf(target).central}/apps/authorize/consent`,
    token: TOKEN,
    revoke: null,
  }),
  encodeAuthorization(params, { client }) {
    const { application_id, status } = client.settings ?? {};
    if (!application_id) throw new Error("PLATFORM_CLIENTS: amazon needs settings.application_id");
    const sent = new URLSearchParams({ application_id });
    for (const name of ["state", "redirect_uri"]) sent.set(name, params.get(name) ?? "");
    // An application in draft is refused without it (authorization-errors, MD1000).
    if (status === "draft") sent.set("version", "beta");
    return sent;
  },
  decodeCallback(params) {
    const standard = new URLSearchParams(params);
    standard.delete("spapi_oauth_code");
    for (const code of params.getAll("spapi_oauth_code")) standard.append("code", code);
    return standard;
  },
  async identify({ callback, api }) {
    const claimed = callback.get("selling_partner_id");
    if (!claimed || !/^[A-Z0-9]{6,32}$/.test(claimed)) throw notTheSellers("not an id of Amazon's");
    await provesToBe(claimed, api);
    return { id: claimed, facts: {} };
  },
  // The access token lives an hour. The seller must authorise anew every 365 days (renew-authorizations).
  refresh: { kind: "reusable", refreshBeforeSeconds: 300, keepAliveDays: 30, grantDays: 365 },
  revoke: {
    kind: "impossible",
    why: "Amazon has no call for it: the seller disables the application under Manage Your Apps in Seller Central.",
  },
};

/**
 * The callback's `selling_partner_id` passes through the browser, where anyone can write another seller's. The
 * listings of a seller open only to a token of that seller, so one look at them proves the id.
 */
async function provesToBe(
  seller: string,
  api: Parameters<OAuthRedirect["identify"]>[0]["api"],
): Promise<void> {
  try {
    const { body } = await api.send({
      method: "GET",
      path: `/listings/2021-08-01/items/${encodeURIComponent(seller)}`,
      query: { marketplaceIds: siteOf(api.target).marketplace, includedData: "summaries", pageSize: 1 },
    });
    expectShape(z.object({ items: z.array(z.unknown()) }), body);
  } catch (error) {
    const refused = error instanceof PlatformFailure ? error.failure.kind : null;
    if (refused === "forbidden" || refused === "not_found" || refused === "rejected")
      throw notTheSellers("the token does not open this seller's listings");
    throw error;
  }
}

function notTheSellers(detail: string): PlatformFailure {
  return new PlatformFailure({ kind: "unexpected", field: "callback.selling_partner_id", detail }, null);
}
