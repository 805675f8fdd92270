import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  configureClients,
  connectSquare,
  fakeNetwork,
  SQUARE_HOSTS,
  squareTokens,
} from "../support/fake-platforms";
import { api, type Developer, newDeveloper } from "../support/harness";

beforeEach(async () => {
  await configureClients();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A Square where everyone is the same merchant; counts the revocations it is asked for. */
function oneMerchant(merchant: string) {
  const network = fakeNetwork((asked) =>
    asked.url.endsWith("/oauth2/token")
      ? Response.json(squareTokens({ merchant_id: merchant }))
      : Response.json({ success: true }),
  );
  return () => network.filter(({ url }) => url === `${SQUARE_HOSTS.test}/oauth2/revoke`).length;
}

async function disconnect(developer: Developer, id: string): Promise<string> {
  const answer = await api(developer, "DELETE", `/v1/connections/${id}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return ((await answer.json()) as { disconnection: { revocation: { result: string } } }).disconnection
    .revocation.result;
}

describe("a merchant connected to two apps at a platform that revokes by merchant", () => {
  it("leaves one app: the other goes on; the grant is revoked with the last of them", async () => {
    const revocations = oneMerchant("MERCHANT-TWICE");
    const [one, other] = [await newDeveloper(), await newDeveloper()];
    const [first, second] = [await connectSquare(one), await connectSquare(other)];

    expect(await disconnect(one, first)).toBe("shared");
    expect(revocations()).toBe(0);
    expect(await (await api(one, "GET", `/v1/connections/${first}/store`)).json()).toMatchObject({
      code: "disconnected",
    });
    expect(await (await api(other, "GET", `/v1/connections/${second}`)).json()).toMatchObject({
      status: "active",
    });

    expect(await disconnect(other, second)).toBe("revoked");
    expect(revocations()).toBe(1);
  });

  it("leaves both at the same moment: the grant is revoked all the same", async () => {
    const revocations = oneMerchant("MERCHANT-AT-ONCE");
    const [one, other] = [await newDeveloper(), await newDeveloper()];
    const [first, second] = [await connectSquare(one), await connectSquare(other)];
    const results = await Promise.all([disconnect(one, first), disconnect(other, second)]);
    expect(results).toContain("revoked");
    expect(revocations()).toBeGreaterThanOrEqual(1);
  });

  it("leaves the only one: revoked at once", async () => {
    const revocations = oneMerchant("MERCHANT-ALONE");
    const developer = await newDeveloper();
    expect(await disconnect(developer, await connectSquare(developer))).toBe("revoked");
    expect(revocations()).toBe(1);
  });
});
