import type { OpenAPIHono } from "@hono/zod-openapi";
import { createApp } from "../app";
import type { AppEnv } from "../http/context";
import { onceLoaded } from "../kernel/once";

const TAGS = [
  {
    name: "Connect",
    description: "Link an end-user's shop: open a session, send them to its page, exchange the code.",
  },
  { name: "Connections", description: "What is connected, in what state; reconnect and disconnect." },
  {
    name: "Retail data",
    description: "The unified model, passed through from the platform and never stored.",
  },
  { name: "Platforms", description: "What each platform has, and what limits it." },
  {
    name: "Usage and logs",
    description: "Every answered call, counted exactly; technical logs without personal data.",
  },
  {
    name: "Webhooks",
    description: "Where events are delivered, signed as Standard Webhooks; deliveries and replay.",
  },
  {
    name: "Incidents",
    description: "Report a security incident within 24 hours, follow it, and see what monitors found.",
  },
  {
    name: "Your app",
    description: "What your app states before it goes live, the policy it accepts, and where data may go.",
  },
  { name: "API keys", description: "Create, rotate and revoke." },
  { name: "Sandbox", description: "Break a sandbox connection on purpose, with test keys." },
  { name: "Service", description: "Health and proofs." },
];

type Document = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

/** Kept for the isolate's life: made anew, it would take longer than any other answer. */
const document = onceLoaded(described);

/** Publishes the description of everything under /v1 as OpenAPI 3.1, made from the schemas that check the input. */
export function describeApi(app: OpenAPIHono<AppEnv>): void {
  app.get("/openapi.json", async (c) => {
    const servers = [{ url: new URL(c.req.url).origin }];
    return c.json({ ...(await document()), servers }, 200, { "cache-control": "public, max-age=60" });
  });
}

/** By an application of its own: its routes come in the same order however this isolate has been used. */
async function described(): Promise<Document> {
  const whole = await createApp().whole();
  whole.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "An API key: `mtr_test_sk_…` or `mtr_live_sk_…`",
  });
  return whole.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Metristack",
      version: "1.0.0",
      description:
        "One API for retail platforms. Data passes through and is never stored.\n\nErrors are RFC 9457 problem documents with a stable `code`. Lists are `{data, next_cursor, warnings}`. Money is `{amount, currency}` with an exact decimal string. Every answer carries `X-Request-Id`, `RateLimit-Policy` and `RateLimit`.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
      contact: { name: "Metristack support", email: "support@metristack.com" },
    },
    tags: TAGS,
  });
}
