import { configOf } from "../config/config";
import { database } from "../db/client";
import { clock } from "../kernel/clock";
import type { Mode } from "../kernel/regions";
import { readableResources } from "../keys/store";
import { safeguardFor } from "../transfers/safeguard";
import type { Readiness } from "./gate";
import { statementsOf } from "./items";
import { markdownOf, type NoticeSection, noticeOf } from "./notice";

export interface Draft {
  sections: NoticeSection[];
  markdown: string;
  /** What was left out because it is not stated yet. */
  missing: string[];
}

/** The notice an app owes its users as of now, for what its keys of one mode may read. */
export async function draftNotice(env: Env, { stated, acceptance }: Readiness, mode: Mode): Promise<Draft> {
  const now = clock.now();
  const found = safeguardFor("eu", statementsOf(stated), now);
  const { sections, missing } = noticeOf({
    ...stated,
    resources: await readableResources(database(env), { appId: stated.app.id, mode }, now),
    ground: found.kind === "ground" ? found : null,
    policyVersion: acceptance.version.version,
    origin: configOf(env).publicOrigin,
  });
  return { sections, markdown: markdownOf(sections), missing };
}
