import type { PastedKey } from "../adapter";
import { hostOf } from "./hosts";
import { allShops } from "./shops";

const CLIENT_ID = /^[A-Za-z0-9_-]{8,120}$/;
/** A JSON Web Token, or an opaque one. */
const REFRESH_TOKEN = /^[A-Za-z0-9_.~+/=-]{20,8000}$/;

/**
 * Self Authorization: the vendor makes an application of their own, generates a refresh token for it, and enters both.
 * There is no secret. Each refresh replaces the refresh token. The other kind, Web Application, gets no refresh token
 * at all, so that its access ends with its first token.
 */
export const jumiaConnect: PastedKey = {
  kind: "pasted_key",
  client: "none",
  guide: {
    url: "https://vendor.jumia.com/?p=629",
    steps: [
      "In Vendor Center, open Settings, then Applications, and choose “Create Application”.",
      "Give it a name, and choose “Self Authorization” as its type (not “Web Application”).",
      "Give it the role “VC - Order Viewer” and reading of products; nothing that changes anything.",
      "Create it, and choose “Generate Token”.",
      "Copy the client ID and the generated refresh token here, and use the token nowhere else: it works once.",
    ],
  },
  fields: [
    {
      name: "client_id",
      label: "Client ID",
      hint: "Of the Self Authorization application.",
      placeholder: "",
      secret: false,
    },
    {
      name: "refresh_token",
      label: "Refresh token",
      hint: "What “Generate Token” shows.",
      placeholder: "",
      secret: true,
    },
  ],
  server: {
    clientAuth: "none",
    issuer: hostOf,
    endpoints: (target) => ({ token: `${hostOf(target)}/token`, revoke: null }),
    client: (secrets) => ({ client_id: secrets["client_id"] ?? "", client_secret: "" }),
    decodeTokenResponse(body) {
      const { refresh_expires_in, expires_in, ...rest } = body;
      return {
        ...rest,
        ...seconds("expires_in", expires_in),
        ...seconds("refresh_token_expires_in", refresh_expires_in),
      };
    },
  },
  read(fields) {
    const client_id = (fields["client_id"] ?? "").trim();
    const refresh_token = (fields["refresh_token"] ?? "").trim();
    if (!CLIENT_ID.test(client_id)) return { kind: "malformed", field: "client_id" };
    if (!REFRESH_TOKEN.test(refresh_token)) return { kind: "malformed", field: "refresh_token" };
    return {
      kind: "credentials",
      tokens: { access_token: "", refresh_token, scopes: null, secrets: { client_id } },
    };
  },
  // No answer names the master shop: the shop of the lowest id stands for it.
  async identify({ api }) {
    const [first] = await allShops(api);
    return { id: first?.value.id ?? "", facts: {} };
  },
  // The access token lives a day at most, the refresh token from one day to ninety, as Jumia's examples have it.
  refresh: { kind: "rotating", refreshBeforeSeconds: 300, keepAliveDays: 0.5 },
  revoke: {
    kind: "impossible",
    why: "Only the vendor can remove the application: Vendor Center, Settings, Applications, Remove Application.",
  },
};

/** Lifetimes come as numbers or as texts. */
function seconds(name: string, value: unknown): Record<string, number> {
  const life = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
  return Number.isFinite(life) && life > 0 ? { [name]: life } : {};
}
