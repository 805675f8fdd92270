import fc from "fast-check";
import { fromUtf8, utf8 } from "../../src/kernel/bytes";
import type { Schema } from "../support/described-api";

/* Odd values of every kind. All is text that goes onto the wire as it is: what JSON.stringify would mend stays broken. */

/** Text as an address or a form can carry it: half a surrogate pair becomes U+FFFD. */
export const wellFormed = (text: string) => fromUtf8(utf8(text));

/** 100 KB, below what a body may have. */
const LONG = "x".repeat(100_000);

export const oddText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...[
        "",
        " ",
        "\0",
        "a\0b",
        "\ud800",
        "\udfff\ud800",
        "\u202e\u2066abc\u2069",
        "\u200b",
        "e\u0301",
        "💥",
        "\ufeff",
      ],
      ...[
        "__proto__",
        "constructor",
        "toString",
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e999",
        "NaN",
        "0x10",
        "９",
      ],
      ...[
        "9223372036854775808",
        "99999999999999999999",
        "0001-01-01T00:00:00Z",
        "+275760-09-13T00:00:00.001Z",
      ],
      ...["2026-02-30T00:00:00Z", "2026-11-20T08:00:00+99:99", "9999-12-31T23:59:59Z", "2026-11-20"],
      ...[
        "' OR 1=1 --",
        '"; DROP TABLE apps',
        "../../x",
        "..%2f",
        "%",
        "%zz",
        "%00",
        "%25252e",
        "\\..\\",
        "a/b?c#d",
      ],
      ...[
        "\r\nx-a: b",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "%s%n",
        "*",
        "[",
        "(a+)+$",
        "https://user:p@[::1]:99999/",
      ],
      ...[
        "https://a.example\\@b.example/",
        "javascript:alert(1)",
        "http://",
        "https://xn--a/",
        "urn:x",
        "data:,x",
      ],
      ...["x".repeat(256), "x".repeat(5_000), "\u{1F468}\u200D\u{1F469}".repeat(300)],
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
);

const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const deepObject = (depth: number) => ['{"a":'.repeat(depth), "1", "}".repeat(depth)].join("");

/** JSON as it is written, not as it is read. */
const oddJson: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: oddText.map((text) => JSON.stringify(text)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...["null", "true", "false", "0", "-0", "-1", "0.5", "1e308", "1e999", "-1e999", "9007199254740993"],
      ...["1".repeat(400), "2147483648", "[]", "{}", "[null]", "[[]]", '[""]', '["sandbox","sandbox"]'],
      ...[
        '{"__proto__":{"isAdmin":true}}',
        '{"constructor":{"prototype":{}}}',
        '{"toString":1}',
        '{"$ne":null}',
      ],
      ...['{"length":1e9}', '{"toJSON":"x"}', '"\\u0000"', '"\\ud800"', '"\\udc00x"', `"${LONG}"`],
      ...[deep(2_000), deepObject(1_000), `[${"1,".repeat(5_000)}1]`],
    ),
  },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
);

/** JSON that a schema allows, or nearly. */
function near(schema: Schema): fc.Arbitrary<string> {
  if (schema.enum) return fc.constantFrom(...schema.enum).map((one) => JSON.stringify(one));
  const type = [schema.type].flat().find((one) => one !== "null");
  if (type === "integer" || type === "number") {
    const [min, max] = [schema.minimum ?? -2, schema.maximum ?? 2_000_000_000];
    return fc.constantFrom(min - 1, min, min + 1, max - 1, max, max + 1).map(String);
  }
  if (type === "boolean") return fc.constantFrom("true", "false");
  if (type === "array" && schema.items)
    return fc.array(near(schema.items), { maxLength: 4 }).map((items) => `[${items}]`);
  if (type === "object" && schema.properties) return objectNear(schema);
  const { maxLength = 40 } = schema;
  const sized = fc
    .constantFrom(0, 1, maxLength, maxLength + 1)
    .map((length) => "y".repeat(Math.min(length, 9_000)));
  return fc.oneof(sized, oddText).map((text) => JSON.stringify(text));
}

