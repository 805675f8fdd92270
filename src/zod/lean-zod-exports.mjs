/* What of `zod/v4/classic/external.js` this Worker uses, and its libraries: scripts/lean-zod.test.mjs reads it off them. */

export * as coerce from "../../node_modules/zod/v4/classic/coerce.js";
export { ZodError } from "../../node_modules/zod/v4/classic/errors.js";
export * as iso from "../../node_modules/zod/v4/classic/iso.js";
export {
  array,
  boolean,
  discriminatedUnion,
  email,
  enum,
  guid,
  int,
  literal,
  looseObject,
  never,
  null,
  number,
  object,
  preprocess,
  record,
  strictObject,
  string,
  tuple,
  union,
  unknown,
  url,
  ZodObject,
  ZodType,
} from "../../node_modules/zod/v4/classic/schemas.js";
export { NEVER } from "../../node_modules/zod/v4/core/index.js";
export { toJSONSchema } from "../../node_modules/zod/v4/core/json-schema-processors.js";
