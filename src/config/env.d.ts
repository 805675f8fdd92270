// The bindings of wrangler.toml, and the text that src/config/config.ts validates.
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("../worker");
  }
  interface Env {
    DB: D1Database;
    LOGS: R2Bucket;
    BUNDLES: R2Bucket;
    BUNDLES_EU: R2Bucket;
    LOG_QUEUE: Queue<import("../logs/line").LogBatch>;
    CONNECTIONS: DurableObjectNamespace<import("../connections/object").ConnectionObject>;
    API_KEYS: DurableObjectNamespace<import("../keys/object").ApiKeyObject>;
    METER: DurableObjectNamespace<import("../meter/object").MeterObject>;
    SANDBOX: DurableObjectNamespace<import("../sandbox/object").SandboxObject>;
    SHIELD: RateLimit;
    ASSETS: Fetcher;
    /** Only where the account may send mail from the notices' domain. */
    NOTICE_MAIL?: SendEmail;
    ENVIRONMENT: string;
    PUBLIC_ORIGIN: string;
    METER_FLUSH_SECONDS: string;
    VAULT_KEYS: string;
    KEY_PEPPERS: string;
    SEAL_KEYS: string;
    SIGNING_KEYS: string;
    RESTORE_WINDOW_DAYS: string;
    PLATFORM_CLIENTS?: string;
    PLATFORM_ORIGINS?: string;
    ACCESS_TEAM_DOMAIN?: string;
    ACCESS_AUDIENCE?: string;
    OPS_ROLES?: string;
    OPS_DEV_TOKEN?: string;
  }
}
interface Env extends Cloudflare.Env {}
