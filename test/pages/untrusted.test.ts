import { describe, expect, it } from "vitest";
import { initialOf, nameIn, plainText, safeHref, truncate } from "../../src/pages/untrusted";

describe("text that others chose", () => {
  it("loses controls that could turn a sentence around", () => {
    expect(plainText("Acme\u202Eevil\u2069 \u0000Ltd\n")).toBe("Acme evil Ltd");
  });

  it("is isolated where its direction may differ from the sentence's", () => {
    expect(nameIn("ltr", "Acme")).toBe("Acme");
    expect(nameIn("rtl", "Acme")).toBe("\u2068Acme\u2069");
    expect(nameIn("ltr", "دكان")).toBe("\u2068دكان\u2069");
  });

  it("cannot break out of its isolate", () => {
    expect(nameIn("rtl", "A\u2069B")).toBe("\u2068A B\u2069");
  });

  it("is cut by code points, so that no character is halved", () => {
    expect(truncate("ab", 2)).toBe("ab");
    expect(truncate("👍👍👍", 2)).toBe("👍…");
    expect(Array.from(truncate("x".repeat(500), 200))).toHaveLength(200);
  });

  it("gives its first letter for a monogram", () => {
    expect(initialOf("  ~duka")).toBe("D");
    expect(initialOf("!!")).toBe("•");
  });
});

describe("safeHref", () => {
  it("lets pages and private-use app schemes through", () => {
    expect(safeHref("https://app.example/cb?x=1&y=2")).toBe("https://app.example/cb?x=1&y=2");
    expect(safeHref("http://localhost:3000/cb")).toBe("http://localhost:3000/cb");
    expect(safeHref("com.example.app:/cb")).toBe("com.example.app:/cb");
  });

  it.each([
    "javascript:alert(1)",
    " java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "https://good.example@evil.example/",
    "/relative",
    "",
  ])("refuses %j", (address) => {
    expect(safeHref(address)).toBeNull();
  });
});
