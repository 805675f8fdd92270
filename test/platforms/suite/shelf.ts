/** A list of a fake shop: pages by cursor or offset, and grows as a living shop does. */
export class Shelf<T> {
  readonly #records: T[];
  /** A method, so that a shelf of one kind of record is a shelf of any. */
  readonly #by: { idOf(record: T): string };

  constructor(
    /** The nth record, from 1. */
    private readonly make: (n: number) => T,
    idOf: (record: T) => string,
    /** Where a new record appears in the list, as the platform sorts it for our adapter's request. */
    private readonly newest: "first" | "last",
    count = 5,
  ) {
    this.#by = { idOf };
    this.#records = Array.from({ length: count }, (_, i) => make(i + 1));
    if (newest === "first") this.#records.reverse();
  }

  get all(): readonly T[] {
    return this.#records;
  }

  get ids(): string[] {
    return this.#records.map((record) => this.idOf(record));
  }

  idOf(record: T): string {
    return this.#by.idOf(record);
  }

  find(id: string): T | undefined {
    return this.#records.find((record) => this.idOf(record) === id);
  }

  grow(): void {
    const record = this.make(this.#records.length + 1);
    if (this.newest === "first") this.#records.unshift(record);
    else this.#records.push(record);
  }

  /** The page after the record a cursor names; a cursor of this shelf is stable whatever is added. */
  after(cursor: string | null | undefined, limit: number): { records: T[]; next: string | null } {
    const from = cursor ? this.ids.indexOf(cursor.replace(/^after-/, "")) + 1 : 0;
    const records = this.#records.slice(from, from + limit);
    const last = records.at(-1);
    const more = from + limit < this.#records.length && last !== undefined;
    return { records, next: more ? `after-${this.idOf(last)}` : null };
  }

  slice(offset: number, limit: number): T[] {
    return this.#records.slice(offset, offset + limit);
  }
}
