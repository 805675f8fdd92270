// The platform: a process of its own that answers as Squarespace does, with pages of orders made beforehand. Which
// page it gives is set by a message, so that all that is measured asks in the same words.
import { createServer } from "node:http";
import { ordersPage } from "./orders.mjs";

const pages = new Map();
let page = null;

const expires = () => String(Date.now() / 1_000 + 24 * 3_600);
const SITE = { id: "6a0417000000000000000099", title: "Bench", currency: "USD" };
let shops = 0;

const routes = {
  "GET /1.0/commerce/orders": () => page,
  "POST /api/1/login/oauth/provider/tokens": () =>
    json({
      access_token: `access-${++shops}`,
      refresh_token: `refresh-${shops}`,
      token_type: "bearer",
      access_token_expires_at: expires(),
      refresh_token_expires_at: expires(),
    }),
  "GET /1.0/authorization/website": (token) => json({ ...SITE, id: `site-${token}` }),
  "GET /1.0/webhook_subscriptions": () => json({ webhookSubscriptions: [] }),
  "POST /1.0/webhook_subscriptions": () => json({ id: "bench-subscription", secret: "0f".repeat(32) }),
};

const server = createServer({ keepAlive: true }, (request, response) => {
  request.resume();
  const path = request.url.split("?")[0];
  const token = request.headers.authorization?.split("-")[1] ?? "";
  const body = routes[`${request.method} ${path}`]?.(token);
  if (!body) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
});
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));

process.on("message", ({ bytes }) => {
  if (!pages.has(bytes)) pages.set(bytes, json(ordersPage(bytes)));
  page = pages.get(bytes);
  process.send({ bytes: page.length, orders: JSON.parse(page).result.length });
});
process.on("disconnect", () => process.exit());

function json(value) {
  return Buffer.from(JSON.stringify(value));
}
