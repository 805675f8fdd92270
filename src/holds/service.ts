import { z } from "zod";
import { DATA_CLASSES } from "../inventory/types";
import { regionOfConnectionId } from "../kernel/ids";
import { notFound } from "../kernel/problem";
import { audit } from "../proof/audit";
import { type Hold, placeHold, releaseHold } from "./holds";

export const holdSchema = z
  .object({
    scope: z.enum(["connection", "class"]),
    target: z.string().max(64),
    reason: z.string().trim().min(3).max(500),
    placed_by: z.string().trim().min(1).max(120),
  })
  .superRefine(({ scope, target }, issues) => {
    const fits =
      scope === "connection"
        ? regionOfConnectionId(target) !== null
        : (DATA_CLASSES as readonly string[]).includes(target);
    if (!fits) issues.addIssue({ code: "custom", path: ["target"], message: `is no ${scope}` });
  });

/** Sets a legal hold, on the record. */
export async function setHold(env: Env, input: z.infer<typeof holdSchema>, by: string): Promise<Hold> {
  const hold = await placeHold(env.DB, input);
  const detail = { scope: hold.scope };
  await audit(env.DB, { actor: by, action: "legal_hold.placed", target: hold.id, detail });
  return hold;
}

/** Lifts a legal hold, on the record. @throws Problem `not_found` when there is none in force of that id */
export async function liftHold(env: Env, id: string, by: string): Promise<Hold> {
  const hold = await releaseHold(env.DB, id);
  if (!hold) throw notFound("legal hold in force");
  await audit(env.DB, { actor: by, action: "legal_hold.released", target: hold.id });
  return hold;
}
