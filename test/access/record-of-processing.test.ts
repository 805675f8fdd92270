import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import {
  type Activity,
  type RecordOfProcessing,
  recordOfProcessing,
} from "../../src/access/record-of-processing";
import { INVENTORY } from "../../src/inventory/inventory";
import type { InventoryEntry } from "../../src/inventory/types";
import { clock } from "../../src/kernel/clock";
import { newDeveloper, request } from "../support/harness";

const OPS = { authorization: `Bearer ${env.OPS_DEV_TOKEN}` };
const activitiesOf = ({ as_controller, as_processor }: RecordOfProcessing): Activity[] => [
  ...as_controller.activities,
  ...as_processor.activities,
];
const placesOf = (record: RecordOfProcessing) => activitiesOf(record).flatMap(({ places }) => places);
const recordOf = (inventory: readonly InventoryEntry[], restoreWindowDays = 0) =>
  recordOfProcessing(inventory, { controllers: [], restoreWindowDays, now: clock.now() });

describe("the record of processing", () => {
  it("has each entry of the inventory exactly once, in its class, with all that it holds", async () => {
    const developer = await newDeveloper();
    const answer = await request("/ops/record-of-processing", { headers: OPS });
    expect(answer.status).toBe(200);
    const record = (await answer.json()) as RecordOfProcessing;
    expect(
      placesOf(record)
        .map(({ entry }) => entry)
        .sort(),
    ).toEqual(INVENTORY.map(({ id }) => id).sort());
    for (const { activity, places } of activitiesOf(record)) {
      for (const place of places) {
        const entry = INVENTORY.find(({ id }) => id === place.entry)!;
        expect(entry.dataClass).toBe(activity);
        expect(place.categories_of_data).toEqual(entry.fields);
        expect(place.purpose).toBe(entry.purpose);
      }
    }
    expect(record.organisation.privacy).toBe("privacy@metristack.com");
    expect(record.as_processor.controllers).toContainEqual({
      app: developer.appId,
      developer: expect.stringMatching(/^dev_/) as string,
      name: "Ledger & Co",
      country: "KE",
      privacy_policy_url: "https://shop.example/privacy",
      purposes: ["Bookkeeping"],
      third_parties: ["Hosting Ltd"],
    });
  });

  it("shows an entry that is added, with its limit and whose data it is", () => {
    const added: InventoryEntry = {
      id: "d1.newsletters",
      place: { kind: "d1_table", table: "newsletters" },
      dataClass: "operational",
      purpose: "Send news",
      subject: { kind: "end_user", app: "app_id", column: "user" },
      retention: { kind: "after_column", column: "sent_at", period: { months: 3 } },
      end: "erase",
      export: { kind: "described", why: "news" },
      erasure: { kind: "with_subject" },
      fields: { app_id: "app", user: "reader", sent_at: "when sent" },
    };
    const before = recordOf(INVENTORY);
    const record = recordOf([...INVENTORY, added]);
    expect(placesOf(record)).toHaveLength(placesOf(before).length + 1);
    const activity = activitiesOf(record).find(({ places }) =>
      places.some(({ entry }) => entry === added.id),
    );
    expect(activity?.activity).toBe("operational");
    expect(activity?.purposes).toContain("Send news");
    expect(activity?.places.at(-1)).toEqual({
      entry: "d1.newsletters",
      rests_in: "database table newsletters",
      location: expect.stringContaining("Cloudflare") as string,
      purpose: "Send news",
      data_subjects: "end-users of developers' apps",
      categories_of_data: added.fields,
      time_limit: "3 months after: when sent",
      at_its_end: "erase",
      on_erasure_request: "erased with the person's connection",
    });
  });

  it("leaves out a class that nothing is held of", () => {
    const logs = INVENTORY.filter(({ dataClass }) => dataClass === "system_logs");
    expect(activitiesOf(recordOf(logs)).map(({ activity }) => activity)).toEqual(["system_logs"]);
  });

  it.each([
    ["d1.connections", 0, "30 days after the end-user disconnects"],
    ["d1.connections", 7, "23 days after the end-user disconnects"],
    ["object.ConnectionObject.vault_values", 0, "until the end-user disconnects"],
    ["d1.usage_daily", 0, "24 months after each month, then made anonymous"],
    ["r2.logs", 0, "90 days after each record's day"],
  ])("says of %s, with a restore window of %i days: %s", (id, restoreWindowDays, limit) => {
    const place = placesOf(recordOf(INVENTORY, restoreWindowDays)).find(({ entry }) => entry === id);
    expect(place?.time_limit).toBe(limit);
  });
});
