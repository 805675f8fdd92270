// Shops that are really connected: consent on the hosted page, the code exchanged at the upstream's token endpoint.
import { apiOf, browserOf, decode } from "../../scripts/client.mjs";
import { seedDeveloper } from "../../scripts/local.mjs";

const SCOPES = ["orders:read"];
const KEYS = 10;

/** Connects shops, and spreads their callers over several keys, since a key may make 6,000 calls a minute. */
export async function connectShops(base, opsToken, count) {
  const redirect = `${base}/local/connected`;
  const { key } = await seedDeveloper(base, opsToken, [redirect]);
  const api = apiOf(base, key.key);
  const keys = [];
  for (let n = 0; n < KEYS; n++)
    keys.push((await api("POST", "/v1/api-keys", { name: `bench ${n}`, scopes: SCOPES }, 201)).key);
  const callers = [];
  for (let n = 0; n < count; n++) {
    const id = await connect(base, api, `bench-${n}`, redirect);
    callers.push({
      url: `${base}/v1/connections/${id}/orders?limit=50`,
      authorization: `Bearer ${keys[n % KEYS]}`,
    });
  }
  return callers;
}

async function connect(base, api, user, redirect) {
  const session = await api(
    "POST",
    "/v1/connect/sessions",
    { external_user_id: user, platforms: ["squarespace"], redirect_uri: redirect },
    201,
  );
  const browser = browserOf(base);
  const onward = await browser.submit(await browser.open(session.connect_url), { decision: "allow" });
  const platform = new URL(decode(/http-equiv="refresh" content="0; url=([^"]*)"/.exec(onward)?.[1] ?? ""));
  const back = new URL(platform.searchParams.get("redirect_uri"));
  back.searchParams.set("state", platform.searchParams.get("state"));
  back.searchParams.set("code", `code-of-${user}`);
  await browser.open(back.href);
  const code = new URL(browser.at).searchParams.get("code");
  return (await api("POST", "/v1/connect/exchange", { code })).id;
}
