declare namespace Cloudflare {
  interface Env {
    TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
    FAULT_RUNS?: string;
    FAULT_SEED?: string;
    FUZZ_RUNS?: string;
    FUZZ_SEED?: string;
    BENCH_CONNECTIONS?: string;
  }
}
