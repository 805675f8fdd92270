import { rfc3339 } from "../kernel/clock";
import { Notice } from "../pages/components";
import { Page } from "../pages/layout";
import type { PolicyHead } from "../policy/versions";

/**
 * The policy of `/docs`, the least that Swagger UI works with: its own script and stylesheets from here, its icons
 * as `data:` images (they are in its stylesheet), and calls to this origin alone.
 */
export const REFERENCE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

/**
 * The API's reference, drawn from `/openapi.json`; with what is coming of the policy, which is told here as the policy
 * promises ("Changes to This Policy").
 */
export function ReferencePage({ upcoming }: { upcoming: readonly PolicyHead[] } = { upcoming: [] }) {
  return (
    <Page
      title="API reference"
      lang="en"
      width="wide"
      frame={{
        kind: "site",
        label: "Site",
        nav: [
          { href: "/docs", label: "API reference", current: true },
          { href: "/policies/end-user", label: "End-User Policy", current: false },
        ],
      }}
      head={
        <>
          <link rel="stylesheet" href="/docs-assets/swagger-ui.css" />
          <link rel="stylesheet" href="/docs-assets/reference.css" />
          <script src="/docs-assets/swagger-ui-bundle.js" defer />
          <script src="/docs-assets/swagger-init.js" defer />
        </>
      }
    >
      <h1>API reference</h1>
      {upcoming.map(({ version, effectiveAt, isMaterial }) => (
        <Notice tone={isMaterial ? "caution" : "neutral"}>
          <p>
            The End-User Policy changes on {rfc3339(effectiveAt).slice(0, 10)}:{" "}
            <a href={`/policies/end-user/${version}`}>the version of {version}</a>.
          </p>
        </Notice>
      ))}
      <p class="lead">
        Every call, drawn from the OpenAPI 3.1 document at <a href="/openapi.json">/openapi.json</a>. Calls
        tried here are real: use a test key.
      </p>
      <noscript>
        <p>
          This page needs JavaScript to draw the reference. The document itself does not: read it at{" "}
          <a href="/openapi.json">/openapi.json</a>.
        </p>
      </noscript>
      <div id="reference" />
    </Page>
  );
}
