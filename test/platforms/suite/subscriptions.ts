/** The subscriptions that a fake platform keeps: made, listed and removed at one path, in the platform's own shape. */
export class Subscriptions<T extends { id: string | number }> {
  #all: T[] = [];

  constructor(
    private readonly path: string,
    private readonly shapes: {
      make(asked: Record<string, unknown>): T;
      addressOf(one: T): string;
      list(all: T[]): unknown;
      made(one: T): unknown;
    },
  ) {}

  isAt(path: string): boolean {
    return path === this.path || path.startsWith(`${this.path}/`);
  }

  async answer(request: Request, path: string): Promise<Response> {
    if (request.method === "GET") return Response.json(this.shapes.list(this.#all));
    if (request.method === "POST") {
      const one = this.shapes.make((await request.json()) as Record<string, unknown>);
      this.#all.push(one);
      return Response.json(this.shapes.made(one), { status: 201 });
    }
    const id = path.slice(this.path.length + 1);
    const kept = this.#all.filter((one) => String(one.id) !== id);
    const isThere = kept.length < this.#all.length;
    this.#all = kept;
    return new Response(null, { status: isThere ? 204 : 404 });
  }

  addresses(): string[] {
    return [...new Set(this.#all.map((one) => this.shapes.addressOf(one)))];
  }

  get last(): T | undefined {
    return this.#all.at(-1);
  }

  get count(): number {
    return this.#all.length;
  }
}
