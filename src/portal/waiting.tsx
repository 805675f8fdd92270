import { database } from "../db/client";
import type { PageContent } from "../http/page";
import { clock, dayOf } from "../kernel/clock";
import { type AcceptanceRow, publishedHeads, withFirst } from "../policy/store";
import { inForceAt, type PolicyHead } from "../policy/versions";
import { acceptancesOfTeam, countOpenAlerts, countOurIncidents, namesOfTeam } from "./notice-store";
import type { Ctx } from "./sessions";

export const NOTICES_PATH = "/portal/notices";

interface Line {
  href: string;
  text: string;
}

/** What waits for the reader of the page that is being rendered; hono/jsx's own context would add 16 KiB of its DOM. */
let shown: readonly Line[] = [];

/** Has every page that answers this call say what waits for the team: one batch to the database. */
export async function tellWaiting(c: Ctx, developerId: string): Promise<void> {
  const db = database(c.env);
  const [published, apps, accepted, alerts, incidents] = await db.batch([
    publishedHeads(db),
    namesOfTeam(db, developerId),
    acceptancesOfTeam(db, developerId),
    countOpenAlerts(db, developerId),
    countOurIncidents(db, developerId),
  ]);
  const lines = [
    ...policyLine(withFirst(published), apps, accepted, clock.now()),
    ...countLine(alerts[0]?.n, "alerts", "alert about your apps is open", "alerts about your apps are open"),
    ...countLine(
      incidents[0]?.n,
      "incidents",
      "incident of ours concerns you",
      "incidents of ours concern you",
    ),
  ];
  if (lines.length > 0) c.set("render", (content) => renderedWith(lines, content));
}

/** Set and taken back without an await between, so that no page of another reader can come in and show it. */
function renderedWith(lines: readonly Line[], content: PageContent): string | Promise<string> {
  shown = lines;
  try {
    return content.toString();
  } finally {
    shown = [];
  }
}

/** Versions that an app still has to read and accept: the one in force, and those to come, where they change much. */
export function unaccepted(
  versions: readonly PolicyHead[],
  accepted: readonly AcceptanceRow[],
  appId: string,
  now: number,
): PolicyHead[] {
  const current = inForceAt(versions, now);
  return versions.filter(
    (version) =>
      version.isMaterial &&
      (version.id === current.id || version.effectiveAt > now) &&
      !accepted.some((row) => row.appId === appId && row.policyId === version.id),
  );
}

function policyLine(
  versions: readonly PolicyHead[],
  apps: readonly { id: string }[],
  accepted: readonly AcceptanceRow[],
  now: number,
): Line[] {
  const open = apps
    .map(({ id }) => unaccepted(versions, accepted, id, now))
    .filter((some) => some.length > 0);
  const [first] = open.flat().sort((a, b) => a.effectiveAt - b.effectiveAt);
  if (!first) return [];
  const when = first.effectiveAt > now ? `in force from ${dayOf(first.effectiveAt)}` : "in force";
  const who = open.length === 1 ? "One of your apps has" : `${open.length} of your apps have`;
  const text = `${who} not accepted the End-User Policy’s version of ${first.version}, ${when}`;
  return [{ href: `${NOTICES_PATH}#policy`, text }];
}

function countLine(n: number | undefined, anchor: string, one: string, many: string): Line[] {
  return n ? [{ href: `${NOTICES_PATH}#${anchor}`, text: `${n} ${n === 1 ? one : many}` }] : [];
}

/** What waits for the reader, at the head of a page; nothing where nothing does. */
export function Banner() {
  if (shown.length === 0) return null;
  return (
    <nav class="notice notice-caution waiting" aria-label="Waiting for you">
      <ul>
        {shown.map(({ href, text }) => (
          <li>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
