import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { database } from "../../src/db/client";
import { apps } from "../../src/db/schema";
import { makeReady, ORIGIN, REDIRECT, request, unescapeHtml } from "../support/harness";
import { Authenticator, type Quirks } from "./authenticator";

export interface Sending {
  /** Headers in place of, or besides, those of a browser on our page; undefined leaves one out. */
  headers?: Record<string, string | undefined>;
}

let sends = 0;

/** A person at the portal: a browser with cookies, and a device with passkeys. */
export class Person {
  readonly cookies = new Map<string, string>();
  readonly device: Authenticator;

  constructor(device = new Authenticator(ORIGIN)) {
    this.device = device;
  }

  get(path: string): Promise<Response> {
    return this.#send(path, { method: "GET" }, {});
  }

  async page(path: string): Promise<string> {
    const response = await this.get(path);
    expect(response.status, path).toBe(200);
    return response.text();
  }

  call(path: string, body: unknown, { headers = {} }: Sending = {}): Promise<Response> {
    const init = { method: "POST", body: JSON.stringify(body) };
    return this.#send(path, init, { origin: ORIGIN, "content-type": "application/json", ...headers });
  }

  form(
    path: string,
    fields: Record<string, string | string[]> = {},
    { headers = {} }: Sending = {},
  ): Promise<Response> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(name, one);
    const type = "application/x-www-form-urlencoded";
    return this.#send(
      path,
      { method: "POST", body: body.toString() },
      {
        origin: ORIGIN,
        "content-type": type,
        ...headers,
      },
    );
  }

  /** Posts a form as the page has it: with the value that the page gives it. */
  async submit(path: string, fields: Record<string, string | string[]> = {}): Promise<Response> {
    return this.form(path, { csrf: await this.csrf(), ...fields });
  }

  async csrf(): Promise<string> {
    return /name="csrf" value="([^"]+)"/.exec(await this.page("/portal/account"))![1]!;
  }

  async signUp(label = "Ada", quirks: Quirks = {}): Promise<Response> {
    return this.#create("/portal/sign-up", { label }, quirks);
  }

  async join(link: string, label = "Bem", quirks: Quirks = {}): Promise<Response> {
    return this.#create("/portal/join", { label, token: link.split("#")[1]! }, quirks);
  }

  async addPasskey(): Promise<Response> {
    return this.#create("/portal/passkeys", {}, {});
  }

  async signIn(quirks: Quirks = {}, index = 0): Promise<Response> {
    const options = await this.#options("/portal/sign-in", {});
    return this.call("/portal/sign-in", await this.device.get(options, quirks, index));
  }

  /** An owner's link for one more person. */
  async invite(role: string): Promise<string> {
    const answer = await this.submit("/portal/team/invitations", { role });
    expect(answer.status).toBe(200);
    return shownIn(await answer.text());
  }

  async #create(path: string, fields: Record<string, string>, quirks: Quirks): Promise<Response> {
    const asked = await this.call(`${path}/options`, fields);
    if (!asked.ok) return asked;
    const credential = await this.device.create(await asked.json(), quirks);
    return this.call(path, { ...fields, ...credential });
  }

  async #options(path: string, fields: unknown): Promise<{ challenge: string; rpId: string }> {
    const answer = await this.call(`${path}/options`, fields);
    expect(answer.status).toBe(200);
    return answer.json();
  }

  async #send(
    path: string,
    init: RequestInit,
    headers: Record<string, string | undefined>,
  ): Promise<Response> {
    const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    // Each request from another address: hundreds in a second from one are turned away before they are looked at.
    sends += 1;
    const from = { "cf-connecting-ip": `2001:db8::${sends.toString(16)}` };
    const sent = Object.entries({ cookie, ...from, ...headers }).filter(
      (one): one is [string, string] => !!one[1],
    );
    const response = await request(path, { ...init, headers: sent });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value) this.cookies.set(name!, value);
      else this.cookies.delete(name!);
    }
    return response;
  }
}

/** What a page shows to be copied, once. */
export function shownIn(html: string): string {
  return unescapeHtml(/<pre><code>([^<]*)<\/code>/.exec(html)![1]!);
}

/** Someone with an account of their own. */
export async function owner(label = "Ada"): Promise<Person> {
  const person = new Person();
  expect((await person.signUp(label)).status).toBe(200);
  return person;
}

/** Somebody in the owner's team. */
export async function teammate(of: Person, role: string): Promise<Person> {
  const person = new Person();
  expect((await person.join(await of.invite(role), role)).status).toBe(200);
  return person;
}

/** The id of an app that the person made, with an address to return to; it has stated and accepted what it must. */
export async function readyApp(of: Person, name: string): Promise<string> {
  const made = await of.submit("/portal/apps", { name });
  const id = made.headers.get("location")!.split("/").at(-1)!;
  await of.submit(`/portal/apps/${id}/redirects`, { uri: REDIRECT });
  const stated = { privacyPolicyUrl: "https://a.example/p", purposes: ["Books"], country: "KE" };
  await database(env).update(apps).set(stated).where(eq(apps.id, id));
  await makeReady(id);
  return id;
}
