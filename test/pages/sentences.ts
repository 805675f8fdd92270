import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { LANGS } from "../../src/pages/languages";
import { spoken } from "../../src/pages/translations";

type Sentence = (value: unknown) => unknown;

const ALONE = "«NAME»";
const NAMED = { app: "«APP»", platform: "«PLATFORM»", country: "«COUNTRY»", example: "«EXAMPLE»" };

/** Fetches every translation, as a page does before it looks anything up. They are made by `npm run build:assets`. */
export async function speakAll(): Promise<void> {
  for (const lang of LANGS) expect(await spoken(env, lang)).toBe(lang);
}

/** Every sentence of a catalogue by its path, with what is filled in to be found again; English says what that is. */
export function sentences(texts: unknown, english: unknown = texts, path = ""): Map<string, string> {
  if (typeof texts === "string") return new Map([[path, texts]]);
  if (typeof texts === "function") {
    const filling = String((english as Sentence)(ALONE)).includes("undefined") ? NAMED : ALONE;
    return new Map([[path, String((texts as Sentence)(filling))]]);
  }
  const found = new Map<string, string>();
  for (const [key, child] of Object.entries(texts as Record<string, unknown>)) {
    const model = (english as Record<string, unknown> | undefined)?.[key];
    for (const entry of sentences(child, model, path ? `${path}.${key}` : key)) found.set(...entry);
  }
  return found;
}
