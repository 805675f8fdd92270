import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ipPrefix, type LogLine, splitForQueue } from "../../src/logs/line";
import { logBatchSchema, logLineSchema } from "../../src/logs/line-schema";
import { line } from "./fixture";

describe("ipPrefix", () => {
  it.each([
    ["203.0.113.7", "203.0.113.0/24"],
    ["0.0.0.0", "0.0.0.0/24"],
    ["255.255.255.255", "255.255.255.0/24"],
    ["2001:db8:1234:5678:9abc:def0:1234:5678", "2001:db8:1234::/48"],
    ["2001:0DB8:00ab:0000:0000:0000:0000:0001", "2001:db8:ab::/48"],
    ["2001:db8::1", "2001:db8::/48"],
    ["2001:db8:0:1::1", "2001:db8::/48"],
    ["2001:0:1::9", "2001:0:1::/48"],
    ["0:0:1:2:3:4:5:6", "0:0:1::/48"],
    ["::1", "::/48"],
    ["::", "::/48"],
    ["fe80::", "fe80::/48"],
    ["1:2:3:4:5:6:7::", "1:2:3::/48"],
    ["2001:db8:5::203.0.113.7", "2001:db8:5::/48"],
  ])("cuts %s to %s", (ip, prefix) => {
    expect(ipPrefix(ip)).toBe(prefix);
  });

  it.each([
    ["::ffff:203.0.113.7", "203.0.113.0/24"],
    ["::FFFF:203.0.113.7", "203.0.113.0/24"],
    ["::ffff:cb00:7107", "203.0.113.0/24"],
    ["0:0:0:0:0:ffff:203.0.113.7", "203.0.113.0/24"],
    ["2002:cb00:7107::1", "203.0.113.0/24"],
    ["2002:cb00:7107:1:2:3:4:5", "203.0.113.0/24"],
  ])("cuts the IPv4 address inside %s as IPv4", (ip, prefix) => {
    expect(ipPrefix(ip)).toBe(prefix);
  });

  it.each([
    "",
    " ",
    "unknown",
    "203.0.113",
    "203.0.113.7.1",
    "203.0.113.256",
    "203.0.113.07",
    "203.0.113.-7",
    "203.0.113.7:443",
    "203.0.113.7, 198.51.100.2",
    " 203.0.113.7",
    "0xcb.0.113.7",
    ":",
    ":::",
    "1::2::3",
    ":1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "::1:2:3:4:5:6:7:8",
    "12345::",
    "g::",
    "fe80::1%eth0",
    "[::1]",
    "2001:db8::/32",
    "::ffff:203.0.113.256",
    "203.0.113.7::",
    "::203.0.113.7:1",
    "\u0661.2.3.4",
  ])("refuses %j", (ip) => {
    expect(ipPrefix(ip)).toBeNull();
  });

  it("passes null through", () => {
    expect(ipPrefix(null)).toBeNull();
  });

  it("keeps no more than the network, whatever the address, and the schema takes what it gives", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        const prefix = ipPrefix(address);
        expect(prefix).not.toBeNull();
        expect(logLineSchema.shape.ip_prefix.safeParse(prefix).success).toBe(true);
      }),
    );
  });

  it("gives all addresses of one /24 or /48 the same prefix", () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 2, maxLength: 2 }),
        fc.array(group, { minLength: 5, maxLength: 5 }),
        fc.array(group, { minLength: 5, maxLength: 5 }),
        (net, one, other) => {
          const at = (host: string[]) => ipPrefix(["2a00", ...net, ...host].join(":"));
          expect(at(one)).toBe(at(other));
          expect(at(one)).toMatch(/^2a00[0-9a-f:]*::\/48$/);
        },
      ),
    );
  });
});

