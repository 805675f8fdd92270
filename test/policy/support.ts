import { env } from "cloudflare:workers";
import { DAY, rfc3339 } from "../../src/kernel/clock";
import { END_USER_POLICY, type PolicySection } from "../../src/policy/end-user-policy";
import { request } from "../support/harness";

/** The first version is in force, and no other published. */
export const NOW = Date.parse("2026-11-25T12:00:00.000Z");
export const FIRST = "2026-11-23";

export const OPS = { authorization: `Bearer ${env.OPS_DEV_TOKEN}`, "content-type": "application/json" };

export interface Version {
  id: string;
  version: string;
  status: string;
  effective_at: string;
  material: boolean;
  summary: string;
  published_at: string;
}

/** The policy with one clause changed, one gone and one new. */
export const CHANGED: readonly PolicySection[] = END_USER_POLICY.map((section) => {
  if (section.heading !== "Our Retention Policy") return section;
  return {
    ...section,
    blocks: section.blocks.map((block) =>
      block.kind === "list"
        ? {
            ...block,
            items: [
              ...block.items
                .filter((item) => !item.startsWith("Usage Analytics"))
                .map((item) => item.replace("Retained for 90 days", "Retained for 60 days")),
              "Backups: Overwritten after 30 days",
            ],
          }
        : block,
    ),
  };
});

export const publication = (change: Record<string, unknown> = {}) => ({
  version: "2027-01-15",
  effective_at: rfc3339(NOW + 40 * DAY),
  material: true,
  summary: "Logs are kept for a shorter time.",
  sections: CHANGED,
  ...change,
});

export function publish(change: Record<string, unknown> = {}): Promise<Response> {
  return request("/ops/policies", {
    method: "POST",
    headers: OPS,
    body: JSON.stringify(publication(change)),
  });
}

export async function published(change: Record<string, unknown> = {}): Promise<Version> {
  const answer = await publish(change);
  if (answer.status !== 201) throw new Error(await answer.text());
  return answer.json();
}

/** Takes away what the tests of a file have published, told and recorded. */
export async function clear(): Promise<void> {
  await env.DB.batch(
    [
      "policy_versions",
      "policy_acceptances",
      "events",
      "outgoing_deliveries",
      "webhook_endpoints",
      "usage_hourly",
      "app_readiness",
      "api_keys",
      "redirect_uris",
      "apps",
    ].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
  );
}
