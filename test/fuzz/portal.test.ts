import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { base64url, fromBase64 } from "../../src/kernel/bytes";
import { SECOND } from "../../src/kernel/clock";
import type { PortalRoute } from "../../src/portal/route";
import { PORTAL_ROUTES } from "../../src/portal/routes";
import { owner, Person, readyApp, shownIn, teammate } from "../portal/people";
import { api, connectSandbox, frozenClock, newDeveloper } from "../support/harness";
import { newEndpoint, receivers } from "../webhooks-out/receiver";
import { addressOf, faultsOfPage, fieldsIn, type Visit, visits } from "./pages";
import { faultsOver, Tally } from "./runs";
import { CANARY, marksOf } from "./tenants";

/* Every route of the portal's table, from people of every role, with odd input of every kind. */

interface Team {
  people: Person[];
  csrf: string[];
  ids: Record<string, string>;
  secrets: string[];
}

let ours: Team;
let theirs: Team;
let marks: string[];
const nobody = new Person();
const time = frozenClock(Date.now());
const tally = new Tally();

/** An owner with one of most things, and people of the other roles. */
async function furnished(words: string): Promise<Team> {
  const person = await owner(words);
  const app = await readyApp(person, words);
  const developer = await newDeveloper({ appId: app });
  const { id: connection } = await connectSandbox(developer, words === CANARY ? "kuwait-oud" : "lagos-home", {
    user: words,
  });
  const made = await person.submit(`/portal/apps/${app}/keys`, {
    name: words,
    mode: "test",
    scope: ["usage"],
  });
  const shown = shownIn(await made.text());
  const key = /keys\/(key_\w+)\/rotate/.exec(await person.page(`/portal/apps/${app}`))![1]!;
  const { id: endpoint, secret } = await newEndpoint(developer, {
    url: `https://hooks.${words.toLowerCase()}-books.com/`,
  });
  await api(developer, "POST", `/v1/webhook-endpoints/${endpoint}/test`);
  const deliveries = await api(developer, "GET", `/v1/webhook-endpoints/${endpoint}/deliveries`);
  const delivery = ((await deliveries.json()) as { data: { id: string }[] }).data[0]?.id ?? "whd_none";
  const asked = await api(developer, "POST", "/v1/rights-requests", {
    type: "rectification",
    connection_id: connection,
    details: { remark: words },
  });
  const reported = await api(developer, "POST", "/v1/incidents", {
    discovered_at: new Date().toISOString(),
    nature: `A laptop of ${words} was lost.`,
    affected: { data_classes: ["api_keys"] },
  });
  const [viewer, maker] = [await teammate(person, "viewer"), await teammate(person, "developer")];
  const link = await person.invite("viewer");
  const team = await person.page("/portal/team");
  const account = await person.page("/portal/account");
  const people = [person, maker, viewer];
  return {
    people,
    csrf: await Promise.all(people.map((one) => one.csrf())),
    ids: {
      ...{ app, connection, key, endpoint, delivery },
      request: ((await asked.json()) as { id: string }).id,
      incident: ((await reported.json()) as { id: string }).id,
      member: /members\/(mem_\w+)\//.exec(team)![1]!,
      invitation: /invitations\/(inv_\w+)\//.exec(team)![1]!,
      session: /sessions\/(ses_\w+)\//.exec(account)?.[1] ?? "ses_none",
      passkey: /passkeys\/([\w-]+)\/remove/.exec(account)?.[1] ?? "none",
    },
    secrets: [
      ...[shown, developer.key, secret, link.split("#")[1]!].map((one) => one.split("_").at(-1)!),
      ...people.map((one) => one.cookies.get("__Host-mtr_portal")!),
    ],
  };
}

beforeAll(async () => {
  receivers();
  ours = await furnished("Ours");
  ({ made: theirs, marks } = await marksOf(() => furnished(CANARY)));
});
beforeEach(() => {
  receivers();
});
afterAll(() => time.release());

const GOOD = {
  name: "Mine",
  role: "viewer",
  mode: "test",
  scope: "orders:read",
  uri: "https://a.example/b",
  overlap_hours: "0",
  act: "send",
  operation: "platforms.list",
  country: "KE",
};

/** What addresses have besides, and what a script sends. */
const ELSEWHERE = ["cursor", "limit", "before", "id", "raw", "saved", "clientDataJSON", "attestationObject"];