describe("logLineSchema", () => {
  it("takes a line, with and without its optional parts", () => {
    expect(logLineSchema.parse(line("req_1"))).toEqual(line("req_1"));
    const bare: LogLine = line("req_2", {
      key_id: null,
      connection_id: null,
      platform: null,
      platform_status: null,
      ip_prefix: null,
      country: null,
      code: "platform_error",
    });
    delete bare.bytes;
    expect(logLineSchema.parse(bare)).toEqual(bare);
  });

  it.each<[keyof LogLine, unknown]>([
    ["operation", "/v1/connections/conn_e1/orders/4711"],
    ["operation", "orders.4711"],
    ["operation", "orders.ada@example.com"],
    ["operation", ""],
    ["ip_prefix", "203.0.113.7"],
    ["ip_prefix", "203.0.113.7/24"],
    ["ip_prefix", "203.0.113.7/32"],
    ["ip_prefix", "2001:db8:1:2::3"],
    ["ip_prefix", "2001:db8:1:2::/64"],
    ["id", "ada@example.com"],
    ["id", ""],
    ["platform", "Ada's shop"],
    ["code", "Order of Ada Lovelace not found"],
    ["connection_id", "ada@example.com"],
    ["country", "Nigeria"],
    ["method", "BREW"],
    ["time", 1.5],
    ["time", -1],
    ["time", 8.64e15],
    ["status", 1_000],
    ["mode", "prod"],
  ])("refuses %s %j", (field, value) => {
    expect(logLineSchema.safeParse({ ...line("req_1"), [field]: value }).success).toBe(false);
  });

  it("drops a field it does not know, so that nothing rides along", () => {
    const parsed = logLineSchema.parse({ ...line("req_1"), email: "ada@example.com" });
    expect(parsed).toEqual(line("req_1"));
  });
});

describe("splitForQueue", () => {
  const size = (body: unknown) => new TextEncoder().encode(JSON.stringify(body)).length;
  // Queues: 128 KB of 1,000 bytes, less the 100 it may add.
  const LIMIT = 128_000 - 100;
  const widest = (index: number): LogLine =>
    line(`${index}`.padStart(64, "x"), {
      app_id: `app_${"a".repeat(40)}`,
      key_id: `key_${"k".repeat(40)}`,
      connection_id: `conn_${"c".repeat(40)}`,
      platform: "p".repeat(64),
      operation: "o".repeat(64),
      method: "OPTIONS",
      code: "c".repeat(64),
      duration_ms: 123_456_789.12345,
      platform_ms: 123_456_789.12345,
      bytes: Number.MAX_SAFE_INTEGER,
      ip_prefix: "2001:db8:ffff::/48",
    });

  it("makes no message of nothing", () => {
    expect(splitForQueue("conn_e1", 1, [])).toEqual([]);
  });

  it("keeps a small flush in one message", () => {
    const lines = [line("req_1"), line("req_2")];
    expect(splitForQueue("conn_e1", 7, lines)).toEqual([{ source: "conn_e1", seq: 7, part: 0, lines }]);
  });

  it("fills messages close to the limit and never over it, in order, losing none", () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => widest(index));
    expect(logLineSchema.safeParse(lines[0]).success).toBe(true);
    const messages = splitForQueue("s".repeat(128), Number.MAX_SAFE_INTEGER, lines);
    expect(messages.length).toBe(Math.ceil(size(lines) / 126_000));
    for (const [index, message] of messages.entries()) {
      expect(size(message)).toBeLessThanOrEqual(LIMIT);
      if (index < messages.length - 1) expect(size(message)).toBeGreaterThan(LIMIT - 3_000);
      expect(message.part).toBe(index);
      expect(logBatchSchema.safeParse(message).success).toBe(true);
    }
    expect(messages.flatMap((message) => message.lines)).toEqual(lines);
  });

  it("cuts at the same places when the flush is tried again", () => {
    const lines = Array.from({ length: 700 }, (_, index) => line(`req_${index}`));
    expect(splitForQueue("conn_e1", 3, lines)).toEqual(splitForQueue("conn_e1", 3, lines));
    expect(splitForQueue("conn_e1", 3, lines).length).toBeGreaterThan(1);
  });

  it("counts bytes, not characters", () => {
    const lines = Array.from({ length: 400 }, (_, index) =>
      line(`req_${index}`, { operation: "₦".repeat(200) }),
    );
    for (const message of splitForQueue("conn_e1", 1, lines))
      expect(size(message)).toBeLessThanOrEqual(LIMIT);
  });

  it("refuses a line no message can hold", () => {
    const lines = [line("req_1"), line("req_2", { operation: "x".repeat(130_000) })];
    expect(() => splitForQueue("conn_e1", 1, lines)).toThrow(/line 1 of 2/);
  });
});
