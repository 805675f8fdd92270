import { z } from "zod";
import type { AppRow } from "../apps/store";
import { configOf } from "../config/config";
import { findOwnConnection, listConnections } from "../connections/store";
import { database } from "../db/client";
import { answerPage } from "../http/page";
import { clock, HOUR } from "../kernel/clock";
import { notFound } from "../kernel/problem";
import { parseKey } from "../keys/format";
import { newKey } from "../keys/routes";
import { dropExpiredKeys, findOwnKey, insertKey } from "../keys/store";
import { EXPLORER_SCOPES, needsConnection, OPERATIONS, type Operation, pathOf } from "./explorer";
import { ownApp } from "./own";
import { type Answered, ExplorerPage } from "./pages/explorer";
import { DEED, forMembers, type PortalRoute, type Sent, SHOWN } from "./route";
import type { Ctx, SignedIn } from "./sessions";

const PATH = "/portal/apps/:app/explorer";
const KEY_NAME = "API explorer";
const CONNECTIONS_OFFERED = 100;
/** More than this of an answer is not shown. */
const SHOWN_CHARS = 40_000;
/** An answer longer than this is not spread over lines, since little of it is seen. */
const SPREAD_CHARS = 1_000_000;

const deedSchema = z.object({
  act: z.enum(["choose", "send"]).nullable(),
  operation: z.enum(OPERATIONS.map(({ id }) => id)),
  /** The operation whose fields the page had. */
  shown: z.string().nullable(),
  key: z.string().trim().max(200),
  values: z.record(z.string(), z.string().trim().max(4_096)),
});

/** What is on the form. */
export interface Form {
  operation: Operation;
  key: string;
  values: Readonly<Record<string, string>>;
}

const EMPTY: Form = { operation: OPERATIONS[0] as Operation, key: "", values: {} };

/** Tries the API's reads with a test key, as any client would call them. Nothing of an answer is kept. */
export const EXPLORER_ROUTES: readonly PortalRoute[] = [
  forMembers(SHOWN, "developer")(PATH, async (c, who) =>
    answerExplorer(c, who, await ownApp(c, who), EMPTY, {}),
  ),
  forMembers(DEED, "developer")(PATH, null, async (c, who, sent) => {
    const app = await ownApp(c, who);
    const { act, shown, form } = asked(sent);
    // Another operation was chosen, and its fields have not been seen yet.
    if (act === "choose" || shown !== form.operation.id) return answerExplorer(c, who, app, form, {});
    const fault = await faultOf(c, app, form);
    // A key that is refused is not sent back either.
    if (fault)
      return answerExplorer(c, who, app, fault.field === "key" ? { ...form, key: "" } : form, { fault });
    return answerExplorer(c, who, app, form, { answered: await called(c, form) });
  }),
  forMembers(DEED, "developer")(`${PATH}/key`, "key.created", async (c, who, sent) => {
    const app = await ownApp(c, who);
    const { form } = asked(sent);
    const { id, text } = await hourlyKey(c, app);
    sent.tell({ target: id, detail: { mode: "test" } });
    return answerExplorer(c, who, app, { ...form, key: text }, {});
  }),
];

function asked({ form }: Sent): { act: "choose" | "send" | null; shown: string | null; form: Form } {
  const names = ["connection", ...OPERATIONS.flatMap(({ fields }) => fields)];
  const { act, shown, ...rest } = deedSchema.parse({
    act: form.one("act"),
    operation: form.one("operation"),
    shown: form.one("shown"),
    key: form.one("key") ?? "",
    values: Object.fromEntries(names.map((name) => [name, form.one(name) ?? ""])),
  });
  const operation = OPERATIONS.find(({ id }) => id === rest.operation) ?? EMPTY.operation;
  return { act, shown, form: { ...rest, operation } };
}

/** A key for reading in test mode, which ends by itself; its forerunners go when they have ended. */
async function hourlyKey(c: Ctx, { id }: AppRow): Promise<{ id: string; text: string }> {
  const db = database(c.env);
  const owner = { appId: id, mode: "test" } as const;
  const now = clock.now();
  await dropExpiredKeys(db, owner, KEY_NAME, now);
  const input = { name: KEY_NAME, scopes: [...EXPLORER_SCOPES], rotatedFrom: null, expiresAt: now + HOUR };
  const { row, text } = await newKey(c.env, owner, input);
  await insertKey(db, row);
  return { id: row.id, text };
}

export interface Fault {
  field: "key" | "id";
  message: string;
}

/** What keeps the call from being made. @throws Problem for a connection that is not the app's own */
async function faultOf(c: Ctx, app: AppRow, { operation, key, values }: Form): Promise<Fault | null> {
  const owner = { appId: app.id, mode: "test" } as const;
  const parsed = parseKey(key);
  if (parsed?.mode === "live")
    return {
      field: "key",
      message: "This is a live key. Keep it out of browsers; only test keys are taken here.",
    };
  if (!parsed || !(await findOwnKey(database(c.env), owner, parsed.id)))
    return { field: "key", message: "This is not a test key of this app." };
  if (operation.fields.includes("id") && !values["id"])
    return { field: "id", message: "Which one? Enter the platform’s id of it." };
  const id = values["connection"] ?? "";
  if (needsConnection(operation) && !(await findOwnConnection(database(c.env), owner, id)))
    throw notFound("test connection of this app");
  return null;
}

/** Through the Worker's own entrypoint: authenticated, limited, counted and logged as from outside. */
async function called(c: Ctx, { operation, key, values }: Form): Promise<Answered> {
  const begun = clock.now();
  const url = configOf(c.env).publicOrigin + pathOf(operation, values);
  const headers = { authorization: `Bearer ${key}` };
  const answer = await c.executionCtx.exports.default.fetch(new Request(url, { headers }));
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, ms: clock.now() - begun, ...readable(text) };
}

/** JSON spread over lines, up to what a page can hold. */
function readable(text: string): { text: string; cut: boolean } {
  const whole = text.length > SPREAD_CHARS ? text : JSON.stringify(JSON.parse(text), null, 2);
  return { text: whole.slice(0, SHOWN_CHARS), cut: whole.length > SHOWN_CHARS };
}

async function answerExplorer(
  c: Ctx,
  who: SignedIn,
  app: AppRow,
  form: Form,
  { fault, answered }: { fault?: Fault; answered?: Answered },
): Promise<Response> {
  const owner = { appId: app.id, mode: "test" } as const;
  const rows = await listConnections(database(c.env), owner, {}, CONNECTIONS_OFFERED, null);
  const connections = rows.map(({ row }) => row);
  const view = { who, app, form, connections, origin: configOf(c.env).publicOrigin };
  return answerPage(
    c,
    fault ? 422 : 200,
    <ExplorerPage {...view} fault={fault ?? null} answered={answered ?? null} />,
  );
}
