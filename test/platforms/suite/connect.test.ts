import { afterEach, describe, expect, it } from "vitest";
import { everythingInD1, openSession } from "../../support/fake-platforms";
import { api, Browser, formOf, ORIGIN } from "../../support/harness";
import { named, Stage, SUBJECTS } from "./stage";

let stage: Stage;
afterEach(() => stage?.close());

describe.each(named(SUBJECTS))("%s: connecting", (_key, subject) => {
  const { adapter } = subject;

  it("ends with an active connection that reads what the adapter says it reads", async () => {
    stage = await Stage.open(subject);
    const id = await stage.connect();
    const connection = (await (await stage.get(`/v1/connections/${id}`)).json()) as Record<string, unknown>;
    expect(connection).toMatchObject({ id, platform: subject.key, status: "active", missing_scopes: [] });
    expect(connection["capabilities"]).toEqual(expect.arrayContaining(Object.keys(adapter.resources)));
  });

  it("leaves nothing but the session when the person declines", async () => {
    stage = await Stage.open(subject);
    const { connectUrl } = await openSession(stage.developer, [subject.key]);
    const back = await stage.walk(connectUrl, new Browser(), "decline");
    if (back === null) return; // the platform sends nobody back who declines: there is nothing to end
    expect(back.status).toBe(303);
    expect(new URL(back.headers.get("location")!).searchParams.get("error")).toBe("access_denied");
    expect(stage.of("token")).toEqual([]);
    const list = (await (await stage.get("/v1/connections")).json()) as { data: unknown[] };
    expect(list.data).toEqual([]);
  });

  it("keeps no credential outside the vault", async () => {
    stage = await Stage.open(subject);
    const issued: string[] = [];
    stage.interrupt = (asked, usual) =>
      asked.kind !== "token"
        ? null
        : usual().then(async (answer) => {
            const text = await answer.clone().text();
            for (const [, value] of text.matchAll(/"(?:access_token|refresh_token)":\s*"([^"]+)"/g))
              issued.push(value!);
            return answer;
          });
    await stage.connect();
    const { person } = stage.fake;
    if (person.kind === "pasted_key" && subject.adapter.connect.kind === "pasted_key") {
      for (const field of subject.adapter.connect.fields)
        if (field.secret) issued.push(person.fields[field.name]!);
    }
    const rest = JSON.stringify(await everythingInD1());
    for (const secret of issued) expect(rest.includes(secret), "a credential in D1").toBe(false);
  });

  it("is undone by disconnecting: revoked as declared, erased, refused from then on", async () => {
    stage = await Stage.open(subject);
    const id = await stage.connect();
    const gone = await api(stage.developer, "DELETE", `/v1/connections/${id}`);
    expect(gone.status).toBe(200);
    const { status, disconnection } = (await gone.json()) as {
      status: string;
      disconnection: { revocation: { result: string } };
    };
    const can = adapter.connect.revoke.kind !== "impossible";
    expect([status, disconnection.revocation.result]).toEqual([
      "disconnected",
      can ? "revoked" : "impossible",
    ]);
    expect(stage.of("revoke").length > 0).toBe(can);
    const refused = await stage.get(`/v1/connections/${id}/store`);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: "disconnected" });
  });

  it("can be repaired under the same id, by the same account", async () => {
    stage = await Stage.open(subject);
    const id = await stage.connect();
    expect(await stage.reconnect(id)).toBe(id);
  });

  it("does not take what the platform does not accept", async () => {
    stage = await Stage.open(subject);
    const { person } = stage.fake;
    const browser = new Browser();
    const { connectUrl } = await openSession(stage.developer, [subject.key]);
    if (person.kind === "pasted_key") {
      const { action, fields } = formOf(await stage.agree(connectUrl, browser));
      const refused = await browser.post(action, { ...fields, ...person.wrong });
      expect(refused.status, await refused.clone().text()).toBe(422);
      // The form is there again, with a state of its own; the right key goes through.
      const again = formOf(await refused.text());
      expect(again.fields["state"]).not.toBe(fields["state"]);
      await stage.exchange(await browser.post(again.action, { ...again.fields, ...person.fields }));
      return;
    }
    if (person.kind === "install_claim") {
      await stage.agree(connectUrl, browser);
      const forged = await person.forged(`${ORIGIN}/connect/install/${subject.key}/test`);
      if (forged) expect((await browser.get(forged.href)).status).toBe(400);
    }
    if (person.kind === "oauth_redirect") {
      const answer = await browser.get(`${ORIGIN}/connect/callback/${subject.key}?code=x&state=forged`);
      expect(answer.status).toBe(400);
      expect(stage.of("token")).toEqual([]);
    }
    const list = (await (await stage.get("/v1/connections")).json()) as { data: unknown[] };
    expect(list.data).toEqual([]);
  });
});
