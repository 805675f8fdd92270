import { database } from "../db/client";
import { answerPage } from "../http/page";
import { clock } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import {
  countCodes,
  deletePasskey,
  deleteSession,
  insertPasskey,
  passkeysOf,
  replaceCodes,
  sessionsOf,
} from "./account-store";
import { AccountPage, CodesPage } from "./pages/account";
import { registered, registrationOptions, registrationSchema } from "./passkeys";
import { codeHash, newCodes } from "./recovery";
import { CALL, DEED, FRESH, forMembers, type PortalRoute, SHOWN, SIGN_IN_PATH } from "./route";
import { signOut } from "./sessions";

const shown = forMembers(SHOWN, "viewer");
const deed = forMembers(DEED, "viewer");
const call = forMembers(CALL, "viewer");

const ACCOUNT_PATH = "/portal/account";
const MAX_PASSKEYS = 20;

/** A member's own: sessions, passkeys, recovery codes. Whatever their role, these are theirs alone. */
export const ACCOUNT_ROUTES: readonly PortalRoute[] = [
  shown(ACCOUNT_PATH, async (c, who) => {
    const db = database(c.env);
    const [sessions, passkeys, codesLeft] = await Promise.all([
      sessionsOf(db, who.member.id, clock.now()),
      passkeysOf(db, who.member.id),
      countCodes(db, who.member.id),
    ]);
    const view = { who, sessions, passkeys, codesLeft, notice: c.req.query("notice") ?? null };
    return answerPage(c, 200, <AccountPage {...view} />);
  }),
  deed("/portal/sign-out", null, async (c, who) => {
    await signOut(c, who);
    return c.redirect(SIGN_IN_PATH, 303);
  }),
  deed("/portal/sessions/:session/end", "session.ended", async (c, who) => {
    const id = c.req.param("session") ?? "";
    if (!(await deleteSession(database(c.env), who.member.id, id))) throw notFound("session");
    return c.redirect(ACCOUNT_PATH, 303);
  }),
  deed(
    "/portal/recovery-codes",
    "recovery_codes.made",
    async (c, who) => {
      const codes = newCodes();
      const hashes = await Promise.all(codes.map(codeHash));
      await replaceCodes(database(c.env), who.member.id, hashes, clock.now());
      return answerPage(c, 200, <CodesPage codes={codes} />);
    },
    FRESH,
  ),
  call(
    "/portal/passkeys/options",
    null,
    async (c, { member }) => {
      const known = await passkeysOf(database(c.env), member.id);
      if (known.length >= MAX_PASSKEYS)
        throw new Problem("conflict", `There are ${MAX_PASSKEYS} passkeys already. Remove one first.`);
      return c.json(await registrationOptions(c, "add", member, known));
    },
    FRESH,
  ),
  call(
    "/portal/passkeys",
    "passkey.added",
    async (c, { member }, { json }) => {
      const passkey = await registered(c, "add", registrationSchema.parse(json));
      // Begun by somebody else who was signed in at this browser before.
      if (passkey.memberId !== member.id) throw new Problem("expired", "Begin again.");
      await insertPasskey(database(c.env), passkey);
      return c.json({ next: ACCOUNT_PATH });
    },
    FRESH,
  ),
  deed("/portal/passkeys/:passkey/remove", "passkey.removed", async (c, { member }) => {
    const db = database(c.env);
    const id = c.req.param("passkey") ?? "";
    if (!(await passkeysOf(db, member.id)).some((own) => own.id === id)) throw notFound("passkey");
    if (!(await deletePasskey(db, member.id, id)))
      throw new Problem("conflict", "The last passkey stays: without one you could not sign in.");
    return c.redirect(ACCOUNT_PATH, 303);
  }),
];
