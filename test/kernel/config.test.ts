import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { ConfigError, configOf, parseConfig } from "../../src/config/config";
import { base64, base64url, randomBytes } from "../../src/kernel/bytes";

const ring = (bytes = 32) => `1:${base64(randomBytes(bytes))}`;
const GOOD = {
  ENVIRONMENT: "local",
  PUBLIC_ORIGIN: "https://metristack.test",
  METER_FLUSH_SECONDS: "60",
  VAULT_KEYS: ring(),
  KEY_PEPPERS: ring(),
  SEAL_KEYS: ring(),
  SIGNING_KEYS: JSON.stringify([
    { kty: "OKP", crv: "Ed25519", kid: "k1", x: base64url(randomBytes(32)), d: base64url(randomBytes(32)) },
  ]),
  RESTORE_WINDOW_DAYS: "30",
};
const TOKEN = "a-token-of-more-than-thirty-two-characters";

function faultsOf(change: Record<string, unknown>): readonly string[] {
  try {
    parseConfig({ ...GOOD, ...change });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    const { faults, message } = error as ConfigError;
    for (const fault of faults) {
      expect(message).toContain(fault);
      expect(fault).toMatch(/^[A-Z].*\.$/s);
    }
    return faults;
  }
  return [];
}

describe("a configuration", () => {
  it("that is whole is read", () => {
    const config = parseConfig({
      ...GOOD,
      OPS_DEV_TOKEN: TOKEN,
      PLATFORM_CLIENTS: '{"square":{"test":{"client_id":"a","client_secret":"b"}}}',
      PLATFORM_ORIGINS: '{"square":"http://localhost:9"}',
    });
    expect(config).toMatchObject({
      environment: "local",
      publicOrigin: "https://metristack.test",
      meterFlushSeconds: 60,
      platformClients: { square: { test: { client_id: "a", client_secret: "b" } } },
      platformOrigins: { square: "http://localhost:9" },
      access: null,
      opsDevToken: TOKEN,
    });
    expect(config.vaultKeys.current).toBe(1);
    expect(
      parseConfig({ ...GOOD, ACCESS_TEAM_DOMAIN: "team.cloudflareaccess.com", ACCESS_AUDIENCE: "aud" })
        .access,
    ).toEqual({ teamDomain: "team.cloudflareaccess.com", audience: "aud" });
  });

  it("names who is more than a viewer by claims and hashed addresses, never by an address", () => {
    const hash = "a".repeat(64);
    const rules = [
      { claim: "groups", value: "privacy", role: "officer" },
      { email_sha256: hash, role: "admin" },
    ];
    expect(parseConfig({ ...GOOD, OPS_ROLES: JSON.stringify(rules) }).opsRoles).toEqual(rules);
    expect(parseConfig(GOOD).opsRoles).toEqual([]);
    for (const wrong of [
      { claim: "email", value: "a@b.test", role: "admin" },
      { email: "a@b.test", role: "admin" },
      { email_sha256: "a@b.test", role: "admin" },
      { claim: "groups", value: "privacy", role: "owner" },
    ])
      expect(faultsOf({ OPS_ROLES: JSON.stringify([wrong]) }).join()).toContain(
        "OPS_ROLES does not fit at 0",
      );
  });

  it("without a key that signs does not start", () => {
    expect(faultsOf({ SIGNING_KEYS: "" })).toEqual(["The secret SIGNING_KEYS is missing."]);
    expect(faultsOf({ SIGNING_KEYS: "[]" })).toEqual(["SIGNING_KEYS does not fit at its root."]);
  });

  it.each([
    "VAULT_KEYS",
    "KEY_PEPPERS",
    "SEAL_KEYS",
  ])("without %s, or with a weak one, does not start, and says which", (name) => {
    for (const missing of [undefined, "", 7])
      expect(faultsOf({ [name]: missing })).toEqual([`The secret ${name} is missing.`]);
    const weak = [
      "password-password-password-password",
      base64(randomBytes(32)),
      ring(16),
      ring(31),
      `1:${base64(new Uint8Array(32).fill(7))}`,
      `1:${"*".repeat(44)}`,
      `${GOOD.SEAL_KEYS},${GOOD.SEAL_KEYS}`,
    ];
    for (const value of weak) {
      const [fault, ...more] = faultsOf({ [name]: value });
      expect(more).toEqual([]);
      expect(fault).toMatch(new RegExp(`^The secret ${name} .+\\.$`));
      for (const part of value.split(/[:,]/).filter((piece) => piece.length > 4))
        expect(fault).not.toContain(part);
    }
  });

  it.each([
    ["ENVIRONMENT", [undefined, "", "staging", "Production"]],
    [
      "PUBLIC_ORIGIN",
      [
        undefined,
        "",
        "metristack.test",
        "https://metristack.test/",
        "https://metristack.test/v1",
        "ftp://metristack.test",
        "https://user@metristack.test",
        "HTTPS://METRISTACK.TEST",
      ],
    ],
    ["METER_FLUSH_SECONDS", ["soon", "0", "-1", "3601", "NaN"]],
  ])("with a wrong %s does not start, and says which", (name, values) => {
    for (const value of values) {
      const faults = faultsOf({ [name]: value });
      expect(faults, String(value)).toHaveLength(1);
      expect(faults[0]).toContain(`The variable ${name} `);
    }
  });

  it("does not start with clients or origins that cannot be read, and shows no secret in saying so", () => {
    const secret = "shpss_0123456789abcdef0123456789abcdef";
    for (const [text, where] of [
      [`{"shopify":{"test":{"client_id":"a","client_secret":"${secret}"}}`, "PLATFORM_CLIENTS is not JSON."],
      [
        `{"shopify":{"test":{"client_id":"","client_secret":"${secret}"}}}`,
        "PLATFORM_CLIENTS does not fit at shopify.test.client_id.",
      ],
      [`{"shopify":{"test":"${secret}"}}`, "PLATFORM_CLIENTS does not fit at shopify.test."],
      [`"${secret}"`, "PLATFORM_CLIENTS does not fit at its root."],
    ] as const) {
      const faults = faultsOf({ PLATFORM_CLIENTS: text });
      expect(faults).toEqual([where]);
      expect(faults.join()).not.toContain(secret);
    }
    expect(faultsOf({ PLATFORM_ORIGINS: '{"square":"http://localhost:9/path"}' })).toEqual([
      "PLATFORM_ORIGINS does not fit at square.",
    ]);
  });

  it("opens the operators' routes by neither half an Access nor a short token", () => {
    expect(faultsOf({ ACCESS_TEAM_DOMAIN: "team" })).toHaveLength(1);
    expect(faultsOf({ ACCESS_AUDIENCE: "aud" })).toHaveLength(1);
    const short = "x".repeat(31);
    const faults = faultsOf({ OPS_DEV_TOKEN: short });
    expect(faults).toEqual(["The secret OPS_DEV_TOKEN is shorter than 32 characters."]);
    expect(faults.join()).not.toContain(short);
  });

  it("for production takes no development token, no plain http, no other origins", () => {
    expect(faultsOf({ ENVIRONMENT: "production" })).toEqual([]);
    expect(faultsOf({ ENVIRONMENT: "production", OPS_DEV_TOKEN: TOKEN })).toEqual([
      "OPS_DEV_TOKEN must not be set in production.",
    ]);
    expect(faultsOf({ ENVIRONMENT: "production", PUBLIC_ORIGIN: "http://metristack.test" })).toEqual([
      "PUBLIC_ORIGIN must be https in production.",
    ]);
    expect(
      faultsOf({ ENVIRONMENT: "production", PLATFORM_ORIGINS: '{"square":"http://localhost:9"}' }),
    ).toEqual(["PLATFORM_ORIGINS must not be set in production."]);
  });

  it("tells every fault at once", () => {
    const faults = faultsOf({
      VAULT_KEYS: "",
      KEY_PEPPERS: "x",
      SEAL_KEYS: undefined,
      ENVIRONMENT: "",
      OPS_DEV_TOKEN: "short",
    });
    for (const name of ["VAULT_KEYS", "KEY_PEPPERS", "SEAL_KEYS", "ENVIRONMENT", "OPS_DEV_TOKEN"])
      expect(
        faults.filter((fault) => fault.includes(name)),
        name,
      ).toHaveLength(1);
  });

  it("is parsed once for the same bindings", () => {
    expect(configOf(env)).toBe(configOf(env));
  });
});
