import { randomBase62 } from "../kernel/base62";
import { sha256 } from "../kernel/digest";
import { findShop } from "./shops";

/**
 * The shop's key stands in the text, so that a token leads to its shop's object without a look-up. It proves
 * nothing: the 32 random characters do (190 bits), and only their hash is kept.
 */
export type TokenKind = "code" | "access" | "refresh";

const PREFIX: Record<TokenKind, string> = { code: "sbx_ac", access: "sbx_at", refresh: "sbx_rt" };

export interface Minted {
  token: string;
  hash: string;
}

export async function mint(kind: TokenKind, shop: string): Promise<Minted> {
  const token = `${PREFIX[kind]}.${shop}.${randomBase62(32)}`;
  return { token, hash: await sha256(token) };
}

/** The shop a token names, or null when the text is no token of that kind or names no shop of ours. */
export function shopOfToken(kind: TokenKind, text: string): string | null {
  const match = /^(sbx_(?:ac|at|rt))\.([a-z-]{1,40})\.[0-9A-Za-z]{32}$/.exec(text);
  if (!match?.[2] || match[1] !== PREFIX[kind]) return null;
  return findShop(match[2])?.key ?? null;
}
