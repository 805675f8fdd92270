/** A value that is not known when a snippet is written: the snippet reads it from the environment when it runs. */
export interface FromEnvironment {
  env: string;
}
type Part = string | FromEnvironment;

/** A call of the API, as data. */
export interface SnippetCall {
  method: "GET" | "POST";
  /** The address, piece by piece. */
  url: readonly Part[];
  body?: Readonly<Record<string, Part | readonly string[]>>;
}

export interface Snippet {
  label: string;
  text: string;
}

export const KEY_FROM_ENVIRONMENT: FromEnvironment = { env: "METRISTACK_KEY" };

/** The call in each language, to be run as it stands, with nothing but what the language brings. */
export function snippetsOf(call: SnippetCall, key: Part): Snippet[] {
  return [
    { label: "curl", text: curl(call, key) },
    { label: "TypeScript", text: typescript(call, key) },
    { label: "Python", text: python(call, key) },
    { label: "PHP", text: php(call, key) },
  ];
}

const CONTENT_TYPE = "Content-Type: application/json";

function curl({ method, url, body }: SnippetCall, key: Part): string {
  const lines = [
    method === "GET" ? `curl -sS ${inShell(url)}` : `curl -sS -X ${method} ${inShell(url)}`,
    `-H ${inShell(["Authorization: Bearer ", key])}`,
    ...(body ? [`-H ${inShell([CONTENT_TYPE])}`, `-d ${inShell(jsonParts(body))}`] : []),
  ];
  return lines.join(" \\\n  ");
}

/** One word of a POSIX shell: in double quotes where nothing in it means anything there. */
function inShell(parts: readonly Part[]): string {
  if (parts.every((part) => typeof part !== "string" || /^[^"$`\\!]*$/.test(part)))
    return `"${parts.map((part) => (typeof part === "string" ? part : `$${part.env}`)).join("")}"`;
  const words = parts.map((part) =>
    typeof part === "string" ? `'${part.replaceAll("'", "'\\''")}'` : `"$${part.env}"`,
  );
  return words.join("");
}

/** The body as JSON text, cut where a value of the environment stands. */
function jsonParts(body: NonNullable<SnippetCall["body"]>): Part[] {
  const marked = JSON.stringify(body, (_, value) => (isFromEnvironment(value) ? `\0${value.env}\0` : value));
  // JSON writes NUL as an escape; no value of ours has one.
  return marked.split(/\\u0000(\w+)\\u0000/).map((piece, index) => (index % 2 ? { env: piece } : piece));
}

function typescript({ method, url, body }: SnippetCall, key: Part): string {
  const fromEnv = ({ env }: FromEnvironment) => `process.env.${env}`;
  const inTemplate = (part: Part) =>
    typeof part === "string" ? part.replace(/[\\`]|\$\{/g, "\\$&") : `\${${fromEnv(part)}}`;
  const joined = (parts: readonly Part[]) =>
    parts.every((part) => typeof part === "string")
      ? JSON.stringify(parts.join(""))
      : `\`${parts.map(inTemplate).join("")}\``;
  const lines = [
    "// Node 20 or later, as an ES module.",
    `const answer = await fetch(${joined(url)}, {`,
    ...(method === "GET" ? [] : [`  method: "${method}",`]),
    "  headers: {",
    `    Authorization: ${joined(["Bearer ", key])},`,
    ...(body ? ['    "Content-Type": "application/json",'] : []),
    "  },",
    ...(body ? [`  body: JSON.stringify(${record(body, "{ ", ": ", " }", JSON.stringify, fromEnv)}),`] : []),
    "});",
    "console.log(answer.status, JSON.stringify(await answer.json(), null, 2));",
  ];
  return lines.join("\n");
}

function python({ method, url, body }: SnippetCall, key: Part): string {
  const fromEnv = ({ env }: FromEnvironment) => `os.environ["${env}"]`;
  const joined = (parts: readonly Part[]) =>
    parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : fromEnv(part))).join(" + ");
  const lines = [
    "# Python 3, with its standard library alone.",
    "import json, os, urllib.request",
    "",
    "request = urllib.request.Request(",
    `    ${joined(url)},`,
    `    method="${method}",`,
    "    headers={",
    `        "Authorization": ${joined(typeof key === "string" ? [`Bearer ${key}`] : ["Bearer ", key])},`,
    '        "User-Agent": "my-app/1.0",',
    ...(body ? ['        "Content-Type": "application/json",'] : []),
    "    },",
    ...(body
      ? [`    data=json.dumps(${record(body, "{", ": ", "}", JSON.stringify, fromEnv)}).encode(),`]
      : []),
    ")",
    "with urllib.request.urlopen(request) as answer:",
    "    print(answer.status, json.dumps(json.load(answer), indent=2))",
  ];
  return lines.join("\n");
}

function php({ method, url, body }: SnippetCall, key: Part): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
  const fromEnv = ({ env }: FromEnvironment) => `getenv('${env}')`;
  const joined = (parts: readonly Part[]) =>
    parts.map((part) => (typeof part === "string" ? quoted(part) : fromEnv(part))).join(" . ");
  const lines = [
    "<?php // PHP 8, with its defaults.",
    "$context = stream_context_create(['http' => [",
    `    'method' => '${method}',`,
    "    'header' => [",
    `        ${joined(typeof key === "string" ? [`Authorization: Bearer ${key}`] : ["Authorization: Bearer ", key])},`,
    ...(body ? [`        '${CONTENT_TYPE}',`] : []),
    "    ],",
    ...(body ? [`    'content' => json_encode(${record(body, "[", " => ", "]", quoted, fromEnv)}),`] : []),
    "    'ignore_errors' => true,",
    "]]);",
    `echo file_get_contents(${joined(url)}, false, $context), PHP_EOL;`,
  ];
  return lines.join("\n");
}

/** A record of texts and lists of texts in a language's own notation. */
function record(
  body: NonNullable<SnippetCall["body"]>,
  open: string,
  between: string,
  close: string,
  quoted: (text: string) => string,
  fromEnv: (part: FromEnvironment) => string,
): string {
  const written = (value: Part | readonly string[]) => {
    if (typeof value === "string") return quoted(value);
    return isFromEnvironment(value) ? fromEnv(value) : `[${value.map(quoted).join(", ")}]`;
  };
  const fields = Object.entries(body).map(([name, value]) => quoted(name) + between + written(value));
  return open + fields.join(", ") + close;
}

function isFromEnvironment(value: unknown): value is FromEnvironment {
  return typeof value === "object" && value !== null && "env" in value;
}
