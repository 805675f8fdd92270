import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

declare const process: { env: Record<string, string | undefined> };

const migrations = await readD1Migrations("migrations");

/** Made for the tests and used nowhere else. */
const ring = (seed: number) =>
  `1:${btoa(String.fromCharCode(...Array.from({ length: 32 }, (_, i) => (i * 37 + seed * 11) % 256)))}`;

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: {
        // All of a file's requests come from one address; test/limits/shield.test.ts brings a shield of its own.
        ratelimits: { SHIELD: { namespace_id: "1001", simple: { limit: 1_000_000, period: 10 } } },
        bindings: {
          TEST_MIGRATIONS: migrations,
          ...(process.env["FAULT_RUNS"] && { FAULT_RUNS: process.env["FAULT_RUNS"] }),
          ...(process.env["FAULT_SEED"] && { FAULT_SEED: process.env["FAULT_SEED"] }),
          ...(process.env["FUZZ_RUNS"] && { FUZZ_RUNS: process.env["FUZZ_RUNS"] }),
          ...(process.env["FUZZ_SEED"] && { FUZZ_SEED: process.env["FUZZ_SEED"] }),
          ...(process.env["BENCH_CONNECTIONS"] && { BENCH_CONNECTIONS: process.env["BENCH_CONNECTIONS"] }),
          ENVIRONMENT: "local",
          PUBLIC_ORIGIN: "https://metristack.test",
          METER_FLUSH_SECONDS: "60",
          VAULT_KEYS: ring(1),
          KEY_PEPPERS: ring(2),
          SEAL_KEYS: ring(3),
          SIGNING_KEYS: JSON.stringify([
            {
              kty: "OKP",
              crv: "Ed25519",
              kid: "test-1",
              x: "RMG3WaoZAABHKEknMXVpEtqiO_NKvwN1A2dFe39Ikto",
              d: "KgtvrVZo1L7TmYazErWZDIwrPzroG1Q4KVHljwB0uvw",
            },
          ]),
          RESTORE_WINDOW_DAYS: "0",
          OPS_DEV_TOKEN: "ops-token-of-the-tests-0123456789abcdef",
        },
      },
    }),
  ],
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    globalSetup: ["./test/faults/hostile-server.mjs"],
    setupFiles: ["./test/support/setup.ts"],
    // Some tests walk every route of the API; a slow machine must not fail them.
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
