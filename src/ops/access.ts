import type { OpsRole } from "./roles";

/**
 * The role that each of the operators' JSON routes needs. What is not in here answers nobody: a test walks the
 * application's routes. A person's own words are read by the officer alone.
 */
export const OPS_ACCESS: Readonly<Record<string, OpsRole>> = {
  "GET /ops/alerts": "viewer",
  "POST /ops/apps": "engineer",
  "POST /ops/apps/:id/invitations": "admin",
  "POST /ops/apps/:id/keys": "engineer",
  "GET /ops/audit": "viewer",
  "GET /ops/audit/export": "viewer",
  "GET /ops/audit/verification": "viewer",
  "GET /ops/evidence.json": "viewer",
  "GET /ops/incidents": "viewer",
  "POST /ops/incidents": "officer",
  "GET /ops/incidents/:id": "viewer",
  "POST /ops/incidents/:id/triage": "officer",
  "POST /ops/incidents/:id/notes": "officer",
  "POST /ops/incidents/:id/notices": "officer",
  "POST /ops/incidents/:id/contain": "officer",
  "POST /ops/incidents/:id/authorities": "officer",
  "POST /ops/incidents/:id/close": "officer",
  "GET /ops/incidents/:id/report": "viewer",
  "POST /ops/keys/rewrap": "engineer",
  "GET /ops/legal-holds": "viewer",
  "POST /ops/legal-holds": "officer",
  "DELETE /ops/legal-holds/:id": "officer",
  "POST /ops/meter/resume": "engineer",
  "GET /ops/policies": "viewer",
  "POST /ops/policies": "officer",
  "GET /ops/record-of-processing": "viewer",
  "GET /ops/retention/overdue": "viewer",
  "POST /ops/retention/replay": "engineer",
  "POST /ops/retention/run": "engineer",
  "GET /ops/retention/runs": "viewer",
  "GET /ops/rights-requests": "viewer",
  "GET /ops/rights-requests/:id": "officer",
  "POST /ops/rights-requests/:id/extend": "officer",
  "POST /ops/rights-requests/:id/refuse": "officer",
  "POST /ops/rights-requests/:id/resolve": "officer",
};
