// The operators at their desk, after the developer's story: a policy is changed, an incident and a rights request are
// answered, and what proves it is checked. The developer, in the first browser, reads what comes of it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { compactVerify, createLocalJWKSet } from "jose";
import { canonical } from "../../src/proof/chain.ts";
import { acceptPolicy, button, draftPolicy, signInAtDesk } from "./people.mjs";
import { shot } from "./support.mjs";

async function operatorSignsIn({ base, opsToken, device }) {
  const desk = await device();
  await signInAtDesk(desk, base, opsToken);
  return { desk };
}

async function operatorSeesWhatWaits({ desk, incident, request }) {
  for (const id of [incident, request]) await desk.getByRole("link", { name: id }).first().waitFor();
  await shot(desk, "story-desk");
}

async function operatorPublishesAPolicy({ base, desk }) {
  const clause = "A clause that this version adds.";
  const version = await draftPolicy(desk, base, { inDays: 40, clause });
  await shot(desk, "story-desk-policy");
  await button(desk, "Publish it for good").click();
  await desk.getByRole("link", { name: version }).waitFor();
  return { version, clause };
}

async function developerReadsTheChange({ base, page, version, clause }) {
  await page.goto(`${base}/portal`);
  await page.getByRole("navigation", { name: "Waiting for you" }).getByText(version).click();
  await page
    .getByRole("link", { name: /^since / })
    .first()
    .click();
  await page.locator("ins", { hasText: clause }).waitFor();
}

async function developerAccepts({ base, page, version }) {
  await page.goto(`${base}/portal/notices`);
  await shot(page, "story-notices");
  await acceptPolicy(page);
  await page.getByRole("region", { name: "What your apps accepted" }).getByText(version).waitFor();
  await page.goto(`${base}/portal`);
  assert.equal(await page.getByRole("navigation", { name: "Waiting for you" }).count(), 0);
}

async function operatorTriages({ base, desk, incident }) {
  await desk.goto(`${base}/ops/desk/incidents/${incident}`);
  await desk.getByLabel("Severity").selectOption("high");
  await desk.getByLabel("Countries of affected people").fill("KE FR");
  await button(desk, "Save and tell developers").click();
  await desk.getByRole("region", { name: "Authorities that may have to be told" }).waitFor();
}

async function operatorNotifies({ desk }) {
  await desk
    .getByLabel("A notice to the developers it concerns")
    .fill("Revoke the key now; we watch its use.");
  await button(desk, "Send the notice").click();
  await button(desk, "It is contained").click();
  await desk.getByText("contained, high").waitFor();
  await shot(desk, "story-desk-incident");
}

const REPORT = {
  Summary: "A test key was public for two hours.",
  Cause: "It was committed with the configuration.",
  Impact: "No call was made with it by others.",
  "What was done": "The key was revoked.",
  "What keeps it from happening again": "Keys are read from the environment.",
};

async function operatorCloses({ desk }) {
  const form = desk.getByRole("region", { name: "Close with the post-incident report" });
  for (const [label, words] of Object.entries(REPORT)) await form.getByLabel(label).fill(words);
  await button(desk, "Close the incident").click();
  await desk.getByText("closed, high").waitFor();
}

async function developerReadsTheReport({ base, app, incident, page }) {
  await page.goto(`${base}${app}/incidents/${incident}`);
  await page.getByText("Revoke the key now").waitFor();
  const report = page.getByRole("region", { name: "Post-incident report" });
  for (const words of Object.values(REPORT)) await report.getByText(words).waitFor();
  await shot(page, "story-incident-report");
}

async function operatorAnswersTheRequest({ base, desk, request }) {
  await desk.goto(`${base}/ops/desk/rights/${request}`);
  await desk.getByText("My number with you is user-2.").waitFor();
  await desk.getByLabel("Correct external user id to").fill("user-2");
  await shot(desk, "story-desk-rights");
  await button(desk, "Carry it out").click();
  await desk.getByText("completed", { exact: true }).first().waitFor();
}

async function developerSeesItAnswered({ base, app, request, connection, page }) {
  await page.goto(`${base}${app}/rights/${request}`);
  await page.getByText("answered in time").waitFor();
  await page.goto(`${base}${app}/connections/${connection}`);
  await page.getByText("user-2", { exact: true }).waitFor();
}

async function operatorTriesRetention({ base, desk }) {
  await desk.goto(`${base}/ops/desk/retention`);
  await button(desk, "Dry run").click();
  await desk.getByRole("heading", { name: "What would leave" }).waitFor();
  await desk.getByText("Nothing was removed.").waitFor();
}

async function operatorVerifiesTheChain({ base, desk }) {
  await desk.goto(`${base}/ops/desk/audit`);
  await button(desk, "Verify the chain now").click();
  await desk.getByRole("heading", { name: "The chain is whole" }).waitFor();
}

/** As an auditor checks the file: its SHA-256 over the canonical form, and our signature over that. */
async function operatorExportsEvidence({ base, desk }) {
  await desk.goto(`${base}/ops/evidence`);
  const [download] = await Promise.all([
    desk.waitForEvent("download"),
    desk.getByRole("link", { name: "Download it, signed" }).click(),
  ]);
  const { evidence, sha256, jws } = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.equal(createHash("sha256").update(canonical(evidence)).digest("base64url"), sha256);
  const keys = createLocalJWKSet(await (await fetch(`${base}/.well-known/jwks.json`)).json());
  const { payload } = await compactVerify(jws, keys);
  assert.equal(JSON.parse(Buffer.from(payload).toString()).sha256, sha256);
  assert.equal(evidence.audit_chain.ok, true);
}

/** Steps of the operator's, and of the developer's whom they concern; they go on after DEVELOPER_STEPS. */
export const OPERATOR_STEPS = [
  operatorSignsIn,
  operatorSeesWhatWaits,
  operatorPublishesAPolicy,
  developerReadsTheChange,
  developerAccepts,
  operatorTriages,
  operatorNotifies,
  operatorCloses,
  developerReadsTheReport,
  operatorAnswersTheRequest,
  developerSeesItAnswered,
  operatorTriesRetention,
  operatorVerifiesTheChain,
  operatorExportsEvidence,
];
