// Runs `npm run verify`'s script as people do, on chains made here with the code that makes them online.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { CHECKPOINT, entryHash, GENESIS } from "../src/proof/chain.ts";
import { RECEIPT } from "../src/proof/check-receipt.ts";
import { root } from "./local.mjs";

const folder = mkdtempSync(join(tmpdir(), "metristack-verify-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const ours = await keyPair("k1");
const others = await keyPair("k1");

async function keyPair(kid) {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  const path = join(folder, `jwks-${Math.random()}.json`);
  writeFileSync(path, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: "EdDSA" }] }));
  return { privateKey, path };
}

const sign = (claims, typ, { privateKey }) =>
  new SignJWT(claims).setProtectedHeader({ alg: "EdDSA", kid: "k1", typ }).sign(privateKey);

/** A chain of six entries, signed at the third and the sixth. */
async function chain() {
  const entries = [];
  let prev_hash = GENESIS;
  for (let seq = 1; seq <= 6; seq++) {
    const entry = {
      seq,
      at: new Date(Date.UTC(2026, 10, 20, seq * 4)).toISOString(),
      actor: "system",
      action: "retention.run",
      target: `run_${seq}`,
      detail: { removed: seq },
      prev_hash,
    };
    prev_hash = await entryHash(entry);
    entries.push({ kind: "entry", ...entry, hash: prev_hash });
  }
  const marks = await Promise.all([mark("2026-11-20", entries[2]), mark("2026-11-21", entries[5])]);
  return { entries, marks };
}

async function mark(day, { seq, hash }) {
  const claims = { day, seq, hash, kept_until: "2128-11-20T00:00:00.000Z" };
  return { kind: "checkpoint", day, seq, hash, jws: await sign(claims, CHECKPOINT, ours) };
}

function file(text) {
  const path = join(folder, `file-${Math.random()}`);
  writeFileSync(path, text);
  return path;
}
const ndjson = (lines) => file(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));

function verify(...args) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "scripts/verify.mjs"), ...args],
    {
      encoding: "utf8",
    },
  );
  return { status, stdout, stderr };
}

test("a whole chain holds, whatever order its checkpoints stand in", async () => {
  const { entries, marks } = await chain();
  for (const lines of [
    [...marks, ...entries],
    [...entries, ...marks],
  ]) {
    const { status, stdout, stderr } = verify(ndjson(lines), "--jwks", ours.path);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.match(
      stdout,
      /entries that hold: +6 \(1 to 6\)\ncheckpoints that hold: +2\nsigned up to entry: +6/,
    );
    assert.match(stdout, /The chain holds\./);
  }
});

test("without keys it holds, and says that signatures were not checked", async () => {
  const { entries, marks } = await chain();
  const { status, stdout } = verify(ndjson([...marks, ...entries]));
  assert.equal(status, 0);
  assert.match(stdout, /note: Signatures were not checked/);
});

test("a changed entry is named", async () => {
  const { entries, marks } = await chain();
  entries[3].detail.removed = 0;
  const { status, stdout } = verify(ndjson([...marks, ...entries]), "--jwks", ours.path);
  assert.equal(status, 1);
  assert.match(stdout, /BROKEN at entry 4: its content does not have the hash it states/);
});

test("a line that is no line of a chain is named", async () => {
  const { entries, marks } = await chain();
  const lines = [...marks, ...entries].map((line) => JSON.stringify(line));
  lines[4] = lines[4].slice(0, 40);
  const { status, stdout } = verify(file(lines.join("\n")), "--jwks", ours.path);
  assert.equal(status, 1);
  assert.match(stdout, /BROKEN at entry 3: line 5 is neither an entry nor a checkpoint/);
  assert.equal(verify(file("not a chain"), "--jwks", ours.path).status, 1);
});

test("an export that was cut off is found", async () => {
  const { entries, marks } = await chain();
  const { status, stdout } = verify(ndjson([...marks, ...entries.slice(0, 4)]), "--jwks", ours.path);
  assert.equal(status, 1);
  assert.match(stdout, /BROKEN at entry 6, checkpoint of 2026-11-21: the chain ends before/);
});

test("somebody else's keys are not ours", async () => {
  const { entries, marks } = await chain();
  const { status, stdout } = verify(ndjson([...marks, ...entries]), "--jwks", others.path);
  assert.equal(status, 1);
  assert.match(stdout, /BROKEN at entry 3, checkpoint of 2026-11-20: the checkpoint's signature/);
});

test("a receipt holds under our key alone, and only as it was signed", async () => {
  const claims = {
    type: "retention_run",
    run: "run_1",
    iss: "https://api.metristack.com",
    iat: 1_790_000_000,
  };
  const jws = await sign(claims, RECEIPT, ours);
  const good = verify("--receipt", file(`${jws}\n`), "--jwks", ours.path);
  assert.equal(good.status, 0);
  assert.match(good.stdout, /"run": "run_1"/);
  const [header, , signature] = jws.split(".");
  const changed = Buffer.from(JSON.stringify({ ...claims, run: "run_2" })).toString("base64url");
  for (const [text, keys] of [
    [jws, others],
    [`${header}.${changed}.${signature}`, ours],
    [await sign(claims, CHECKPOINT, ours), ours],
    ["nonsense", ours],
  ])
    assert.equal(verify("--receipt", file(text), "--jwks", keys.path).status, 1);
});

test("a wrong call says how to call it", async () => {
  const { entries } = await chain();
  const path = ndjson(entries);
  for (const args of [
    [],
    [path, path],
    [join(folder, "none")],
    [folder],
    [path, "--jwks", join(folder, "none")],
    [path, "--jwks", path],
    [path, "--receipt", path],
    ["--receipt", path],
    [path, "--unknown"],
  ]) {
    const { status, stderr } = verify(...args);
    assert.equal(status, 2, args.join(" "));
    assert.match(stderr, /usage: npm run verify/);
  }
});
