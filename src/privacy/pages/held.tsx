import { DATA_CLASSES, type DataClass } from "../../inventory/types";
import type { Lang } from "../../pages/languages";
import { className, privacyTexts } from "../texts";
import { untilText } from "./parts";
import type { HeldItem } from "./view";

/** What is held about a connection, class by class of the policy: what, why, and until when. */
export function Held({ lang, items }: { lang: Lang; items: readonly HeldItem[] }) {
  return (
    <>
      {DATA_CLASSES.map((dataClass) => {
        const own = linesOf(lang, dataClass, items);
        if (own.length === 0) return null;
        return (
          <>
            <h4>{className(lang, dataClass)}</h4>
            <ul class="kept">
              {own.map(({ name, detail, until }) => (
                <li>
                  <strong>{name}</strong>: {detail} <span class="until">{until}.</span>
                </li>
              ))}
            </ul>
          </>
        );
      })}
    </>
  );
}

interface Line {
  name: string;
  detail: string;
  until: string;
}

/** Several inventory entries can read the same to a person: those are told once. */
function linesOf(lang: Lang, dataClass: DataClass, items: readonly HeldItem[]): Line[] {
  const { held } = privacyTexts(lang);
  const lines = items
    .filter((item) => item.dataClass === dataClass)
    .map((item) => ({ ...held[item.what], until: untilText(lang, item.until) }));
  return lines.filter(
    (line, index) =>
      lines.findIndex(({ name, until }) => name === line.name && until === line.until) === index,
  );
}
