// npm start: the whole product on this machine, with nothing else installed, no account and no network.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import "./build-assets.mjs";
import {
  localSecrets,
  localVars,
  portalLink,
  root,
  seedDeveloper,
  startWorker,
  stateReadiness,
} from "./local.mjs";

const port = Number(process.env.PORT ?? 8787);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  console.error("PORT must be a port number.");
  process.exit(2);
}
const folder = join(root, ".metristack");
const base = `http://localhost:${port}`;
const secrets = localSecrets(folder);
let chatty = false;
const { child } = await startWorker({
  port,
  folder,
  vars: localVars(base, secrets),
  showOutput: () => chatty,
}).catch((error) => {
  console.error(error.message);
  process.exit(1);
});

const redirect = `${base}/local/connected`;
const { key, app } = await developerOf();
const portal = await portalLink(base, secrets.OPS_DEV_TOKEN, app);
console.log(`
Metristack is running on ${base}

  Test key      ${key}
  Portal        ${portal}
  Reference     ${base}/docs
  OpenAPI       ${base}/openapi.json
  Health        ${base}/health
  Operators     ${base}/ops/sign-in, or Authorization: Bearer ${secrets.OPS_DEV_TOKEN}

The portal's address lets one person join the example's team, with a passkey; afterwards sign in at ${base}/portal.

Connect a sandbox shop: open the connect_url of the answer in a browser.

  export KEY=${key}
  curl -s ${base}/v1/connect/sessions -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\
    -d '{"external_user_id":"user-1","platforms":["sandbox"],"redirect_uri":"${redirect}"}'

Exchange the code that comes back for the connection, then read its orders:

  curl -s ${base}/v1/connect/exchange -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" -d '{"code":"CODE"}'
  curl -s "${base}/v1/connections/CONNECTION_ID/orders?limit=3" -H "Authorization: Bearer $KEY"

Or watch the whole story without a browser, in another terminal:

  BASE_URL=${base} METRISTACK_KEY=${key} npm run demo
`);
chatty = true;

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 0));

/** The developer made on the first start, as long as its key still works; a new one otherwise: `{ app, key }`. */
async function developerOf() {
  const path = join(folder, `developer-${port}.json`);
  if (existsSync(path)) {
    const known = JSON.parse(readFileSync(path, "utf8"));
    const answer = await fetch(`${base}/v1/platforms`, { headers: { authorization: `Bearer ${known.key}` } });
    if (known.app && answer.ok) {
      await stateReadiness(base, known.key);
      return known;
    }
  }
  const { app, key } = await seedDeveloper(base, secrets.OPS_DEV_TOKEN, [redirect]);
  const made = { app: app.id, key: key.key };
  writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}
