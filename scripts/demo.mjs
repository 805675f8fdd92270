// npm run demo: the whole story without a browser. With BASE_URL it uses that running server (and METRISTACK_KEY,
// a test key whose app has BASE_URL/local/connected registered); without, it starts its own on a free port and ends it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalJWKSet, jwtVerify } from "jose";
import { apiOf, browserOf, decode } from "./client.mjs";
import { freePort, localSecrets, localVars, seedDeveloper, startWorker } from "./local.mjs";

/** Two decimals, none, and three. */
const SHOPS = [
  ["lagos-home", "NGN"],
  ["kyoto-utsuwa", "JPY"],
  ["kuwait-oud", "KWD"],
];

let step = "starting";
let stop = () => {};
try {
  const { base, key } = process.env.BASE_URL ? given() : await own();
  await story(base, key);
  console.log("\nThe whole story went through.");
} catch (error) {
  console.error(`\nFAILED while ${step}: ${error.message}`);
  process.exitCode = 1;
} finally {
  stop();
}

function given() {
  const base = process.env.BASE_URL.replace(/\/$/, "");
  const key = process.env.METRISTACK_KEY;
  if (!key) throw new Error("with BASE_URL, METRISTACK_KEY must hold a test key (npm start prints one)");
  return { base, key };
}

async function own() {
  await import("./build-assets.mjs");
  const folder = mkdtempSync(join(tmpdir(), "metristack-demo-"));
  const port = await freePort();
  const secrets = localSecrets(folder);
  const { base, child } = await startWorker({
    port,
    folder,
    vars: localVars(`http://localhost:${port}`, secrets),
    showOutput: () => false,
  });
  stop = () => {
    child.kill("SIGTERM");
    child.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  };
  const { key } = await seedDeveloper(base, secrets.OPS_DEV_TOKEN, [`${base}/local/connected`]);
  return { base, key: key.key };
}

async function story(base, key) {
  const api = apiOf(base, key);
  const user = `demo-${Date.now()}`;
  const connections = [];

  for (const [shop, currency] of SHOPS) {
    const id = await connect(base, api, { user, shop });
    connections.push(id);
    say(`reading orders in ${currency}`);
    const page = await api("GET", `/v1/connections/${id}/orders?limit=3`);
    check(page.data.length === 3, "three orders came");
    for (const order of page.data) {
      check(order.currency === currency, `order ${order.id} is in ${currency}`);
      console.log(
        `    ${order.placed_at.slice(0, 10)}  ${String(order.number).padEnd(10)} ${order.totals.total.amount.padStart(12)} ${order.totals.total.currency}  ${order.payment_status}`,
      );
    }
  }
  const [first] = connections;

  say("reading the other resources");
  for (const resource of ["store", "locations", "products", "inventory", "refunds", "customers"]) {
    const answer = await api(
      "GET",
      `/v1/connections/${first}/${resource}${resource === "store" ? "" : "?limit=2"}`,
    );
    console.log(
      `    ${resource.padEnd(10)} ${resource === "store" ? answer.name : `${answer.data.length} read, more: ${answer.next_cursor !== null}`}`,
    );
  }

  say("expiring the access token: the next call refreshes it and is answered");
  await api("POST", `/v1/sandbox/connections/${first}/break`, { as: "expired" });
  check(
    (await api("GET", `/v1/connections/${first}/orders?limit=1`)).data.length === 1,
    "answered after a refresh",
  );
  console.log("    answered");

  say("revoking the grant at the platform: the connection needs its person");
  await api("POST", `/v1/sandbox/connections/${first}/break`, { as: "revoked" });
  const broken = await api("GET", `/v1/connections/${first}/orders?limit=1`, undefined, 409);
  check(broken.code === "needs_reauth", "the call is refused as needs_reauth");
  console.log(`    ${broken.code}: ${broken.detail}`);

  say("reconnecting: the same id, repaired");
  const again = await api(
    "POST",
    `/v1/connections/${first}/reconnect`,
    { redirect_uri: `${base}/local/connected` },
    201,
  );
  const repaired = await walk(base, api, again.connect_url, "lagos-home");
  check(repaired.id === first, "the id stayed");
  check(
    (await api("GET", `/v1/connections/${first}/orders?limit=1`)).data.length === 1,
    "orders are read again",
  );
  console.log(`    ${repaired.id} is ${repaired.status}`);

  say("usage of this connection, with the proof that nothing is missing");
  const usage = await api("GET", `/v1/connections/${first}/usage`);
  check(usage.completeness.complete, "recorded = applied + pending");
  console.log(`    ${JSON.stringify(usage.completeness)}`);

  say("usage by operation, from the roll-ups");
  const rolled = await eventually(async () => {
    const answer = await api("GET", "/v1/usage?granularity=day&group_by=operation,status");
    return answer.data.some((cell) => cell.operation === "orders.list" && cell.status === 409)
      ? answer
      : null;
  });
  for (const cell of rolled.data)
    console.log(
      `    ${cell.period}  ${cell.operation.padEnd(26)} ${cell.status}  ${String(cell.calls).padStart(4)} calls  p95 ≤ ${cell.duration_ms.p95} ms`,
    );

  say("the log lines of this connection, without personal data");
  const logs = await eventually(async () => {
    const answer = await api("GET", `/v1/logs?connection_id=${first}&limit=5`);
    return answer.data.length === 5 ? answer : null;
  });
  for (const line of logs.data)
    console.log(`    ${line.time}  ${line.operation.padEnd(20)} ${line.status} ${line.code ?? ""}`);

  say("asking for the person's data: a bundle, and a receipt that anyone can check");
  const portability = await rightsRequest(api, { type: "portability", connection_id: first });
  const bundle = await api.download(`/v1/rights-requests/${portability.id}/bundle`);
  check(bundle.subarray(0, 2).toString() === "PK", "the bundle is a ZIP");
  const keys = createLocalJWKSet(await (await fetch(`${base}/.well-known/jwks.json`)).json());
  const { payload } = await jwtVerify(portability.receipt, keys, { typ: "receipt+jwt", issuer: base });
  check(payload.request === portability.id, "the receipt is of this request");
  console.log(
    `    ${bundle.length} bytes until ${portability.bundle_expires_at}; receipt of ${payload.right} verifies`,
  );

  say("objecting to the use of the customers: in force from the next call on");
  const objection = await rightsRequest(api, {
    type: "objection",
    connection_id: first,
    details: { purposes: ["customer_data"] },
  });
  const objected = await api("GET", `/v1/connections/${first}/customers`, undefined, 409);
  console.log(`    ${objection.status}; customers: ${objected.code}`);

  say("deleting: disconnected, revoked, erased; what is left and why is in the receipt");
  const [, , last] = connections;
  const deletion = await rightsRequest(api, { type: "deletion", connection_id: last });
  await api("GET", `/v1/connections/${last}`, undefined, 404);
  const { payload: erased } = await jwtVerify(deletion.receipt, keys, { typ: "receipt+jwt", issuer: base });
  console.log(`    ${deletion.history.map(({ event }) => event).join(" → ")}`);
  for (const { entry, why } of erased.kept.slice(0, 4)) console.log(`    kept: ${entry.padEnd(22)} ${why}`);

  say("disconnecting: revoked, erased, refused");
  for (const id of connections.slice(0, 2)) {
    const gone = await api("DELETE", `/v1/connections/${id}`);
    console.log(
      `    ${id}  ${gone.status}; revocation: ${gone.disconnection.revocation.result}; metadata gone by ${gone.metadata_deletion_due}`,
    );
    const refused = await api("GET", `/v1/connections/${id}/orders`, undefined, 409);
    check(refused.code === "disconnected", "the next call is refused at once");
  }
}

