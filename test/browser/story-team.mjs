// A team: its owner invites a second member, who joins, signs in and recovers on a device of their own.
import assert from "node:assert/strict";
import { button, invite, join, makeCodes, signIn, signUp, withPasskeys } from "./people.mjs";
import { PATIENCE, shot } from "./support.mjs";

async function ownerInvites({ base, page }) {
  await signUp(await withPasskeys(page), base, "Olu");
  return { link: await invite(page, base, "developer") };
}

/** Another device: a browser and an authenticator of its own. */
async function joinsOnAnotherDevice({ device, link, base }) {
  const theirs = await withPasskeys(await device());
  await join(theirs, link, "Mina");
  await theirs.waitForURL(/\/portal\/account\?notice=welcome/, { timeout: PATIENCE });
  await theirs.getByText("Your role in this team: developer").waitFor();
  await theirs.goto(`${base}/portal/team`);
  for (const name of ["Olu", "Mina"]) await theirs.getByRole("rowheader", { name }).waitFor();
  await shot(theirs, "story-team");
  return { theirs };
}

async function invitationWorksOnce({ device, link }) {
  const stranger = await withPasskeys(await device());
  await join(stranger, link, "Eve");
  await stranger.getByText("This invitation was used").waitFor();
}

async function keepsCodes({ theirs, base }) {
  return { codes: await makeCodes(theirs, base) };
}

async function signsOut({ theirs, base }) {
  await theirs.goto(`${base}/portal/account`);
  await button(theirs, /^Sign out/).click();
  await theirs.waitForURL(`${base}/portal/sign-in`);
  await theirs.goto(`${base}/portal`);
  assert.equal(theirs.url(), `${base}/portal/sign-in`, "nothing is shown any more");
}

async function signsInAgain({ theirs, base }) {
  await signIn(theirs, base);
  await theirs.getByRole("heading", { name: "Apps" }).waitFor();
}

async function isRefusedByAWrongCode({ theirs, base }) {
  await recover(theirs, base, "AAAA-AAAA-AAAA-AAAA");
  await theirs.getByText("This is no code, or it was used before.").waitFor();
  await theirs.goto(`${base}/portal`);
  assert.equal(theirs.url(), `${base}/portal/sign-in`);
}

async function comesInByACodeOnce({ theirs, base, codes }) {
  await recover(theirs, base, codes[0]);
  await theirs.getByText("That code is used up.").waitFor();
  await signsOut({ theirs, base });
  await recover(theirs, base, codes[0]);
  await theirs.getByText("This is no code, or it was used before.").waitFor();
}

export const TEAM_STEPS = [
  ownerInvites,
  joinsOnAnotherDevice,
  invitationWorksOnce,
  keepsCodes,
  signsOut,
  signsInAgain,
  signsOut,
  isRefusedByAWrongCode,
  comesInByACodeOnce,
];

async function recover(page, base, code) {
  await page.goto(`${base}/portal/recover`);
  await page.getByLabel("Recovery code").fill(code);
  await button(page, "Sign in").click();
}
