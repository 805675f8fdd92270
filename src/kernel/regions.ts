import { z } from "zod";

/** Where a connection's object and bundles live. `eu` is a Durable Object jurisdiction; the others are placement. */
export const regionSchema = z.enum(["eu", "us", "af"]);
export type Region = z.infer<typeof regionSchema>;

export const modeSchema = z.enum(["test", "live"]);
/** Test and live are two worlds: a key of one never sees an object of the other. */
export type Mode = z.infer<typeof modeSchema>;