type Member = [name: string, json: string];
const written = (members: readonly Member[]) =>
  `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`)}}`;

/** Members of an object: good, near, odd, left out, said twice, and ones that no schema knows. */
function objectNear(schema: Schema, good: Record<string, unknown> = {}): fc.Arbitrary<string> {
  const members = Object.entries(schema.properties ?? {}).map(([name, one]) => {
    const json = fc.oneof(
      {
        weight: 6,
        arbitrary: Object.hasOwn(good, name) ? fc.constant(JSON.stringify(good[name])) : near(one),
      },
      { weight: 2, arbitrary: near(one) },
      { weight: 1, arbitrary: oddJson },
    );
    const times = fc.oneof(
      { weight: 12, arbitrary: fc.constant(1) },
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constant(2) },
    );
    return times.chain((count) =>
      fc.array(
        json.map((value): Member => [name, value]),
        { minLength: count, maxLength: count },
      ),
    );
  });
  const name = fc.oneof(
    fc.constantFrom("__proto__", "constructor", "id", "app_id", "mode", "appId"),
    oddText,
  );
  const strange = fc.array(fc.tuple(name, oddJson), { maxLength: 1 });
  return fc.tuple(...members, strange).map((lists) => written(lists.flat()));
}

/** A request's body as text: mostly an object such as the schema wants, at times no such thing at all. */
export function bodyNear(schema: Schema | null, good: Record<string, unknown>): fc.Arbitrary<string> {
  const junk = fc.oneof(
    oddJson,
    oddText,
    fc.constantFrom("{", "}", "{'a':1}", '{"a":1}{"b":2}', "\ufeff{}", "[", "nul"),
  );
  if (!schema) return junk;
  return fc.oneof({ weight: 8, arbitrary: objectNear(schema, good) }, { weight: 1, arbitrary: junk });
}

/** Text for an address: encoded once, twice, as bytes that are no UTF-8, or hardly at all. */
export const inAddress: fc.Arbitrary<(text: string) => string> = fc.constantFrom(
  ...([
    (text) => encodeURIComponent(wellFormed(text)),
    (text) => encodeURIComponent(wellFormed(text)),
    (text) => encodeURIComponent(encodeURIComponent(wellFormed(text))),
    (text) =>
      [...text].map((one) => `%${(one.codePointAt(0)! & 255).toString(16).padStart(2, "0")}`).join(""),
    (text) => wellFormed(text).replace(/[#?\s\\/]/g, "-"),
  ] as ((text: string) => string)[]),
);

/** A query string of these names and others: lists, repetitions, other spellings. */
export function queryOf(parameters: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<string> {
  const names = Object.keys(parameters);
  const value = (name: string) =>
    fc.oneof(
      { weight: 3, arbitrary: Object.hasOwn(parameters, name) ? parameters[name]! : oddText },
      { weight: 2, arbitrary: oddText },
    );
  const part = fc
    .oneof(...(names.length ? [{ weight: 6, arbitrary: fc.constantFrom(...names) }] : []), {
      weight: 1,
      arbitrary: oddText,
    })
    .chain((name) =>
      fc
        .tuple(fc.constantFrom("", "", "", "", "[]", "[0]", "[a]", ".a", "%00"), value(name), inAddress)
        .map(([more, text, encoded]) => `${encodeURIComponent(wellFormed(name))}${more}=${encoded(text)}`),
    );
  return fc.array(part, { maxLength: 4 }).map((parts) => {
    const query = parts
      .join("&")
      .slice(0, 12_000)
      .replace(/%[0-9a-f]?$/i, "");
    return query && `?${query}`;
  });
}

/** Of a real id, cursor or token what somebody might make of it. */
export const spoiling: fc.Arbitrary<(real: string) => string> = fc
  .tuple(
    fc.nat(),
    fc.nat(5),
    fc.constantFrom("flip", "cut", "grow", "case", "alphabet", "twice", "space", "swap"),
  )
  .map(([at, bit, how]) => (real: string) => {
    const place = real.length ? at % real.length : 0;
    const ways: Record<typeof how, () => string> = {
      flip: () =>
        real.slice(0, place) +
        String.fromCharCode(real.charCodeAt(place) ^ (1 << bit)) +
        real.slice(place + 1),
      cut: () => real.slice(0, place),
      grow: () => real + real.slice(place),
      case: () => real.slice(0, place) + real.slice(place).toUpperCase(),
      alphabet: () => `${real.slice(0, place)}-_+/=${real.slice(place)}`,
      twice: () => `${real},${real}`,
      space: () => ` ${real}\t`,
      swap: () => [...real].reverse().join(""),
    };
    return ways[how]();
  });

/** Headers that clients, proxies and attackers send. */
export const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(
    ...[
      "accept",
      "accept-language",
      "accept-encoding",
      "range",
      "if-none-match",
      "if-match",
      "if-modified-since",
    ],
    ...["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-http-method-override", "x-request-id"],
    ...[
      "idempotency-key",
      "cookie",
      "referer",
      "user-agent",
      "cf-ipcountry",
      "sec-fetch-site",
      "expect",
      "te",
    ],
    ...["content-encoding", "prefer", "x-original-url", "forwarded", "cf-access-jwt-assertion"],
  ),
  fc.oneof(
    fc.constantFrom(
      ...[
        "",
        "*",
        "*/*;q=-1",
        "xx-XX,;q=9",
        "bytes=0-",
        "bytes=-1,5-4,",
        "bytes=99999999999999999999-",
        '"a","b',
        "W/",
      ],
      ...[
        "evil.example",
        "127.0.0.1",
        "DELETE",
        "gzip",
        "__Host-mtr_portal=' OR 1",
        "=; ;=",
        "a=b; a=c",
        "T1",
        "XX",
      ],
      ...["eyJhbGciOiJub25lIn0.e30.", "Thu, 99 Foo 2026 25:61:61 GMT", "x".repeat(4_000)],
    ),
    fc.string({ unit: "grapheme-ascii", maxLength: 60 }).map((text) => text.trim()),
  ),
  { maxKeys: 3 },
);
