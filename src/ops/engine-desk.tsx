import { z } from "zod";
import { answerPage } from "../http/page";
import { clock } from "../kernel/clock";
import { verifyStored } from "../proof/audit";
import { entriesBefore } from "../proof/store";
import { overdue } from "../retention/overdue";
import { runNow } from "../retention/run-now";
import { listRuns } from "../retention/runs";
import { type DeskRoute, deed, page } from "./desk";
import { evidenceNow } from "./evidence";
import { keyAges } from "./key-versions";
import { AuditPage, VerificationPage } from "./pages/audit";
import { EvidencePage } from "./pages/evidence";
import { KeysPage, RewrapPage } from "./pages/keys";
import { RetentionPage, RunPage } from "./pages/retention";
import { rewrapStep } from "./rewrap";

const RUNS_SHOWN = 20;
const ENTRIES_A_PAGE = 50;
/** Each is a call to a connection's own object. */
const REWRAPS_A_STEP = 50;

const placeSchema = z.coerce.number().int().min(1).catch(Number.MAX_SAFE_INTEGER);

/** What the engineer does: retention runs, keys; and what everybody may check: the audit log, the evidence. */
export const ENGINE_ROUTES: readonly DeskRoute[] = [
  page("viewer", "/ops/desk/retention", async (c, who) => {
    const now = clock.now();
    const [runs, standings] = await Promise.all([listRuns(c.env.DB, RUNS_SHOWN), overdue(c.env, now)]);
    return answerPage(c, 200, <RetentionPage who={who} runs={runs} standings={standings} now={now} />);
  }),
  deed("engineer", "/ops/desk/retention", async (c, who, form) => {
    const dryRun = z.enum(["dry_run", "run"]).parse(form.one("as")) === "dry_run";
    const run = await runNow(c.env, { now: clock.now(), dryRun }, who.actor);
    return answerPage(c, 200, <RunPage run={run} who={who} />);
  }),

  page("viewer", "/ops/desk/keys", async (c, who) =>
    answerPage(c, 200, <KeysPage keys={await keyAges(c.env)} who={who} now={clock.now()} />),
  ),
  deed("engineer", "/ops/desk/keys/rewrap", async (c, who, form) => {
    const after = z.string().max(64).parse(form.one("after"));
    const step = await rewrapStep(c.env, after, REWRAPS_A_STEP);
    return answerPage(c, 200, <RewrapPage step={step} who={who} />);
  }),

  page("viewer", "/ops/desk/audit", async (c, who) => {
    const entries = await entriesBefore(c.env.DB, placeSchema.parse(c.req.query("before")), ENTRIES_A_PAGE);
    const last = entries.length === ENTRIES_A_PAGE ? entries.at(-1) : undefined;
    return answerPage(c, 200, <AuditPage who={who} entries={entries} before={last?.seq ?? null} />);
  }),
  deed("viewer", "/ops/desk/audit/verify", async (c) =>
    answerPage(c, 200, <VerificationPage result={await verifyStored(c.env)} />),
  ),

  page("viewer", "/ops/evidence", async (c) =>
    answerPage(c, 200, <EvidencePage evidence={await evidenceNow(c.env)} />),
  ),
];
