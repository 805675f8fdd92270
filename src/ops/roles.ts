import { z } from "zod";
import { hex, utf8 } from "../kernel/bytes";

/**
 * What operators may do: everybody reads; the officer answers people and authorities, the engineer runs the machine,
 * the admin does all.
 */
export const OPS_ROLES = ["viewer", "officer", "engineer", "admin"] as const;
export type OpsRole = (typeof OPS_ROLES)[number];

export function permits(roles: ReadonlySet<OpsRole>, needed: OpsRole): boolean {
  return needed === "viewer" || roles.has(needed) || roles.has("admin");
}

/**
 * Who has which role, by what Access vouches for: a claim, or the SHA-256 of an e-mail address in lower case, so that
 * no address is written down. A claim is the token's own (`sub`, `common_name`) or the identity provider's (`custom`).
 */
export const roleRulesSchema = () =>
  z.array(
    z.union([
      z.strictObject({ email_sha256: z.string().regex(/^[0-9a-f]{64}$/), role: z.enum(OPS_ROLES) }),
      z.strictObject({
        claim: z.string().regex(/^(?!email$)[\w:./-]{1,128}$/),
        value: z.string().min(1).max(256),
        role: z.enum(OPS_ROLES),
      }),
    ]),
  );
const OWN_CLAIMS: readonly string[] = ["sub", "common_name"];

export type RoleRules = z.infer<ReturnType<typeof roleRulesSchema>>;

/** The roles of who has these verified claims. Nobody is more than a viewer without a rule that says so. */
export async function rolesOf(
  rules: RoleRules,
  claims: Readonly<Record<string, unknown>>,
): Promise<Set<OpsRole>> {
  const { email, custom } = claims;
  const provided = typeof custom === "object" && custom !== null ? (custom as Record<string, unknown>) : {};
  const mail = typeof email === "string" ? await sha256Hex(email.trim().toLowerCase()) : null;
  const holds = (rule: RoleRules[number]) => {
    if (!("claim" in rule)) return rule.email_sha256 === mail;
    // What the identity provider adds cannot stand in for what Access itself says.
    const from = OWN_CLAIMS.includes(rule.claim) ? claims : provided;
    return Object.hasOwn(from, rule.claim) && [from[rule.claim]].flat().includes(rule.value);
  };
  return new Set(["viewer" as const, ...rules.filter(holds).map((rule) => rule.role)]);
}

async function sha256Hex(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text))));
}
