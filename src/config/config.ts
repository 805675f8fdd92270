import { z } from "zod";
import { type Keyring, parseKeyring } from "../kernel/keyring";
import { type RoleRules, roleRulesSchema } from "../ops/roles";

/**
 * The Worker's configuration, validated as a whole. A missing or weak secret stops the Worker with a sentence
 * that names it and never shows it.
 */
export interface Config {
  environment: "local" | "production";
  /** Without a trailing slash. */
  publicOrigin: string;
  meterFlushSeconds: number;
  /** Key-encryption keys that wrap each connection's data key. */
  vaultKeys: Keyring;
  /** Peppers for API-key HMACs. */
  keyPeppers: Keyring;
  /** Root of the keys that seal cursors, OAuth states, replays, and that key the account hashes. */
  sealKeys: Keyring;
  /** Our OAuth clients at the platforms, by platform and mode. A platform without one is not offered. */
  platformClients: PlatformClients;
  /** Platform key → origin that replaces the platform's own, to run an adapter against another server. */
  platformOrigins: Record<string, string>;
  /** Cloudflare Access in front of /ops; null where /ops is closed (or, locally, opened by the token). */
  access: { teamDomain: string; audience: string } | null;
  /** Which operators are more than viewers. */
  opsRoles: RoleRules;
  /** Private keys that sign receipts and checkpoints; the first signs, all are published. */
  signingKeys: readonly SigningKey[];
  /** Days for which the database can be restored to an earlier state; metadata leaves that much earlier. */
  restoreWindowDays: number;
  /** Opens /ops locally; never accepted in production. */
  opsDevToken: string | null;
}

export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Metristack does not start: ${faults.join(" ")}`);
    this.name = "ConfigError";
  }
}

const clientSchema = () =>
  z.object({
    client_id: z.string().min(1),
    client_secret: z.string().min(1),
    webhook_secret: z.string().min(1).optional(),
    redirect_uri: z.string().min(1).optional(),
    settings: z.record(z.string(), z.string()).optional(),
  });
const clientsSchema = () =>
  z.record(z.string(), z.object({ test: clientSchema().optional(), live: clientSchema().optional() }));
export type PlatformClients = z.infer<ReturnType<typeof clientsSchema>>;

/** An Ed25519 private key as a JWK (RFC 8037). */
const signingKeySchema = () =>
  z.object({
    kty: z.literal("OKP"),
    crv: z.literal("Ed25519"),
    kid: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    d: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  });
export type SigningKey = z.infer<ReturnType<typeof signingKeySchema>>;

const originSchema = () =>
  z.string().refine((text) => {
    const url = URL.parse(text);
    return url !== null && url.origin === text && (url.protocol === "https:" || url.protocol === "http:");
  }, "must be an origin such as https://api.example.com, without a path");

const varsSchema = () =>
  z.object({
    ENVIRONMENT: z.enum(["local", "production"]),
    PUBLIC_ORIGIN: originSchema(),
    METER_FLUSH_SECONDS: z.coerce.number().min(0.1).max(3_600),
    RESTORE_WINDOW_DAYS: z.coerce.number().int().min(0).max(30),
  });

/** The bindings a configuration is read from: text only. */
export type ConfigSource = Readonly<Record<string, unknown>>;

/** @throws ConfigError naming every fault at once. */
export function parseConfig(source: ConfigSource): Config {
  const faults: string[] = [];

  const vars = varsSchema().safeParse(source);
  if (!vars.success) {
    for (const issue of vars.error.issues)
      faults.push(`The variable ${issue.path.join(".")} ${describe(source, issue)}.`);
  }

  const keyring = (name: string): Keyring | null => {
    const text = source[name];
    if (typeof text !== "string" || text === "") {
      faults.push(`The secret ${name} is missing.`);
      return null;
    }
    const ring = parseKeyring(text);
    if ("fault" in ring) {
      faults.push(`The secret ${name} ${ring.fault}.`);
      return null;
    }
    return ring;
  };
  const vaultKeys = keyring("VAULT_KEYS");
  const keyPeppers = keyring("KEY_PEPPERS");
  const sealKeys = keyring("SEAL_KEYS");

  const json = <T extends z.ZodType>(name: string, schema: () => T, empty: z.infer<T>): z.infer<T> => {
    const text = source[name];
    if (text === undefined || text === "") return empty;
    try {
      const parsed = schema().safeParse(JSON.parse(String(text)));
      if (parsed.success) return parsed.data;
      faults.push(`${name} does not fit at ${parsed.error.issues[0]?.path.join(".") || "its root"}.`);
    } catch {
      faults.push(`${name} is not JSON.`);
    }
    return empty;
  };
  const platformClients = json("PLATFORM_CLIENTS", clientsSchema, {});
  const platformOrigins = json("PLATFORM_ORIGINS", () => z.record(z.string(), originSchema()), {});

  const opsRoles = json("OPS_ROLES", roleRulesSchema, []);

  const signingKeys = json("SIGNING_KEYS", () => z.array(signingKeySchema()).min(1), []);
  if (source["SIGNING_KEYS"] === undefined || source["SIGNING_KEYS"] === "")
    faults.push("The secret SIGNING_KEYS is missing.");
  else if (new Set(signingKeys.map(({ kid }) => kid)).size !== signingKeys.length)
    faults.push("The secret SIGNING_KEYS names a kid twice.");

  const text = (name: string): string | null => {
    const value = source[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const teamDomain = text("ACCESS_TEAM_DOMAIN");
  const audience = text("ACCESS_AUDIENCE");
  if ((teamDomain === null) !== (audience === null)) {
    faults.push("ACCESS_TEAM_DOMAIN and ACCESS_AUDIENCE belong together: one of them is missing.");
  }
  const opsDevToken = text("OPS_DEV_TOKEN");
  if (opsDevToken !== null && opsDevToken.length < 32)
    faults.push("The secret OPS_DEV_TOKEN is shorter than 32 characters.");
  if (vars.success && vars.data.ENVIRONMENT === "production") {
    if (opsDevToken !== null) faults.push("OPS_DEV_TOKEN must not be set in production.");
    if (!vars.data.PUBLIC_ORIGIN.startsWith("https:"))
      faults.push("PUBLIC_ORIGIN must be https in production.");
    if (Object.keys(platformOrigins).length > 0)
      faults.push("PLATFORM_ORIGINS must not be set in production.");
  }

  if (faults.length > 0 || !vars.success || !vaultKeys || !keyPeppers || !sealKeys)
    throw new ConfigError(faults);
  return {
    environment: vars.data.ENVIRONMENT,
    publicOrigin: vars.data.PUBLIC_ORIGIN,
    meterFlushSeconds: vars.data.METER_FLUSH_SECONDS,
    vaultKeys,
    keyPeppers,
    sealKeys,
    platformClients,
    platformOrigins,
    access: teamDomain && audience ? { teamDomain, audience } : null,
    opsRoles,
    signingKeys,
    restoreWindowDays: vars.data.RESTORE_WINDOW_DAYS,
    opsDevToken,
  };
}

function describe(source: ConfigSource, issue: z.core.$ZodIssue): string {
  const value = source[String(issue.path[0])];
  return value === undefined || value === "" ? "is missing" : `does not fit: ${issue.message}`;
}

const parsed = new WeakMap<object, Config>();

/** The configuration of these bindings, parsed once per isolate. @throws ConfigError */
export function configOf(env: Env): Config {
  let config = parsed.get(env);
  if (!config) {
    config = parseConfig(env as unknown as ConfigSource);
    parsed.set(env, config);
  }
  return config;
}
