import { expect, it } from "vitest";
import { snippetsOf } from "../../src/portal/snippets";

const url = ["https://api.example/v1/x?a=1&b=", { env: "B" }] as const;

const textsOf = (...given: Parameters<typeof snippetsOf>) =>
  Object.fromEntries(snippetsOf(...given).map(({ label, text }) => [label, text]));

it("a value that is not known yet is read from the environment, and a key only where it is given", () => {
  const body = { code: { env: "CODE" }, platforms: ["sandbox"] };
  const texts = textsOf({ method: "POST", url, body }, { env: "METRISTACK_KEY" });
  expect(texts["curl"]).toContain(`-d '{"code":"'"$CODE"'","platforms":["sandbox"]}'`);
  expect(texts["curl"]).toContain('"https://api.example/v1/x?a=1&b=$B"');
  expect(texts["TypeScript"]).toContain('{ "code": process.env.CODE, "platforms": ["sandbox"] }');
  expect(texts["Python"]).toContain('{"code": os.environ["CODE"], "platforms": ["sandbox"]}');
  expect(texts["PHP"]).toContain("['code' => getenv('CODE'), 'platforms' => ['sandbox']]");
  for (const text of Object.values(texts)) expect(text).toContain("METRISTACK_KEY");
  const literal = textsOf({ method: "GET", url }, "mtr_test_sk_1");
  for (const text of Object.values(literal)) expect(text).toContain("Bearer mtr_test_sk_1");
});

it("a text that a language would read as code stays a text", () => {
  const odd = `a'b"c$d\`e\\f\${g}!$(h)`;
  const texts = textsOf({ method: "POST", url: [odd], body: { odd } }, "k");
  expect(texts["curl"]).toContain(`'a'\\''b"c$d\`e\\f\${g}!$(h)'`);
  for (const language of ["TypeScript", "Python"])
    expect(texts[language]!.split(JSON.stringify(odd))).toHaveLength(3);
  expect(texts["PHP"]!.split(`'a\\'b"c$d\`e\\\\f\${g}!$(h)'`)).toHaveLength(3);
});
