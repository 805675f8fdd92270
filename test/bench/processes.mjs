// The processes of a run: their CPU, and the children it starts.
import { fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Linux counts a process's time in hundredths of a second (USER_HZ), whatever its kernel's own tick is. */
const TICK_MS = 10;

/** The CPU that a process has used, user and system, in milliseconds; null where there is no /proc. */
export function cpuMs(pid) {
  const fields = statOf(pid);
  return fields && (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** As `cpuMs`, in nanoseconds' steps; without the threads that have ended, of which workerd has none. */
export function fineCpuMs(pid) {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const spent = tasks.map((id) => readFileSync(`/proc/${pid}/task/${id}/schedstat`, "utf8").split(" ")[0]);
  return spent.reduce((sum, nanoseconds) => sum + Number(nanoseconds), 0) / 1e6;
}

/** The workerd that this process has started; null where there is no /proc. */
export function workerdPid() {
  let names;
  try {
    names = readdirSync("/proc");
  } catch {
    return null;
  }
  for (const pid of names.filter((name) => /^\d+$/.test(name)).map(Number)) {
    const fields = statOf(pid);
    if (fields && Number(fields[1]) === process.pid && commandOf(pid).includes("workerd")) return pid;
  }
  return null;
}

/** What stands in /proc/<pid>/stat behind the command's name, which may hold anything. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8");
  } catch {
    return "";
  }
}

/** A file of this folder as a process of its own; `ask` sends it a message and gives its answer. */
export function helper(file) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)));
  const answer = () =>
    new Promise((resolve, reject) => {
      const ended = (code) => reject(new Error(`${file} ended with ${code}`));
      child.once("exit", ended);
      child.once("message", (message) => {
        child.off("exit", ended);
        resolve(message);
      });
    });
  return {
    answer,
    ask(message) {
      const answered = answer();
      child.send(message);
      return answered;
    },
    end: () => child.kill(),
  };
}
