import { randomBase62 } from "../kernel/base62";
import { sha256 } from "../kernel/digest";

const COUNT = 10;

/** Ten codes of 119 random bits each, as people copy them. */
export function newCodes(): string[] {
  return Array.from({ length: COUNT }, () => randomBase62(20).replace(/.{5}(?=.)/g, "$&-"));
}

/** Read as people write it: spaces and hyphens do not count. */
export function codeHash(code: string): Promise<string> {
  return sha256(code.replace(/[\s-]/g, ""));
}
