import { z } from "@hono/zod-openapi";
import { EVENT_TYPES } from "../events/types";
import { DAY, SECOND } from "../kernel/clock";

export const typeSchema = z.enum(EVENT_TYPES);

/** What a new endpoint is made of. */
export const endpointBody = z.object({
  url: z.string().min(1).max(2_048).openapi({ description: "https, on the public network" }),
  description: z.string().trim().max(200).optional(),
  types: z.array(typeSchema).min(1).max(EVENT_TYPES.length).optional().openapi({
    description: "The event types wanted; all, those of the future too, when left out",
  }),
});

export const rotateBody = z.object({
  overlap_seconds: z
    .number()
    .int()
    .min(0)
    .max(DAY / SECOND)
    .default(DAY / SECOND)
    .openapi({
      description: "How long the former secret goes on signing beside the new one: up to 24 hours",
    }),
});
