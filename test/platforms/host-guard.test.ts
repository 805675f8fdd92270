import { afterEach, describe, expect, it } from "vitest";
import { PlatformFailure } from "../../src/platforms/adapter";
import { forgetHosts, requirePublic, standingOf, storeAddress } from "../../src/platforms/host-guard";
import { isPublicAddress } from "../../src/platforms/public-address";

afterEach(forgetHosts);

describe("the address of a shop, as people type it", () => {
  it.each([
    ["shop.example.com", "shop.example.com"],
    ["  https://Shop.Example.com/ ", "shop.example.com"],
    ["https://example.com/shop/", "example.com/shop"],
    ["example.co.ke/duka", "example.co.ke/duka"],
    ["https://example.com:443", "example.com"],
    ["xn--bcher-kva.example.com", "xn--bcher-kva.example.com"],
  ])("%s is %s", (typed, canonical) => {
    expect(storeAddress(typed)).toBe(canonical);
  });

  it.each([
    // plain http, other schemes, other ports, credentials, query, fragment
    "http://shop.example.com",
    "ftp://shop.example.com",
    "javascript:alert(1)",
    "https://shop.example.com:8443",
    "https://user:pass@shop.example.com",
    "https://shop.example.com@169.254.169.254",
    "https://shop.example.com/?next=http://10.0.0.1",
    "https://shop.example.com#@10.0.0.1",
    "//shop.example.com",
    "\\\\shop.example.com",
    "https:\\\\10.0.0.1",
    // addresses in every notation that some parser takes
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "https://2852039166",
    "169.254.169.254",
    "10.0.0.1",
    "100.64.0.1",
    "0.0.0.0",
    "0",
    "[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://[::ffff:7f00:1]",
    "https://[fd00:ec2::254]",
    "https://[fe80::1%25eth0]",
    "https://[64:ff9b::7f00:1]",
    // the same with a trailing dot, full-width digits and dots, circled digits, encoded
    "127.0.0.1.",
    "localhost.",
    "shop.example.com.",
    "１２７.０.０.１",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "127%2e0%2e0%2e1",
    "%31%32%37.0.0.1",
    "ｌocalhost",
    "böcher.example.com",
    // names that lead nowhere public
    "localhost",
    "shop.localhost",
    "printer.local",
    "metadata.google.internal",
    "nas.home.arpa",
    "1.0.0.127.in-addr.arpa",
    "intranet",
    "shop.corp",
    "shop.example",
    "shop.test",
    "abc.onion",
    // not a name at all, or a path that is more than a folder
    "",
    "shop",
    "-shop.example.com",
    "shop..example.com",
    "shop_1.example.com",
    "example.com/../admin",
    "example.com/shop/%2e%2e/x",
    "example.com/a/b/c/d/e",
    "example.com/sho p",
    "example.com/\u0000",
    `${"a".repeat(64)}.example.com`,
    `${"a.".repeat(200)}com`,
  ])("%j is refused", (typed) => {
    expect(storeAddress(typed)).toBeNull();
  });
});

describe("an address", () => {
  it.each([
    "8.8.8.8",
    "93.184.215.14",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "192.169.0.1",
    "2606:4700::6810:84e5",
    "2a00:1450:4001:800::200e",
    "::ffff:8.8.8.8",
    "2002:808:808::1",
  ])("%s is public", (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    "0.0.0.0",
    "0.1.2.3",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:a9fe:a9fe",
    "::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "2002:7f00:1::1",
    "2001::1",
    "2001:db8::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "127.1",
    "0177.0.0.1",
    "2130706433",
    "1.2.3.4.5",
    "1.2.3.256",
    "::1::",
    "12345::",
    "g::1",
    "",
  ])("%j is not", (address) => expect(isPublicAddress(address)).toBe(false));
});

/** A resolver that knows these answers. */
function resolver(answers: { A?: string[]; AAAA?: string[]; status?: number }) {
  const asked: string[] = [];
  const ask = async (request: Request) => {
    const url = new URL(request.url);
    asked.push(url.search);
    const type = url.searchParams.get("type") as "A" | "AAAA";
    return Response.json({
      Status: answers.status ?? 0,
      Answer: [
        { type: 5, data: "alias.example.com." },
        ...(answers[type] ?? []).map((data) => ({ type: type === "A" ? 1 : 28, data })),
      ],
    });
  };
  return { ask, asked };
}

describe("what a name resolves to", () => {
  it.each([
    [{ A: ["93.184.215.14"] }, "public"],
    [{ AAAA: ["2606:4700::6810:84e5"] }, "public"],
    // wildcard DNS (127.0.0.1.nip.io and the like), and one private address among public ones
    [{ A: ["127.0.0.1"] }, "private"],
    [{ A: ["93.184.215.14", "10.0.0.5"] }, "private"],
    [{ A: ["93.184.215.14"], AAAA: ["::1"] }, "private"],
    [{ AAAA: ["::ffff:169.254.169.254"] }, "private"],
    [{}, "unknown"],
    [{ A: ["93.184.215.14"], status: 3 }, "unknown"],
  ] as const)("%j is %s", async (answers, standing) => {
    expect(await standingOf("shop.example.com", resolver(answers as never).ask)).toBe(standing);
  });

  it("is unknown while the resolver cannot be asked", async () => {
    const standing = await standingOf("shop.example.com", async () => {
      throw new TypeError("down");
    });
    expect(standing).toBe("unknown");
  });
});

describe("the guard before each call", () => {
  const kindOf = (step: Promise<void>) =>
    step.then(
      () => "let through",
      (error: unknown) => (error instanceof PlatformFailure ? error.failure.kind : String(error)),
    );

  it("lets a public shop through, and asks again after five minutes: a name may be moved (DNS rebinding)", async () => {
    const good = resolver({ A: ["93.184.215.14"] });
    expect(await kindOf(requirePublic("https://shop.example.com/x", 0, good.ask))).toBe("let through");
    expect(await kindOf(requirePublic("https://shop.example.com/y", 60_000, good.ask))).toBe("let through");
    expect(good.asked).toHaveLength(2); // A and AAAA, once
    const moved = resolver({ A: ["127.0.0.1"] });
    expect(await kindOf(requirePublic("https://shop.example.com/z", 300_001, moved.ask))).toBe("rejected");
  });

  it.each([
    "http://shop.example.com/",
    "https://shop.example.com:8443/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://localhost/",
  ])("refuses %s without asking anybody", async (url) => {
    const { ask, asked } = resolver({ A: ["93.184.215.14"] });
    expect(await kindOf(requirePublic(url, 0, ask))).toBe("rejected");
    expect(asked).toEqual([]);
  });

  it("does not take a failed look-up for a yes, nor remember it", async () => {
    expect(await kindOf(requirePublic("https://new.example.com/", 0, resolver({}).ask))).toBe("unavailable");
    const { ask } = resolver({ A: ["93.184.215.14"] });
    expect(await kindOf(requirePublic("https://new.example.com/", 1, ask))).toBe("let through");
  });
});
