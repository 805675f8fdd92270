import { describe, expect, it } from "vitest";
import { api, connectSandbox, newDeveloper } from "./support/harness";

describe("the whole story", () => {
  it("connects a sandbox shop, reads its orders, and refuses the next call after disconnecting", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const orders = await api(developer, "GET", `/v1/connections/${id}/orders?limit=5`);
    expect(orders.status, await orders.clone().text()).toBe(200);
    const page = (await orders.json()) as {
      data: { totals: { total: { currency: string } } }[];
      next_cursor: string;
    };
    expect(page.data).toHaveLength(5);
    expect(page.data[0]!.totals.total.currency).toBe("NGN");

    const gone = await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(gone.status).toBe(200);
    expect(await gone.json()).toMatchObject({
      status: "disconnected",
      disconnection: { revocation: { result: "revoked" } },
    });
    const refused = await api(developer, "GET", `/v1/connections/${id}/orders`);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: "disconnected" });
  });
});
