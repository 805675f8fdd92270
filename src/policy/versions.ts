import { z } from "zod";
import { DAY, rfc3339 } from "../kernel/clock";
import { END_USER_POLICY, END_USER_POLICY_VERSION, type PolicySection } from "./end-user-policy";

/** A published version without its text. */
export interface PolicyHead {
  id: string;
  version: string;
  effectiveAt: number;
  isMaterial: boolean;
  /** What changed, for people. */
  summary: string;
  publishedAt: number;
  /** When every app had its notice; null while they are being told. */
  announcedAt: number | null;
}

export interface PolicyVersion extends PolicyHead {
  sections: readonly PolicySection[];
}

export type PolicyStanding = "upcoming" | "in_force" | "superseded";

/** What a version is called: the day it was written, and which of that day. No dots in a row: see the difference's address. */
export const VERSION_NAME = /^\d{4}-\d{2}-\d{2}(\.[1-9]\d?)?$/;

/** Developers are given this long to read a material change (End-User Policy, "Changes to This Policy"). */
export const MATERIAL_NOTICE_MS = 30 * DAY;

const since = Date.parse(`${END_USER_POLICY_VERSION}T00:00:00Z`);

/** The version that this code was built with: in force from the first start, and there even in an empty database. */
export const FIRST_VERSION: PolicyVersion = {
  id: `pol_${END_USER_POLICY_VERSION.replaceAll("-", "").padStart(22, "0")}`,
  version: END_USER_POLICY_VERSION,
  effectiveAt: since,
  isMaterial: true,
  summary: "The first version of this policy.",
  publishedAt: since,
  announcedAt: since,
  sections: END_USER_POLICY,
};

/** @param versions oldest first, the first version among them. Before all of them, the first is in force. */
export function inForceAt<T extends PolicyHead>(versions: readonly T[], now: number): T {
  const current = versions.filter(({ effectiveAt }) => effectiveAt <= now).at(-1) ?? versions[0];
  if (!current) throw new Error("no policy version is known, not even the first");
  return current;
}

export function standingOf(
  version: PolicyHead,
  versions: readonly PolicyHead[],
  now: number,
): PolicyStanding {
  if (version.id === inForceAt(versions, now).id) return "in_force";
  return version.effectiveAt > now ? "upcoming" : "superseded";
}

const words = (max: number) => z.string().trim().min(1).max(max);

/** A policy's text, as operators publish it and as it rests. */
export const sectionsSchema = z
  .array(
    z.strictObject({
      heading: words(200),
      level: z.union([z.literal(2), z.literal(3)]),
      blocks: z
        .array(
          z.discriminatedUnion("kind", [
            z.strictObject({ kind: z.literal("text"), text: words(10_000) }),
            z.strictObject({ kind: z.literal("list"), items: z.array(words(2_000)).min(1).max(100) }),
          ]),
        )
        .max(100),
    }),
  )
  .min(1)
  .max(200);

export const publicationSchema = z.strictObject({
  version: z.string().regex(VERSION_NAME, "must be a day, such as 2027-02-01, or 2027-02-01.2"),
  effective_at: z.iso.datetime().transform((text) => Date.parse(text)),
  material: z.boolean(),
  summary: words(4_000),
  sections: sectionsSchema,
});
export type Publication = z.infer<typeof publicationSchema>;

/** Why a version may not be published so at this moment; null when it may. */
export function publicationFault(
  { version, effective_at, material }: Publication,
  published: readonly PolicyHead[],
  now: number,
): { path: string; message: string } | null {
  if (published.some((one) => one.version === version))
    return { path: "body.version", message: "was published before; a published version never changes" };
  const latest = Math.max(...published.map(({ effectiveAt }) => effectiveAt));
  if (effective_at <= latest)
    return {
      path: "body.effective_at",
      message: `must be after ${rfc3339(latest)}, when the newest one begins`,
    };
  const earliest = material ? now + MATERIAL_NOTICE_MS : now;
  if (effective_at < earliest)
    return {
      path: "body.effective_at",
      message: material
        ? `a material change is announced at least 30 days ahead: not before ${rfc3339(earliest)}`
        : "must not be in the past",
    };
  return null;
}
