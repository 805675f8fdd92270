import type { Target } from "../adapter";

/**
 * Clover's regions are worlds of their own; merchants, apps and tokens of one are unknown to the others
 * (docs.clover.com/docs/high-trust-app-auth-flow, "Sandbox and production environment URLs"). The 2026 documents name
 * an Asia Pacific region too, without hosts: it is not offered.
 */
const REGIONS = {
  na: { web: "https://www.clover.com", api: "https://api.clover.com", label: "United States and Canada" },
  eu: { web: "https://www.eu.clover.com", api: "https://api.eu.clover.com", label: "Europe" },
  la: { web: "https://www.la.clover.com", api: "https://api.la.clover.com", label: "Latin America" },
} as const;

const SANDBOX = { web: "https://sandbox.dev.clover.com", api: "https://apisandbox.dev.clover.com" } as const;

export const REGION_CHOICES = Object.entries(REGIONS).map(([value, { label }]) => ({ value, label }));

export function regionOf(input: string): string | null {
  const region = input.trim().toLowerCase();
  return Object.hasOwn(REGIONS, region) ? region : null;
}

/** The sandbox is one for all regions. */
export function hostsOf(target: Target): { web: string; api: string } {
  if (target.mode === "test") return SANDBOX;
  return REGIONS[(target.shop ?? "na") as keyof typeof REGIONS] ?? REGIONS.na;
}
