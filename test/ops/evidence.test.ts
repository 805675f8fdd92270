import { env } from "cloudflare:workers";
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from "jose";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configOf } from "../../src/config/config";
import { database } from "../../src/db/client";
import { INVENTORY } from "../../src/inventory/inventory";
import { base64url } from "../../src/kernel/bytes";
import { DAY, rfc3339 } from "../../src/kernel/clock";
import { monitorStep } from "../../src/monitors/step";
import { listAlerts } from "../../src/monitors/store";
import { keyAges, keyVersionsOf, noteKeyVersions } from "../../src/ops/key-versions";
import { END_USER_POLICY } from "../../src/policy/end-user-policy";
import { canonical, type Json } from "../../src/proof/chain";
import { verifyReceipt } from "../../src/proof/receipt";
import { clausesIn } from "../../src/trust/clauses";
import { CONTROLS } from "../../src/trust/controls";
import { forgetFacts } from "../../src/trust/facts";
import { CLAUSE_CRITERIA, CRITERIA, criteriaOf, criteriaOfEntry } from "../../src/trust/frameworks";
import { frozenClock, request } from "../support/harness";
import { Operator, serveAccessKeys } from "./people";

const NOW = Date.parse("2026-11-25T12:00:00.000Z");
let time: ReturnType<typeof frozenClock>;

beforeEach(() => {
  time = frozenClock(NOW);
  serveAccessKeys();
  forgetFacts();
});
afterEach(() => {
  vi.restoreAllMocks();
  time.release();
});

interface Signed {
  evidence: {
    generated_at: string;
    note: string;
    controls: { clause: string; status: string; criteria: string[]; unmapped: string | null }[];
    inventory: { entry: string; criteria: string[] }[];
    keys: { purpose: string; version: string; first_seen_at: string }[];
  };
  sha256: string;
  jws: string;
}

async function exported(): Promise<Signed> {
  const answer = await Operator.as("viewer").send("/ops/evidence.json");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toContain("metristack-evidence-2026-11-25.json");
  return answer.json();
}

describe("the mapping", () => {
  const clauses = clausesIn(END_USER_POLICY);

  it("covers every control, or there is nothing to map", () => {
    for (const clause of clauses) {
      const { kind } = CONTROLS[clause.clause]!;
      if (kind !== "statement" && kind !== "none")
        expect(criteriaOf(clause).length, clause.clause).toBeGreaterThan(0);
    }
  });

  it("has no line that is about nothing, and names only criteria that have a title", () => {
    for (const [start, codes] of Object.entries(CLAUSE_CRITERIA)) {
      const about = clauses.filter(({ section, clause }) => section === start || clause.startsWith(start));
      expect(about.length, start).toBeGreaterThan(0);
      for (const code of codes.split(" ")) expect(Object.keys(CRITERIA)).toContain(code);
    }
    const used = [...clauses.flatMap(criteriaOf), ...INVENTORY.flatMap(criteriaOfEntry)];
    expect([...new Set(used)].sort()).toEqual(Object.keys(CRITERIA).sort());
  });
});

describe("the export", () => {
  it("has each clause and each place of data once, mapped or with why not, and claims nothing", async () => {
    const { evidence } = await exported();
    expect(evidence.controls.map(({ clause }) => clause)).toEqual(
      clausesIn(END_USER_POLICY).map(({ clause }) => clause),
    );
    for (const { criteria, unmapped, clause } of evidence.controls)
      expect(criteria.length > 0, clause).toBe(unmapped === null);
    expect(evidence.inventory.map(({ entry }) => entry)).toEqual(INVENTORY.map(({ id }) => id));
    for (const { criteria } of evidence.inventory) expect(criteria.length).toBeGreaterThan(0);
    expect(evidence.note).toContain("no claim to be certified");
    expect(evidence.generated_at).toBe("2026-11-25T12:00:00.000Z");
  });

  it("can be checked by an auditor with our public keys alone; changed, it no longer can", async () => {
    const { evidence, sha256, jws } = await exported();
    const hash = async (value: unknown) => {
      const bytes = new TextEncoder().encode(canonical(value as Json));
      return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
    };
    expect(await hash(evidence)).toBe(sha256);
    const jwks = (await (await request("/.well-known/jwks.json")).json()) as JSONWebKeySet;
    const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet(jwks));
    expect(protectedHeader.typ).toBe("evidence+jwt");
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      type: "evidence",
      sha256,
      generated_at: evidence.generated_at,
      iss: "https://metristack.test",
    });
    expect(await hash({ ...evidence, generated_at: "2027-01-01T00:00:00.000Z" })).not.toBe(sha256);
    await expect(verifyReceipt(configOf(env), jws)).rejects.toThrow();
  });

  it("is on the record with who took it", async () => {
    const { sha256 } = await exported();
    const row = await env.DB.prepare(
      "SELECT actor, detail FROM audit_log WHERE action = 'evidence.exported' ORDER BY seq DESC LIMIT 1",
    ).first<{ actor: string; detail: string }>();
    expect(row?.actor).toMatch(/^operator:/);
    expect(JSON.parse(row!.detail)).toEqual({ sha256 });
  });
});

describe("key versions", () => {
  const rotated = {
    ...env,
    VAULT_KEYS: `2:${btoa(String.fromCharCode(...Array(32).keys()))},${env.VAULT_KEYS}`,
  };

  it("are noted once, by cron, and nothing of a key with them", async () => {
    await noteKeyVersions(env);
    time.add(DAY);
    await noteKeyVersions(rotated);
    expect(await keyAges(rotated)).toEqual([
      { purpose: "vault", version: "2", writes: true, firstSeenAt: NOW + DAY },
      { purpose: "vault", version: "1", writes: false, firstSeenAt: NOW },
      { purpose: "pepper", version: "1", writes: true, firstSeenAt: NOW },
      { purpose: "sealing", version: "1", writes: true, firstSeenAt: NOW },
      { purpose: "signing", version: "test-1", writes: true, firstSeenAt: NOW },
    ]);
    const rows = JSON.stringify((await env.DB.prepare("SELECT * FROM key_versions").all()).results);
    for (const secret of [env.VAULT_KEYS, env.KEY_PEPPERS, env.SEAL_KEYS])
      expect(rows).not.toContain(secret.split(":")[1]);
    expect(keyVersionsOf(configOf(env)).filter(({ writes }) => writes)).toHaveLength(4);
  });

  it("are the ages that the trust page shows", async () => {
    time.add(DAY);
    const shown = await (await request("/trust.json")).text();
    expect(shown).toContain(`"key_encryption_key_in_use_since":"${rfc3339(NOW)}"`);
  });

  it("that write for over a year raise an alert, which a rotation ends", async () => {
    const open = () => listAlerts(database(env), null, { status: "open", rule: "key_old" }, 10, null);
    vi.spyOn(console, "error").mockImplementation(() => {});
    time.set(NOW + 365 * DAY - 1);
    await monitorStep(env, { all: true });
    expect(await open()).toEqual([]);
    time.set(NOW + 365 * DAY);
    await monitorStep(env, { all: true });
    expect(await open()).toMatchObject([{ about: "vault/1", appId: null }]);
    await monitorStep(rotated, { all: true });
    expect(await open()).toEqual([]);
  });
});
