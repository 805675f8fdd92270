import { OpenAPIHono } from "@hono/zod-openapi";
import { TrieRouter } from "hono/router/trie-router";
import { recordOpsRoutes } from "./access/record-routes";
import { anonymousUsageRoutes } from "./anonymise/routes";
import { bundleSchemaRoutes } from "./bundle/schema-routes";
import { connectApiRoutes } from "./connect/api-routes";
import { embedding } from "./connect/embedding";
import { connectPages } from "./connect/page-routes";
import { embedScriptRoutes } from "./connect/script-routes";
import { connectionRoutes } from "./connections/routes";
import { describeApi } from "./docs/openapi";
import { docsRoutes } from "./docs/routes";
import { eventRoutes } from "./events/routes";
import { platformRoutes } from "./gateway/platform-routes";
import { proxyRoutes } from "./gateway/proxy";
import { dataRoutes } from "./gateway/routes";
import { authenticate } from "./http/authenticate";
import { limitBody, requireJson } from "./http/body-limit";
import type { AppEnv } from "./http/context";
import { idempotent } from "./http/idempotency";
import { limitKey, shield, shieldKey, tellLimits } from "./http/key-limit";
import { meter } from "./http/meter";
import { onError, onInvalid, onNotFound } from "./http/problems";
import { requestId } from "./http/request-id";
import { apiSecurity, pageSecurity } from "./http/security-headers";
import { incidentOpsRoutes } from "./incidents/ops-routes";
import { incidentRoutes } from "./incidents/routes";
import { keyRoutes } from "./keys/routes";
import { localRoutes } from "./local/connected";
import { logRoutes } from "./logs/routes";
import { meterOpsRoutes } from "./meter/ops-routes";
import { usageRoutes } from "./meter/routes";
import { alertOpsRoutes, alertRoutes } from "./monitors/routes";
import { statusRoutes } from "./monitors/status-routes";
import { operatorsOnly } from "./ops/authenticate";
import { besidesDesk, DESK_PATHS } from "./ops/desk";
import { deskRoutes } from "./ops/desk-routes";
import { evidenceRoutes } from "./ops/evidence-routes";
import { healthRoutes } from "./ops/health";
import { opsRoutes } from "./ops/routes";
import { acceptanceRoutes } from "./policy/acceptance-routes";
import { policyOpsRoutes } from "./policy/ops-routes";
import { policyRoutes } from "./policy/routes";
import { portalOpsRoutes } from "./portal/ops-routes";
import { portalRoutes } from "./portal/routes";
import { privacyPages } from "./privacy/routes";
import { tokenKeyRoutes } from "./privacy/token-key-routes";
import { proofOpsRoutes, proofRoutes } from "./proof/routes";
import { readinessRoutes } from "./readiness/routes";
import { retentionOpsRoutes } from "./retention/routes";
import { rightsOpsRoutes } from "./rights/ops-routes";
import { rightsRoutes } from "./rights/routes";
import { sandboxControlRoutes } from "./sandbox/control-routes";
import { sandboxApp } from "./sandbox/server";
import { transferRoutes } from "./transfers/routes";
import { trustRoutes } from "./trust/routes";
import { securityTxtRoutes } from "./trust/security-txt";
import { openForAccount } from "./webhooks/rights";
import { webhookRoutes, webhookSetupRoutes } from "./webhooks/routes";
import { webhookDeliveryRoutes } from "./webhooks-out/delivery-routes";
import { webhookEndpointRoutes } from "./webhooks-out/endpoint-routes";

/**
 * The whole product as one application. For /v1 the order is: name the request, count it (meter wraps all the rest,
 * so that what is counted is what is answered), shed floods, find out who calls, hold them to their limit, replay
 * repeated POSTs; then the route.
 */
export function createApp(): OpenAPIHono<AppEnv> {
  // The default first tries a router that cannot hold these paths, at each start.
  const app = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid, router: new TrieRouter() });
  app.onError(onError);
  app.notFound(onNotFound);

  app.use(requestId);
  app.use(
    "/v1/*",
    apiSecurity,
    tellLimits,
    meter,
    shieldKey,
    authenticate,
    limitKey,
    limitBody,
    requireJson,
    idempotent,
  );
  app.use("/health", apiSecurity, shield);
  for (const path of ["/trust/completeness.json", "/trust/usage.json", "/trust.json", "/status.json"])
    app.use(path, apiSecurity, shield);
  for (const path of ["/trust", "/status"]) app.use(path, pageSecurity(), shield);
  for (const path of ["/policies/*", "/docs"]) app.use(path, shield); // read from D1 at each call, by anybody
  app.use("/.well-known/security.txt", apiSecurity);
  app.use("/.well-known/*", shield);
  app.use("/schemas/*", shield); // open to every origin, as a schema must be
  // Who calls comes before what they send.
  app.use("/ops/*", ...[apiSecurity, operatorsOnly, limitBody, requireJson].map(besidesDesk));
  for (const path of DESK_PATHS) app.use(path, pageSecurity([], { namesOrigin: true }), shield, limitBody);
  app.use("/connect/*", embedding, pageSecurity(), shield, limitBody);
  app.use("/sandbox/*", shield); // what the Worker itself asks of it comes by another way
  app.use("/webhooks/*", apiSecurity, shield, limitBody);
  app.use("/privacy/*", pageSecurity(), shield, limitBody);
  app.use("/portal/*", pageSecurity([], { script: true }), shield, limitBody);

  for (const routes of [
    connectApiRoutes,
    connectionRoutes,
    dataRoutes,
    proxyRoutes,
    platformRoutes,
    eventRoutes,
    webhookSetupRoutes,
    webhookEndpointRoutes,
    webhookDeliveryRoutes,
    incidentRoutes,
    alertRoutes,
    statusRoutes,
    trustRoutes,
    usageRoutes,
    logRoutes,
    keyRoutes,
    readinessRoutes,
    acceptanceRoutes,
    transferRoutes,
    tokenKeyRoutes,
    rightsRoutes,
    sandboxControlRoutes,
    healthRoutes,
    anonymousUsageRoutes,
    proofRoutes,
  ]) {
    app.route("/", routes);
  }
  app.route("/", opsRoutes);
  app.route("/", deskRoutes);
  app.route("/", evidenceRoutes);
  app.route("/", retentionOpsRoutes);
  app.route("/", proofOpsRoutes);
  app.route("/", recordOpsRoutes);
  app.route("/", rightsOpsRoutes);
  app.route("/", incidentOpsRoutes);
  app.route("/", alertOpsRoutes);
  app.route("/", policyOpsRoutes);
  app.route("/", portalOpsRoutes);
  app.route("/", meterOpsRoutes);
  app.route("/", portalRoutes);
  app.route("/", privacyPages); // before connect's: both have the platforms' callback
  app.route("/", connectPages);
  app.route("/", embedScriptRoutes);
  app.route("/", webhookRoutes(openForAccount));
  app.route("/", docsRoutes);
  app.route("/", securityTxtRoutes);
  app.route("/", bundleSchemaRoutes);
  app.route("/", localRoutes);
  app.route("/", policyRoutes);
  app.route("/", sandboxApp);
  describeApi(app);
  return app;
}
