import { inArray } from "drizzle-orm";
import { configOf } from "../config/config";
import { PROCESSING_PURPOSES } from "../connections/purposes";
import { database } from "../db/client";
import { apps, connections, consents, processingLimits } from "../db/schema";
import { isHeld } from "../holds/holds";
import { INVENTORY } from "../inventory/inventory";
import type { InventoryEntry } from "../inventory/types";
import { rfc3339 } from "../kernel/clock";
import { transfersOf } from "../transfers/store";
import { LEGAL_BASES, SOURCES } from "./legal";
import { type Circumstances, untilWhen } from "./until";

/** What one place holds about a connection (GDPR Art. 15(1)(a), (b), (d), (g)). */
export interface HeldHere {
  entry: string;
  data_class: string;
  what: string[];
  purpose: string;
  legal_basis: string;
  source: string;
  until: string;
  /** Shown in the bundle's data files, or why not. */
  shown: string;
}

export interface AccessReport {
  generated_at: string;
  connections: {
    id: string;
    app: string;
    platform: string;
    status: string;
    region: string;
    /** Art. 15(1)(c). */
    recipients: string[];
    purposes_of_the_app: string[];
    processing: { purpose: string; description: string; limited_since: string | null }[];
    held: HeldHere[];
    /** Art. 15(1)(c), (2): to which country it went on what ground, newest first. */
    transfers: {
      since: string;
      from_region: string;
      to_country: string;
      basis: string;
      reference: string;
    }[];
  }[];
  /** Art. 15(1)(e), (f). */
  rights: string[];
  /** Art. 15(2). */
  transfers: string;
  /** Art. 15(1)(h). */
  automated_decisions: string;
}

/** D1 takes 100 bound parameters a statement. */
const IDS_A_QUERY = 90;

/**
 * The answer to an access request (GDPR Art. 15), computed from the inventory and what is live now. Connections that
 * are no longer held are left out: nothing is processed about them.
 */
export async function accessReport(env: Env, connectionIds: string[], now: number): Promise<AccessReport> {
  const report: AccessReport["connections"] = [];
  for (let at = 0; at < connectionIds.length; at += IDS_A_QUERY)
    report.push(...(await reportOn(env, connectionIds.slice(at, at + IDS_A_QUERY))));
  return {
    generated_at: rfc3339(now),
    connections: report,
    rights: [
      "rectification, erasure, restriction, portability and objection: through the app's developer, at /privacy, or by mail to privacy@metristack.com",
      "withdrawing consent at any time, by disconnecting",
      "a complaint with the supervisory authority where you live or work",
    ],
    transfers:
      "The connection's state and bundles stay in its region. To which country its data goes, and on what ground, is recorded with each connection: where the app's developer is in a country without an adequacy decision, standard contractual clauses (Art. 46(2)(c)).",
    automated_decisions: "None (Art. 22).",
  };
}

async function reportOn(env: Env, ids: string[]): Promise<AccessReport["connections"]> {
  const db = database(env);
  const rows = await db.select().from(connections).where(inArray(connections.id, ids));
  const given = await db.select().from(consents).where(inArray(consents.connectionId, ids));
  const limits = await db.select().from(processingLimits).where(inArray(processingLimits.connectionId, ids));
  const transfers = await transfersOf(db, ids);
  const appIds = [...new Set(rows.map(({ appId }) => appId))];
  const known = appIds.length > 0 ? await db.select().from(apps).where(inArray(apps.id, appIds)) : [];
  const { restoreWindowDays } = configOf(env);
  return Promise.all(
    rows.map(async (row) => {
      const app = known.find(({ id }) => id === row.appId);
      const consent = given
        .filter(({ connectionId }) => connectionId === row.id)
        .sort((a, b) => b.givenAt - a.givenAt)[0];
      const circumstances: Circumstances = {
        disconnectedAt: row.disconnectedAt,
        restoreWindowDays,
        held: await isHeld(env.DB, row.id),
      };
      const limitedSince = (purpose: string) =>
        limits.find((limit) => limit.connectionId === row.id && ["all", purpose].includes(limit.purpose))
          ?.since;
      return {
        id: row.id,
        app: app?.name ?? row.appId,
        platform: row.platform,
        status: row.status,
        region: row.region,
        recipients: consent?.recipients ?? [app?.name ?? row.appId],
        purposes_of_the_app: consent?.purposes ?? [],
        processing: Object.entries(PROCESSING_PURPOSES).map(([purpose, description]) => {
          const since = limitedSince(purpose);
          return { purpose, description, limited_since: since === undefined ? null : rfc3339(since) };
        }),
        held: INVENTORY.filter(isAboutConnections).map((entry) => heldHere(entry, circumstances)),
        transfers: transfers
          .filter(({ connectionId }) => connectionId === row.id)
          .map((transfer) => ({
            since: rfc3339(transfer.recordedAt),
            from_region: transfer.fromRegion,
            to_country: transfer.toCountry,
            basis: transfer.basis,
            reference: transfer.reference,
          })),
      };
    }),
  );
}

/** What is kept of end-users' connections; not what is the developer's own, or names nobody. */
function isAboutConnections({ subject, place }: InventoryEntry): boolean {
  if (subject.kind === "object") return place.kind === "object_table" && place.object === "ConnectionObject";
  return ["connection", "end_user", "session", "request"].includes(subject.kind);
}

function heldHere(entry: InventoryEntry, circumstances: Circumstances): HeldHere {
  return {
    entry: entry.id,
    data_class: entry.dataClass,
    what: Object.values(entry.fields),
    purpose: entry.purpose,
    legal_basis: LEGAL_BASES[entry.dataClass],
    source: SOURCES[entry.dataClass],
    until: untilWhen(entry, circumstances),
    shown:
      entry.export.kind === "shown"
        ? `data/${entry.dataClass}: ${entry.export.columns.join(", ")}`
        : entry.export.why,
  };
}
