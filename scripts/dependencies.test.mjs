// What is installed is what was looked at: exact versions, sums for all of it, and no scripts but those allowed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { verdictOf } from "./audit.mjs";
import { root } from "./local.mjs";

const read = (name) => JSON.parse(readFileSync(join(root, name), "utf8"));
const manifest = read("package.json");
const lock = read("package-lock.json");
const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
const installed = Object.entries(lock.packages).filter(([path]) => path !== "");
const nameOf = (path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

test("every dependency is pinned to one version, and the lock file has that one", () => {
  for (const [name, version] of Object.entries(wanted)) {
    assert.match(version, /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, name);
    assert.equal(lock.packages[`node_modules/${name}`]?.version, version, name);
  }
});

test("the lock file has a SHA-512 sum for every package, and each comes from a registry over https", () => {
  assert.ok(installed.length > 100);
  for (const [path, { integrity, resolved, link }] of installed) {
    assert.match(integrity ?? "", /^sha512-[A-Za-z0-9+/]{86}==$/, path);
    assert.ok(resolved === undefined || resolved.startsWith("https://"), path);
    assert.ok(!link, path);
  }
});

test("only packages that package.json names may run a script when they are installed", () => {
  const withScripts = installed
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => nameOf(path));
  assert.deepEqual([...new Set(withScripts)].sort(), Object.keys(manifest.allowScripts).sort());
  // Beside the runtime and the compiler, nothing is allowed to.
  const allowed = Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name]);
  assert.deepEqual(allowed.sort(), ["esbuild", "node", "workerd"]);
});

test("nothing that is shipped runs a script when it is installed", () => {
  const shipped = installed.filter(([, { dev, optional, devOptional }]) => !dev && !optional && !devOptional);
  assert.ok(shipped.length >= Object.keys(manifest.dependencies).length);
  for (const [path, { hasInstallScript }] of shipped) assert.ok(!hasInstallScript, path);
});

const report = (high, critical, vulnerabilities = {}) =>
  JSON.stringify({
    vulnerabilities,
    metadata: { vulnerabilities: { low: 3, high, critical }, dependencies: { prod: 12 } },
  });

test("an audit without a high or critical advisory is ok, and one with any fails by name", () => {
  assert.equal(verdictOf(report(0, 0)).kind, "ok");
  const found = { "left-pad": { name: "left-pad", severity: "critical", range: "<1.3.0" } };
  assert.deepEqual(verdictOf(report(0, 1, found)), { kind: "found", text: "left-pad <1.3.0 (critical)" });
  assert.equal(verdictOf(report(2, 0)).kind, "found");
});

test("an audit that could not look is told as not run, never as a pass, and names no registry", () => {
  const refusal = {
    message: "405 Method Not Allowed - POST https://registry.example/-/npm",
    statusCode: 405,
  };
  for (const output of ["", "not json", "{}", "null", '{"metadata":{}}', JSON.stringify(refusal)]) {
    const { kind, text } = verdictOf(output);
    assert.equal(kind, "not_run", output);
    assert.ok(!text.includes("example"));
  }
});
