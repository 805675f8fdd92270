import { env, exports } from "cloudflare:workers";
import { expect, vi } from "vitest";
import { configOf } from "../../../src/config/config";
import type { Adapter } from "../../../src/platforms/adapter";
import { forgetHosts } from "../../../src/platforms/host-guard";
import { allAdapters } from "../../../src/platforms/registry";
import {
  configureClients,
  fakeNetwork,
  openReconnect,
  openSession,
  tapSandbox,
} from "../../support/fake-platforms";
import {
  api,
  Browser,
  type Developer,
  formOf,
  newDeveloper,
  ORIGIN,
  onwardOf,
  unescapeHtml,
} from "../../support/harness";
import type { FakePlatform, Forward, PlatformFixture, RequestKind } from "./fixture";

const modules = import.meta.glob<{ fixture: PlatformFixture }>("../fixtures/*.ts", { eager: true });

export interface Subject {
  key: string;
  adapter: Adapter;
  fixture: PlatformFixture;
}

/** Every adapter of the registry with its fixture. @throws where one has none: it would be untested. */
export const SUBJECTS: readonly Subject[] = (await allAdapters()).map((adapter) => {
  const fixture = modules[`../fixtures/${adapter.key}.ts`]?.fixture;
  if (!fixture) throw new Error(`test/platforms/fixtures/${adapter.key}.ts is missing`);
  return { key: adapter.key, adapter, fixture };
});

/** For `describe.each`: the key first, so that the tests of one adapter are found by `-t "<key>:"`. */
export function named(subjects: readonly Subject[]): (readonly [string, Subject])[] {
  return subjects.map((subject) => [subject.key, subject] as const);
}

/** What the platform was asked, by kind. */
export interface Asked {
  kind: RequestKind;
  url: string;
  headers: Headers;
  body: string;
  /** As it was made, with its signal and what it does about redirects. */
  request: Request;
}

/** A speaker in the platform's place; null lets the fake answer as usual. */
type Interruption = (asked: Asked, usual: () => Promise<Response>) => Response | Promise<Response> | null;

/** One platform, faked to its network, with a developer and a browser before it. */
export class Stage {
  readonly fake: FakePlatform;
  readonly asked: Asked[] = [];
  interrupt: Interruption | null = null;

  private constructor(
    readonly subject: Subject,
    readonly developer: Developer,
  ) {
    this.fake = subject.fixture.make();
  }

