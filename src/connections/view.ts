import { z } from "@hono/zod-openapi";
import { rfc3339 } from "../kernel/clock";
import { regionSchema } from "../kernel/regions";
import { RESOURCES } from "../platforms/adapter";
import { adapterOf } from "../platforms/registry";
import type { Snapshot } from "./messages";
import { metadataDueAt } from "./retention";
import { CONNECTION_STATUSES } from "./status";
import type { ConnectionRow } from "./store";

export const connectionSchema = z
  .object({
    id: z.string().openapi({ example: "conn_e4kX0pQ2mZ7aB1cD3eF5gH9" }),
    platform: z.string(),
    status: z.enum(CONNECTION_STATUSES),
    external_user_id: z.string(),
    region: regionSchema,
    granted_scopes: z
      .array(z.string())
      .nullable()
      .openapi({ description: "null where the platform does not tell" }),
    missing_scopes: z.array(z.string()),
    capabilities: z
      .array(z.enum(RESOURCES))
      .openapi({ description: "The resources this connection can read" }),
    created_at: z.string(),
    connected_at: z.string().nullable(),
    last_success_at: z.string().nullable(),
    needs_reauth_reason: z.string().optional(),
    disconnected_at: z.string().optional(),
    metadata_deletion_due: z.string().optional(),
  })
  .openapi("Connection");

export type ConnectionView = z.infer<typeof connectionSchema>;

/** A connection as the API shows it: D1's row, overruled by what the object itself says where it was asked. */
export async function connectionView(
  row: ConnectionRow,
  lastSuccessAt: number | null,
  live: Snapshot | null,
  restoreWindowDays: number,
): Promise<ConnectionView> {
  const status = live?.status ?? row.status;
  const missing = live?.missingScopes ?? row.missingScopes;
  const reason = live ? live.reason : row.needsReauthReason;
  const disconnectedAt = live ? live.disconnectedAt : row.disconnectedAt;
  return {
    id: row.id,
    platform: row.platform,
    status,
    external_user_id: row.externalUserId,
    region: row.region,
    granted_scopes: live ? live.grantedScopes : (row.grantedScopes ?? null),
    missing_scopes: missing,
    capabilities: await capabilities(row.platform, missing),
    created_at: rfc3339(row.createdAt),
    connected_at: row.connectedAt === null ? null : rfc3339(row.connectedAt),
    last_success_at: lastSuccessAt ? rfc3339(lastSuccessAt) : null,
    ...(status === "needs_reauth" && reason && { needs_reauth_reason: reason }),
    ...(disconnectedAt !== null && {
      disconnected_at: rfc3339(disconnectedAt),
      metadata_deletion_due: rfc3339(metadataDueAt(disconnectedAt, restoreWindowDays)),
    }),
  };
}

/** The platform's resources, less those whose scopes were not granted. */
async function capabilities(
  platform: string,
  missing: readonly string[],
): Promise<ConnectionView["capabilities"]> {
  const resources = (await adapterOf(platform))?.resources ?? {};
  return RESOURCES.filter((resource) => {
    const facts = resources[resource];
    return facts !== undefined && !facts.scopes.some((scope) => missing.includes(scope));
  });
}
