// Checks evidence offline, with the very code that made it: an exported audit chain, or a receipt.
//   npm run verify -- chain.ndjson [--jwks jwks.json]
//   npm run verify -- --receipt receipt.jws --jwks jwks.json
// Exit: 0 it holds, 1 it does not, 2 it was called wrongly. See docs/proof.md.
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { verifyLines } from "../src/proof/chain.ts";
import { checkReceipt } from "../src/proof/check-receipt.ts";

const USAGE = `usage: npm run verify -- chain.ndjson [--jwks jwks.json]
       npm run verify -- --receipt receipt.jws --jwks jwks.json`;

class Usage extends Error {}

try {
  const { chain, jwks, receipt } = called();
  const holds = chain === null ? await showReceipt(receipt, jwks) : await showChain(chain, jwks);
  process.exitCode = holds ? 0 : 1;
} catch (error) {
  if (!(error instanceof Usage)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
}

function called() {
  let args;
  try {
    args = parseArgs({
      allowPositionals: true,
      options: { jwks: { type: "string" }, receipt: { type: "string" } },
    });
  } catch (error) {
    throw new Usage(error.message);
  }
  const { values, positionals } = args;
  if (positionals.length + (values.receipt === undefined ? 0 : 1) !== 1)
    throw new Usage("Name one exported chain, or one receipt.");
  const [chain = null] = positionals;
  if (chain !== null && !statSync(chain, { throwIfNoEntry: false })?.isFile())
    throw new Usage(`${chain} is not a file.`);
  const jwks = values.jwks === undefined ? null : keySet(values.jwks);
  if (chain === null && jwks === null)
    throw new Usage("A receipt is checked against keys: name them with --jwks.");
  return { chain, jwks, receipt: values.receipt === undefined ? null : read(values.receipt).trim() };
}

function keySet(path) {
  try {
    const set = JSON.parse(read(path));
    if (Array.isArray(set?.keys) && set.keys.length > 0) return set;
  } catch (error) {
    if (error instanceof Usage) throw error;
  }
  throw new Usage(`${path} is not a JSON Web Key Set.`);
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new Usage(`${path} cannot be read.`);
  }
}

async function showChain(path, jwks) {
  const lines = () => createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  const result = await verifyLines(lines, jwks, Date.now());
  const { first_broken: broken } = result;
  console.log(`entries that hold:      ${result.entries}${range(result)}`);
  console.log(`checkpoints that hold:  ${result.checkpoints}`);
  console.log(`signed up to entry:     ${result.signed_to ?? "none"}`);
  for (const note of result.notes) console.log(`note: ${note}`);
  if (broken) {
    const place = broken.seq === null ? "at its beginning" : `at entry ${broken.seq}`;
    const mark = broken.checkpoint === undefined ? "" : `, checkpoint of ${broken.checkpoint}`;
    console.log(`BROKEN ${place}${mark}: ${broken.reason}`);
  } else console.log("The chain holds.");
  return result.ok;
}

function range({ first_seq: first, last_seq: last }) {
  return first === null ? "" : ` (${first} to ${last})`;
}

async function showReceipt(jws, jwks) {
  try {
    console.log(JSON.stringify(await checkReceipt(jws, jwks, { now: Date.now() }), null, 2));
    console.log("The receipt holds.");
    return true;
  } catch (error) {
    console.log(`BROKEN: this is no receipt that one of these keys signed (${error.code ?? error.message}).`);
    return false;
  }
}
