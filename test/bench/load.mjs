// The callers: a process of its own, so that its work is not counted. Each connection is kept alive and sends its next
// request when the last one is answered; none waits for another.
import { Agent, get } from "node:http";
import { cpuMs } from "./processes.mjs";

process.on("message", async (block) => {
  try {
    process.send({ done: await run(block) });
  } catch (error) {
    process.send({ failed: error.message });
  }
});
process.on("disconnect", () => process.exit());

/** One block: each caller warms up with a call, then all call until the time is over. */
async function run({ callers, ms, pid }) {
  // Anew for each block: a connection that idled through the others' may just be closing.
  const agent = new Agent({ keepAlive: true, maxSockets: callers.length });
  const call = (caller) => called(agent, caller);
  await Promise.all(callers.map(call));
  const cpu = cpuMs(pid);
  const began = performance.now();
  const latencies = [];
  await Promise.all(
    callers.map(async (caller) => {
      for (let now = began; now - began < ms; ) {
        await call(caller);
        const then = performance.now();
        latencies.push(then - now);
        now = then;
      }
    }),
  );
  const elapsed = performance.now() - began;
  agent.destroy();
  return { latencies, elapsed, cpu: cpu === null ? null : cpuMs(pid) - cpu };
}

/** @throws for any answer but 200: a refusal is quick, and would look like speed. */
function called(agent, { url, authorization }) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { authorization } }, (response) => {
      if (response.statusCode === 200) return response.on("end", resolve).on("error", reject).resume();
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () =>
        reject(new Error(`${url} answered ${response.statusCode}: ${text.slice(0, 300)}`)),
      );
    });
    // A connection that waited long for the others' warming may just be closing; what it costs is counted.
    request.on("error", (error) =>
      request.reusedSocket && error.code === "ECONNRESET"
        ? resolve(called(agent, { url, authorization }))
        : reject(error),
    );
  });
}
