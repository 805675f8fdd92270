import { env } from "cloudflare:workers";
import { exportJWK, generateKeyPair } from "jose";
import type { ChainResult } from "../../src/proof/chain";
import { request } from "../support/harness";

export const OPS = { authorization: `Bearer ${env.OPS_DEV_TOKEN}` };

export async function wipeAudit(): Promise<void> {
  await env.DB.batch(
    ["audit_log", "audit_checkpoints"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
  );
}

/** Changes the stored chain as someone who owns the database can: the trigger that forbids it goes first. */
export async function tamper(sql: string): Promise<void> {
  const { results } = await env.DB.prepare(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'",
  ).all<{ name: string; sql: string }>();
  await env.DB.batch([
    ...results.map(({ name }) => env.DB.prepare(`DROP TRIGGER ${name}`)),
    env.DB.prepare(sql),
    ...results.map((trigger) => env.DB.prepare(trigger.sql)),
  ]);
}

/** What an operator is told of the stored chain. */
export async function verification(): Promise<ChainResult> {
  const answer = await request("/ops/audit/verification", { headers: OPS });
  if (answer.status !== 200) throw new Error(await answer.text());
  return answer.json();
}

/** A signing key as the configuration wants it. */
export async function newSigningKey(kid: string): Promise<Record<string, unknown>> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const { kty, crv, x, d } = await exportJWK(privateKey);
  return { kty, crv, kid, x, d };
}