  static async open(subject: Subject): Promise<Stage> {
    const stage = new Stage(subject, await newDeveloper());
    const { client } = subject.fixture;
    if (client) await configureClients({ [subject.key]: { test: client } });
    forgetHosts();
    await env.DB.prepare("DELETE FROM pending_installs").run();
    // What another test connected is over: an account's grant is revoked only with its last connection.
    await env.DB.prepare("UPDATE connections SET status = 'disconnected' WHERE platform = ?1")
      .bind(subject.key)
      .run();
    const nowhere: Forward = async (request) => {
      throw new TypeError(`nobody answers at ${request.url}`);
    };
    fakeNetwork((request) => lookup(request) ?? stage.#answer(request, nowhere));
    tapSandbox((request, forward) => stage.#answer(request, forward));
    return stage;
  }

  close(): void {
    vi.restoreAllMocks();
  }

  of(kind: RequestKind): Asked[] {
    return this.asked.filter((one) => one.kind === kind);
  }

  async #answer(request: Request, forward: Forward): Promise<Response> {
    const body = new TextDecoder().decode(await request.clone().arrayBuffer());
    const { url, headers } = request;
    const asked: Asked = {
      kind: this.fake.kindOf(request, body),
      url,
      headers: new Headers(headers),
      body,
      request,
    };
    this.asked.push(asked);
    const usual = async () => {
      const answer = await this.fake.answer(request, forward);
      if (!answer) throw new TypeError(`nobody answers at ${url}`);
      return answer;
    };
    return (await this.interrupt?.(asked, usual)) ?? usual();
  }

  /** Where a pushed flow begins, as our page after the consent tells it. */
  startOf = startOf;

  call(method: string, path: string): Promise<Response> {
    return api(this.developer, method, path);
  }

  get(path: string): Promise<Response> {
    return api(this.developer, "GET", path);
  }

  /** The whole flow; @returns the connection's id. */
  async connect(): Promise<string> {
    const { connectUrl } = await openSession(this.developer, [this.subject.key]);
    return this.exchange(await this.walk(connectUrl, new Browser(), "allow"));
  }

  async reconnect(id: string): Promise<string> {
    const { connectUrl } = await openReconnect(this.developer, id);
    return this.exchange(await this.walk(connectUrl, new Browser(), "allow"));
  }

  async disconnect(id: string): Promise<void> {
    const ended = await api(this.developer, "DELETE", `/v1/connections/${id}`);
    expect(ended.status, await ended.clone().text()).toBe(200);
  }

  async exchange(back: Response): Promise<string> {
    const location = back.headers.get("location");
    if (back.status !== 303 || !location) throw new Error(`flow ended ${back.status}: ${await back.text()}`);
    const code = new URL(location, ORIGIN).searchParams.get("code");
    const exchanged = await api(this.developer, "POST", "/v1/connect/exchange", { code });
    expect(exchanged.status, await exchanged.clone().text()).toBe(200);
    return ((await exchanged.json()) as { id: string }).id;
  }

  /**
   * Walks a person through our pages and the platform's, to the answer that sends the browser back to the developer
   * (or to our own page that says why not). Null where the platform sends nobody back who declines.
   */
  async walk(
    connectUrl: string,
    browser: Browser,
    decision: "allow" | "decline",
  ): Promise<Response | null | never>;
  async walk(connectUrl: string, browser: Browser, decision: "allow"): Promise<Response>;
  async walk(connectUrl: string, browser: Browser, decision: "allow" | "decline"): Promise<Response | null> {
    const agreed = await this.agree(connectUrl, browser);
    const { person } = this.fake;
    switch (person.kind) {
      case "oauth_redirect": {
        const address = new URL(onwardOf(agreed));
        const back =
          decision === "allow"
            ? await person.allow(address, browser)
            : await person.decline(address, browser);
        return back && browser.get(back.href);
      }
      case "pushed_credentials": {
        const start = startOf(agreed);
        if (decision === "decline") {
          const back = await person.decline(start);
          return back && browser.get(back.href);
        }
        const { push, back } = await person.allow(start);
        const taken = await exports.default.fetch(push);
        expect(taken.status, await taken.clone().text()).toBe(200);
        return browser.get(back.href);
      }
      case "install_claim": {
        if (decision === "decline") return null;
        const arrival = await person.install(`${ORIGIN}/connect/install/${this.subject.key}/test`);
        const pending = await browser.get(arrival.href);
        expect(pending.status, await pending.clone().text()).toBe(303);
        const page = await browser.get(new URL(pending.headers.get("location")!, ORIGIN).href);
        const { action, fields } = formOf(await page.text());
        return browser.post(action, fields);
      }
      case "pasted_key": {
        if (decision === "decline") return null;
        const { action, fields } = formOf(agreed);
        return browser.post(action, { ...fields, ...person.fields });
      }
    }
  }

  /** Through our own pages, the shop's question included, up to what follows the consent. */
  async agree(connectUrl: string, browser: Browser): Promise<string> {
    const settle = async (response: Response) =>
      response.status === 303 ? browser.get(response.headers.get("location")!) : response;
    let page = await settle(await browser.get(connectUrl));
    if (this.subject.adapter.connect.shop) {
      const { action, fields } = formOf(await page.text());
      page = await settle(await browser.post(action, { ...fields, shop: this.fake.shop ?? "" }));
    }
    const { action, fields } = formOf(await page.text());
    const agreed = await browser.post(action, { ...fields, decision: "allow" });
    expect(agreed.status, await agreed.clone().text()).toBe(200);
    return agreed.text();
  }
}

/** Where a pushed flow begins: the platform's page, or the values that our page tells. */
function startOf(html: string): { address: URL | null; values: Record<string, string>; done: URL | null } {
  if (html.includes('http-equiv="refresh"'))
    return { address: new URL(onwardOf(html)), values: {}, done: null };
  const pairs = [...html.matchAll(/<dt[^>]*>([^<]*)<\/dt>\s*<dd>\s*<code>([^<]*)<\/code>/g)];
  return {
    address: null,
    values: Object.fromEntries(pairs.map(([, label, value]) => [unescapeHtml(label!), unescapeHtml(value!)])),
    done: new URL(unescapeHtml(/href="([^"]*\/connect\/callback\/[^"]*)"/.exec(html)?.[1] ?? "")),
  };
}

/** Names of shops lead to a public address. */
function lookup(request: Request): Response | null {
  const url = new URL(request.url);
  if (url.hostname !== "cloudflare-dns.com") return null;
  const isV4 = url.searchParams.get("type") === "A";
  return Response.json({
    Status: 0,
    Answer: [
      isV4
        ? { type: 1, data: "93.184.215.14" }
        : { type: 28, data: "2606:2800:21f:cb07:6820:80da:af6b:8b2c" },
    ],
  });
}

/** The secret that the adapter's webhooks are signed with, as this Worker is configured. */
export function secretOf({ adapter, fixture }: Subject): string {
  if (adapter.webhooks?.secret === "client_secret") return fixture.client?.client_secret ?? "";
  return fixture.client?.webhook_secret ?? "";
}

export function forgetClient(key: string): void {
  delete configOf(env).platformClients[key];
}
