import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { configOf } from "../config/config";
import type { AppEnv } from "../http/context";
import { answerPage } from "../http/page";
import { pageSecurity } from "../http/security-headers";
import { notFound } from "../kernel/problem";
import { CodeBlock, Notice } from "../pages/components";
import { Page } from "../pages/layout";

/** Stands in for a developer's own redirect address on a local run; elsewhere there is no such page. */
const localOnly = createMiddleware<AppEnv>(async (c, next) => {
  if (configOf(c.env).environment !== "local") throw notFound("page or route");
  await next();
});

export const localRoutes = new Hono<AppEnv>().get(
  "/local/connected",
  localOnly,
  pageSecurity(),
  async (c) => {
    const code = c.req.query("code");
    const origin = configOf(c.env).publicOrigin;
    return answerPage(
      c,
      200,
      <Page title="Back at your app" lang="en">
        <h1>Back at your app</h1>
        {code ? (
          <>
            <p class="lead">
              In production this is your own page: it takes the code from the address and exchanges it on your
              server. The code works once, for five minutes.
            </p>
            <CodeBlock label="Exchange the code, with the test key that npm start printed">
              {`curl -s ${origin}/v1/connect/exchange -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" -d '{"code":"${code}"}'`}
            </CodeBlock>
            <CodeBlock label="Then read the shop's orders">
              {`curl -s "${origin}/v1/connections/CONNECTION_ID/orders?limit=3" -H "Authorization: Bearer $KEY"`}
            </CodeBlock>
          </>
        ) : (
          <Notice tone="caution">
            <p>
              No connection was made: <code>{c.req.query("error") ?? "no code in the address"}</code>
            </p>
          </Notice>
        )}
      </Page>,
    );
  },
);
