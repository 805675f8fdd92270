import { z } from "zod";
import { configOf } from "../config/config";
import { database } from "../db/client";
import { answerPage } from "../http/page";
import { randomBase62 } from "../kernel/base62";
import { clock, DAY } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { newId } from "../kernel/ids";
import { notFound, Problem } from "../kernel/problem";
import { InvitedPage, TeamPage } from "./pages/team";
import { ROLES } from "./roles";
import { DEED, FRESH, forMembers, type PortalRoute, SHOWN } from "./route";
import type { Ctx, SignedIn } from "./sessions";
import {
  deleteInvitation,
  deleteMember,
  findMember,
  insertInvitation,
  invitationsOf,
  membersOf,
  setRole,
} from "./team-store";

const shown = forMembers(SHOWN, "viewer");
const deed = forMembers(DEED, "owner");

const TEAM_PATH = "/portal/team";
const INVITATION_MS = 7 * DAY;
const MAX_INVITATIONS = 50;

const roleSchema = z.enum(ROLES);

/** Who is in the team and may do what: seen by all of it, changed by owners. */
export const TEAM_ROUTES: readonly PortalRoute[] = [
  shown(TEAM_PATH, async (c, who) => {
    const db = database(c.env);
    const { developerId } = who.member;
    const [members, invitations] = await Promise.all([
      membersOf(db, developerId),
      invitationsOf(db, developerId, clock.now()),
    ]);
    return answerPage(c, 200, <TeamPage who={who} members={members} invitations={invitations} />);
  }),
  deed(
    "/portal/team/invitations",
    async (c, { member: { developerId } }, { form }) => {
      const db = database(c.env);
      const role = roleSchema.parse(form.one("role"));
      const now = clock.now();
      if ((await invitationsOf(db, developerId, now)).length >= MAX_INVITATIONS)
        throw new Problem("conflict", `${MAX_INVITATIONS} invitations are open. Withdraw one first.`);
      const token = randomBase62(32);
      const expiresAt = now + INVITATION_MS;
      const row = { id: newId("inv"), tokenHash: await sha256(token), developerId, role };
      await insertInvitation(db, { ...row, createdAt: now, expiresAt });
      const link = `${configOf(c.env).publicOrigin}/portal/join#${token}`;
      return answerPage(c, 200, <InvitedPage link={link} role={role} expiresAt={expiresAt} />);
    },
    FRESH,
  ),
  deed("/portal/team/invitations/:invitation/withdraw", async (c, { member }) => {
    const id = c.req.param("invitation") ?? "";
    if (!(await deleteInvitation(database(c.env), member.developerId, id))) throw notFound("invitation");
    return c.redirect(TEAM_PATH, 303);
  }),
  deed(
    "/portal/team/members/:member/role",
    async (c, who, { form }) => {
      const { id, developerId } = await ownMember(c, who);
      const role = roleSchema.parse(form.one("role"));
      if (!(await setRole(database(c.env), developerId, id, role))) throw ownerless();
      return c.redirect(TEAM_PATH, 303);
    },
    FRESH,
  ),
  deed("/portal/team/members/:member/remove", async (c, who) => {
    const { id, developerId } = await ownMember(c, who);
    if (!(await deleteMember(database(c.env), developerId, id))) throw ownerless();
    return c.redirect(TEAM_PATH, 303);
  }),
];

async function ownMember(c: Ctx, who: SignedIn) {
  const row = await findMember(database(c.env), who.member.developerId, c.req.param("member") ?? "");
  if (!row) throw notFound("member");
  return row;
}

function ownerless(): Problem {
  return new Problem("conflict", "A team has an owner: make somebody else one first.");
}
