import type { Context } from "hono";
import type { HtmlEscapedString } from "hono/utils/html";
import type { AppEnv } from "./context";

export type PageStatus = 200 | 400 | 401 | 403 | 404 | 409 | 410 | 422 | 429 | 500 | 502 | 503;
export type PageContent = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Answers a hosted page. Its headers come from `pageSecurity`, around the routes. */
export async function answerPage(
  c: Context<AppEnv>,
  status: PageStatus,
  content: PageContent,
): Promise<Response> {
  return c.html(c.get("render")?.(content) ?? content, status);
}
