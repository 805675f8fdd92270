import { Page } from "../pages/layout";

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

/** The API's reference, drawn from `/openapi.json`. */
export function ReferencePage() {
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
