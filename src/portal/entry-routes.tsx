import { z } from "zod";
import { database } from "../db/client";
import { answerPage } from "../http/page";
import { clock } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { newId } from "../kernel/ids";
import { Problem } from "../kernel/problem";
import { plainText } from "../pages/untrusted";
import { takeCode } from "./account-store";
import { JoinPage, RecoverPage, SignInPage, SignUpPage } from "./pages/entry";
import {
  assertionOptions,
  assertionSchema,
  recognised,
  registered,
  registrationOptions,
  registrationSchema,
} from "./passkeys";
import { codeHash } from "./recovery";
import { CALL, DEED, forAnyone, type PortalRoute, SHOWN } from "./route";
import { beginSession, type Ctx } from "./sessions";
import { findInvitation, insertDeveloper, insertInvited } from "./team-store";

const page = forAnyone(SHOWN);
const call = forAnyone(CALL);
const deed = forAnyone(DEED);

const label = z.string().max(200).transform(plainText).pipe(z.string().min(1, "is empty").max(60));
const labelled = z.object({ label });
const token = z.string().regex(/^[0-9A-Za-z]{32}$/, "is not an invitation's");
const invited = z.object({ label, token });

/** Ways in: before them nobody is signed in. */
export const ENTRY_ROUTES: readonly PortalRoute[] = [
  page("/portal/sign-in", (c) => answerPage(c, 200, <SignInPage />)),
  page("/portal/sign-up", (c) => answerPage(c, 200, <SignUpPage />)),
  page("/portal/join", (c) => answerPage(c, 200, <JoinPage />)),
  page("/portal/recover", (c) => answerPage(c, 200, <RecoverPage />)),
  call("/portal/sign-in/options", null, async (c) => c.json(await assertionOptions(c))),
  call("/portal/sign-in", null, async (c, { json }) =>
    entered(c, await recognised(c, assertionSchema.parse(json)), "/portal"),
  ),
  call("/portal/sign-up/options", null, async (c, { json }) =>
    c.json(await registrationOptions(c, "sign_up", { id: newId("mem"), ...labelled.parse(json) })),
  ),
  call("/portal/sign-up", "developer.signed_up", async (c, { json, tell }) => {
    const asked = labelled.extend(registrationSchema.shape).parse(json);
    const passkey = await registered(c, "sign_up", asked);
    const { memberId: id, createdAt } = passkey;
    const owner = { id, developerId: newId("dev"), label: asked.label, role: "owner", createdAt } as const;
    await insertDeveloper(database(c.env), owner, passkey);
    tell({ actor: id, target: owner.developerId });
    return entered(c, id, "/portal/account?notice=welcome");
  }),
  call("/portal/join/options", null, async (c, { json }) => {
    const asked = invited.parse(json);
    if (!(await findInvitation(database(c.env), await sha256(asked.token), clock.now()))) throw uninvited();
    return c.json(await registrationOptions(c, "join", { id: newId("mem"), label: asked.label }));
  }),
  call("/portal/join", "member.joined", async (c, { json, tell }) => {
    const asked = invited.extend(registrationSchema.shape).parse(json);
    const passkey = await registered(c, "join", asked);
    const { memberId: id, createdAt } = passkey;
    const hash = await sha256(asked.token);
    if (!(await insertInvited(database(c.env), hash, { id, label: asked.label, createdAt }, passkey)))
      throw uninvited();
    tell({ actor: id });
    return entered(c, id, "/portal/account?notice=welcome");
  }),
  deed("/portal/recover", "recovery_code.used", async (c, { form, tell }) => {
    const memberId = await takeCode(database(c.env), await codeHash(form.one("code") ?? ""));
    if (!memberId) return answerPage(c, 422, <RecoverPage isWrong />);
    tell({ actor: memberId });
    await beginSession(c, memberId, "recovery_code");
    return c.redirect("/portal/account?notice=recovered", 303);
  }),
];

/** Signs a member in, and tells the script where to go on. */
async function entered(c: Ctx, memberId: string, next: string): Promise<Response> {
  await beginSession(c, memberId, "passkey");
  return c.json({ next });
}

function uninvited(): Problem {
  return new Problem("expired", "This invitation was used, withdrawn, or has expired. Ask for a new one.");
}
