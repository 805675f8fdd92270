import type { LogLine } from "./line";
import { newestFirst } from "./partition";

/** The newest lines offered, in order and each id once; holds no more than its capacity however many pass by. */
export class Newest {
  readonly lines: LogLine[] = [];
  readonly #ids = new Set<string>();

  constructor(readonly capacity: number) {}

  get full(): boolean {
    return this.lines.length === this.capacity;
  }

  /** The time of the oldest line kept. */
  get floor(): number {
    return this.lines.at(-1)?.time ?? Number.NEGATIVE_INFINITY;
  }

  offer(line: LogLine): void {
    const last = this.lines.at(-1);
    if ((this.full && last && newestFirst(last, line) <= 0) || this.#ids.has(line.id)) return;
    let at = this.lines.length;
    while (at > 0 && newestFirst(line, this.lines[at - 1] ?? line) < 0) at--;
    this.lines.splice(at, 0, line);
    this.#ids.add(line.id);
    const dropped = this.lines.length > this.capacity ? this.lines.pop() : undefined;
    if (dropped) this.#ids.delete(dropped.id);
  }
}
