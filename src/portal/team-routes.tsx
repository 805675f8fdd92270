import { z } from "zod";
import { database } from "../db/client";
import { answerPage } from "../http/page";
import { clock } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import { invite } from "./invite";
import { ActivityPage, InvitedPage, TeamPage } from "./pages/team";
import { paged } from "./paging";
import { ROLES } from "./roles";
import { DEED, FRESH, forMembers, type PortalRoute, SHOWN } from "./route";
import type { Ctx, SignedIn } from "./sessions";
import {
  deedsOf,
  deleteInvitation,
  deleteMember,
  findMember,
  invitationsOf,
  membersOf,
  setRole,
} from "./team-store";

const shown = forMembers(SHOWN, "viewer");
const deed = forMembers(DEED, "owner");

const TEAM_PATH = "/portal/team";
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
  forMembers(SHOWN, "owner")(`${TEAM_PATH}/activity`, async (c, { member: { developerId } }) => {
    const { rows, next } = await paged(
      c,
      ["portal-activity", developerId],
      (limit, after) => deedsOf(database(c.env), developerId, limit, after?.at ?? Number.MAX_SAFE_INTEGER),
      ({ seq: at, action: id }) => ({ at, id }),
    );
    return answerPage(c, 200, <ActivityPage rows={rows} next={next} />);
  }),
  deed(
    "/portal/team/invitations",
    "member.invited",
    async (c, { member: { developerId } }, { form, tell }) => {
      const db = database(c.env);
      const role = roleSchema.parse(form.one("role"));
      if ((await invitationsOf(db, developerId, clock.now())).length >= MAX_INVITATIONS)
        throw new Problem("conflict", `${MAX_INVITATIONS} invitations are open. Withdraw one first.`);
      const { id, link, expiresAt } = await invite(c.env, developerId, role);
      tell({ target: id, detail: { role } });
      return answerPage(c, 200, <InvitedPage link={link} role={role} expiresAt={expiresAt} />);
    },
    FRESH,
  ),
  deed("/portal/team/invitations/:invitation/withdraw", "invitation.withdrawn", async (c, { member }) => {
    const id = c.req.param("invitation") ?? "";
    if (!(await deleteInvitation(database(c.env), member.developerId, id))) throw notFound("invitation");
    return c.redirect(TEAM_PATH, 303);
  }),
  deed(
    "/portal/team/members/:member/role",
    "member.role_changed",
    async (c, who, { form, tell }) => {
      const { id, developerId } = await ownMember(c, who);
      const role = roleSchema.parse(form.one("role"));
      if (!(await setRole(database(c.env), developerId, id, role))) throw ownerless();
      tell({ detail: { role } });
      return c.redirect(TEAM_PATH, 303);
    },
    FRESH,
  ),
  deed("/portal/team/members/:member/remove", "member.removed", async (c, who) => {
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
