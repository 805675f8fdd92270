import type { Adapter, PastedKey } from "./adapter";
import { adobeCommerceConnect } from "./adobe-commerce/connect";
import { magento } from "./magento";

/**
 * Adobe Commerce as a Cloud Service: Magento's REST API on Adobe's servers, with Adobe IMS before it. All that is read
 * and mapped is Magento's (magento.ts); here is only how the shop is reached.
 *
 * Sources: developer.adobe.com/commerce/webapi/rest/authentication (server-to-server, access tokens, scopes) and
 * /rest (what differs from the other Magento), read 2026-11-25.
 *
 * Scopes: `commerce.accs` and the identity scopes that Adobe demands with it; what may be read is the product profile
 * that the merchant gives the credential. Tokens last 24 hours.
 *
 * What it cannot do: what Magento cannot. Adobe serves fewer calls here than elsewhere: one that is missing answers
 * `not_found`.
 *
 * Unverified, for want of a shop: that each of the calls that magento.ts makes exists here; IMS's error codes for a
 * deleted credential (RFC 6749's are assumed).
 */
export const adobeCommerce: Adapter<PastedKey> = {
  ...magento,
  key: "adobe-commerce",
  name: "Adobe Commerce as a Cloud Service",
  connect: adobeCommerceConnect,
  apiBase: (target) => `https://${target.shop}/V1`,
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
    headers.set("x-api-key", credentials.secrets?.["client_id"] ?? "");
  },
  limits: { description: "None that Adobe publishes for these calls; 429 is honoured.", sharedQuota: null },
};
