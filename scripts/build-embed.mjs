// Makes public/assets/connect.js with its connect.d.ts, and handover.js, from src/embed. Used by build-assets.mjs.
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "src/embed");
const target = join(root, "public/assets");
const KEPT = ["connect.js", "connect.d.ts", "handover.js"];

const { config } = ts.readConfigFile(join(source, "tsconfig.json"), ts.sys.readFile);
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, source);
const program = ts.createProgram(fileNames, { ...options, noEmit: false, declaration: true });
const faults = ts.getPreEmitDiagnostics(program);
if (faults.length > 0) {
  const host = {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  };
  throw new Error(ts.formatDiagnostics(faults, host));
}

const made = new Map();
program.emit(undefined, (path, text) => made.set(basename(path), text));
await mkdir(target, { recursive: true });
for (const name of KEPT) {
  const text = made.get(name);
  if (text === undefined) throw new Error(`src/embed made no ${name}`);
  // What explains is in the types; what browsers load is without it.
  await writeFile(join(target, name), name.endsWith(".js") ? withoutComments(text) : text);
}

function withoutComments(text) {
  const compilerOptions = { target: ts.ScriptTarget.ES2020, removeComments: true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}