/** Opens a request and follows it to its end. */
async function rightsRequest(api, body) {
  const { id } = await api("POST", "/v1/rights-requests", body, 201);
  return eventually(async () => {
    const request = await api("GET", `/v1/rights-requests/${id}`);
    check(request.status !== "refused", `${body.type} is not refused`);
    return request.status === "completed" ? request : null;
  });
}

async function connect(base, api, { user, shop }) {
  say(`opening a connect session for ${shop}`);
  const session = await api(
    "POST",
    "/v1/connect/sessions",
    {
      external_user_id: user,
      platforms: ["sandbox"],
      redirect_uri: `${base}/local/connected`,
      state: "my-state",
    },
    201,
  );
  console.log(`    ${session.id}, until ${session.expires_at}`);
  const connection = await walk(base, api, session.connect_url, shop);
  console.log(`    ${connection.id} is ${connection.status}; reads ${connection.capabilities.join(", ")}`);
  return connection.id;
}

/** The person's way: consent at Metristack, sign-in at the platform, back to the developer; then the exchange. */
async function walk(base, api, connectUrl, shop) {
  const browser = browserOf(base);
  say("consenting on the hosted page");
  const consent = await browser.open(connectUrl);
  const title = /<h1>(.*?)<\/h1>/s.exec(consent)?.[1] ?? "";
  console.log(`    “${decode(title)}”`);
  const onward = await browser.submit(consent, { decision: "allow" });
  const platform = decode(/http-equiv="refresh" content="0; url=([^"]*)"/.exec(onward)?.[1] ?? "");
  check(platform !== "", "the consent leads on to the platform");
  say(`authorising at the platform as the owner of ${shop}`);
  const page = await browser.open(`${platform}&shop=${shop}`);
  const scopes = [...page.matchAll(/<input[^>]*name="allowed"[^>]*value="([^"]*)"/g)].map((match) =>
    decode(match[1]),
  );
  await browser.submit(page, { decision: "allow", allowed: scopes });
  const code = new URL(browser.at).searchParams.get("code");
  check(code, `the flow came back with a code (at ${browser.at})`);
  say("exchanging the code");
  return api("POST", "/v1/connect/exchange", { code });
}

function say(what) {
  step = what;
  console.log(`\n▸ ${what}`);
}

function check(condition, what) {
  if (!condition) throw new Error(`it should be that ${what}`);
}

async function eventually(ask) {
  for (let tries = 0; tries < 60; tries++) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("it did not come about within 30 s");
}