/** What would end the run's own team or its people. */
const ROUTES: readonly PortalRoute[] = PORTAL_ROUTES.filter(
  ({ method, path }) =>
    method === "GET" ||
    !/sign-out$|members\/:member|passkeys\/:passkey\/remove$|sessions\/:session/.test(path),
);

const NO_ID = (ids: Record<string, string>) => (part: string) => ids[part] ?? "none";

/** Fields as the portal's pages have them, with values that fit where the pages leave them to a person. */
async function fieldsOfPages(): Promise<Record<string, string>> {
  const [person] = ours.people;
  const pages = ROUTES.filter(({ method, path }) => method === "GET" && !path.endsWith("/bundle"));
  const found: Record<string, string> = {};
  for (const { path } of pages) {
    const answer = await person!.get(addressOfOwn(path));
    Object.assign(found, fieldsIn(await answer.text()));
  }
  const { csrf: _, ...fields } = found;
  return { ...fields, ...GOOD };
}
const addressOfOwn = (path: string) => path.replace(/:(\w+)/g, (_, part: string) => ours.ids[part] ?? "none");

async function faultsOf(visit: Visit<PortalRoute>, index: number): Promise<string[]> {
  time.add(SECOND / 10);
  const { route, form, isSigned, headers, junk } = visit;
  const address = addressOf(visit, NO_ID(ours.ids), NO_ID(theirs.ids));
  const who = ours.people[visit.who] ?? nobody;
  const csrf = ours.csrf[visit.who];
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of form)
    Object.defineProperty(fields, name, { value: [value], enumerable: true, configurable: true });
  const sending = {
    headers: { ...(junk !== null && { "content-type": "multipart/form-data; boundary=x" }), ...headers },
  };
  const send = () => {
    if (route.method === "GET") return who.get(address);
    if (route.speaks === "json") return who.call(address, junk ?? Object.fromEntries(form), sending);
    return who.form(address, { ...fields, ...(isSigned && csrf && { csrf }) }, sending);
  };
  const secrets = [...ours.secrets, ...theirs.secrets];
  const said = `${address} ${decodeURI(encodeURI(address))} ${JSON.stringify(form)} ${JSON.stringify(headers)}`;
  return faultsOfPage(
    `${visit.who} ${route.method} ${address.slice(0, 300)} ${JSON.stringify(form).slice(0, 300)} ${JSON.stringify(sending)}`,
    send,
    {
      marks,
      secrets,
      said,
      tally,
      isSampled: index % 15 === 0,
      types: /^application\/(json|zip)|^text\/(csv|plain)/,
    },
  );
}

it("holds for every route of the portal, whatever it is sent", async () => {
  const fields = await fieldsOfPages();
  const names = [...Object.keys(fields), ...ELSEWHERE];
  expect(names.length).toBeGreaterThan(40);
  expect(await faultsOver(visits(ROUTES, names, fields), faultsOf)).toEqual([]);
  for (const status of [200, 303, 403, 404, 422])
    expect(tally.of(status), `${status} of ${tally}`).toBeGreaterThan(0);
}, 3_000_000);

it("never fails over a passkey that no device made so", async () => {
  const made = fc.record({
    member: fc.constantFrom("clientDataJSON", "attestationObject"),
    at: fc.nat(),
    to: fc.nat(255),
    how: fc.constantFrom("set", "cut", "insert", "repeat"),
  });
  const faults = await faultsOver(made, async ({ member, at, to, how }) => {
    time.add(SECOND);
    const person = new Person();
    const asked = await person.call("/portal/sign-up/options", { label: "Mo" });
    const credential = (await person.device.create(await asked.json(), {})) as unknown as Record<
      string,
      string
    >;
    const bytes = [...fromBase64(credential[member]!)!];
    const place = at % bytes.length;
    if (how === "set") bytes[place] = to;
    if (how === "cut") bytes.length = place;
    if (how === "insert") bytes.splice(place, 0, to);
    if (how === "repeat") bytes.splice(place, 0, ...bytes.slice(place), ...bytes.slice(place));
    const spoilt = { ...credential, [member]: base64url(new Uint8Array(bytes)) };
    const answer = await person.call("/portal/sign-up", { label: "Mo", ...spoilt });
    return answer.status >= 500 ? [`${how} ${to} at ${place} of ${member}: ${answer.status}`] : [];
  });
  expect(faults).toEqual([]);
}, 3_000_000);

it("afterwards the people are signed in as before", async () => {
  for (const team of [ours, theirs])
    for (const person of team.people) expect(await person.page("/portal")).toContain("<h1");
});
