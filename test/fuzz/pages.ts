import fc from "fast-check";
import { answered, type Tally } from "./runs";
import { atRest, leaked } from "./tenants";
import { inAddress, oddHeaders, oddText, queryOf, spoiling, wellFormed } from "./values";

/* What holds for every page, and odd requests for pages, from their tables. */

export interface Route {
  method: string;
  path: string;
}

/** A form's fields with odd values, and others besides. */
const formOf = (names: readonly string[], good: Readonly<Record<string, string>>) => {
  const name = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: oddText },
  );
  const odd = name.chain((field) => {
    const near = Object.hasOwn(good, field) ? fc.constant(good[field]!) : oddText;
    return fc.tuple(
      fc.constant(field),
      fc.oneof({ weight: 2, arbitrary: near }, { weight: 3, arbitrary: oddText }),
    );
  });
  const kept = fc.subarray(Object.entries(good));
  return fc
    .tuple(kept, fc.array(odd, { maxLength: 6 }))
    .map(([fits, more]) =>
      [...fits, ...more].map(([field, value]): [string, string] => [field, wellFormed(value)]),
    );
};

type Where = "own" | "others" | "spoilt" | "odd";

/** How a person at a browser, or a program that is none, asks for a route of the table. */
export function visits<R extends Route>(
  routes: readonly R[],
  fields: readonly string[],
  good: Readonly<Record<string, string>> = {},
) {
  return fc.record({
    route: fc.constantFrom(...routes),
    /** The first may do most. */
    who: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(5) }),
    ids: fc.oneof(
      { weight: 5, arbitrary: fc.constant<Where>("own") },
      { weight: 4, arbitrary: fc.constantFrom<Where>("others", "spoilt", "odd") },
    ),
    spoil: spoiling,
    oddId: fc.tuple(oddText, inAddress).map(([text, encoded]) => encoded(text)),
    query: fc.oneof(fc.constant(""), queryOf(Object.fromEntries(fields.map((name) => [name, oddText])))),
    form: formOf(fields, good),
    isSigned: fc.oneof(
      { weight: 6, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    headers: fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: oddHeaders }),
    junk: fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: oddText }),
  });
}

export type Visit<R extends Route> = ReturnType<typeof visits<R>> extends fc.Arbitrary<infer T> ? T : never;

/** The route's address, with the ids that the visit wants in their places. */
export function addressOf<R extends Route>(
  { route, ids, spoil, oddId, query }: Visit<R>,
  own: (part: string) => string,
  others: (part: string) => string,
): string {
  const path = route.path.replace(/:(\w+)/g, (_, part: string) => {
    if (ids === "own") return own(part);
    if (ids === "others") return others(part);
    return ids === "odd" ? oddId : encodeURIComponent(wellFormed(spoil(own(part))));
  });
  return path + query;
}

export interface Holds {
  marks: readonly string[];
  secrets: readonly string[];
  /** What the request said, which an answer may repeat. */
  said: string;
  isSampled: boolean;
  tally: Tally;
  /** Answers beside pages that some of the routes give: files, JSON for a script. */
  types?: RegExp;
}

/** What is wrong with a page's answer, whatever was asked. */
export async function faultsOfPage(
  what: string,
  send: () => Promise<Response>,
  { marks, secrets, said, isSampled, tally, types }: Holds,
): Promise<string[]> {
  const before = isSampled ? await atRest() : "";
  const answer = await answered(send());
  if (!answer) return [`${what} is never answered`];
  const { status, headers } = answer;
  tally.count(status);
  const text = await answer.text();
  const all = text + JSON.stringify([...headers]);
  const type = headers.get("content-type") ?? "";
  const isKnown = type.startsWith("text/html") || type === "application/problem+json" || types?.test(type);
  const isPage = type.startsWith("text/html") || !types;
  const csp = headers.get("content-security-policy") ?? "";
  const faults = [
    ...(status >= 500 ? [`answers ${status}`] : []),
    ...(text && !isKnown ? [`answers as ${type}`] : []),
    ...(!isPage || (csp.includes("default-src 'none'") && !csp.includes("unsafe"))
      ? []
      : [`has the CSP ${csp}`]),
    ...leaked(all, marks, said).map((mark) => `tells ${mark}`),
    ...(secrets.some((secret) => all.includes(secret)) ? ["gives a secret back"] : []),
    ...(isSampled && status >= 400 && (await atRest()) !== before ? ["changes what rests"] : []),
    ...(isPage && /<script>alert|<script[^>]*>[^<]/.test(text) ? ["has a script of somebody's"] : []),
  ];
  return faults.map((fault) => `${fault}: ${status} to ${what} ${text.slice(0, 300)}`);
}

/** What the forms of a page would send: their fields, each with a value that the page has for it. */
export function fieldsIn(html: string): Record<string, string> {
  const tags = [...html.matchAll(/<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"[^>]*>/g)];
  return Object.fromEntries(tags.map(([tag, name]) => [name!, / value="([^"]*)"/.exec(tag)?.[1] ?? ""]));
}
