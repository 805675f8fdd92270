import { env } from "cloudflare:workers";

/** What one invocation of the Worker asks of its bindings: each is a subrequest; of a D1 batch, every statement counts. */
export interface Asked {
  d1: number;
  objects: number;
  queue: number;
  /** Names of operations with the bucket, such as `LOGS list`. */
  r2: string[];
}

export const total = ({ d1, objects, queue, r2 }: Asked): number => d1 + objects + queue + r2.length;

/**
 * The same bindings, which count what is asked of them from one `take` to the next.
 * @param stead what to answer in an object's stead, by its name and the method; undefined asks the object itself
 */
export function counted(stead: (object: string, method: string) => unknown = () => undefined): {
  env: Env;
  take: () => Asked;
} {
  let asked: Asked = { d1: 0, objects: 0, queue: 0, r2: [] };
  const statements = new WeakMap<object, D1PreparedStatement>();

  const statement = (inner: D1PreparedStatement): D1PreparedStatement => {
    const proxy = intercepted(inner, (name, call) => {
      if (name === "bind") return (...values) => statement(call(...values) as D1PreparedStatement);
      return (...values) => {
        asked.d1 += 1;
        return call(...values);
      };
    });
    statements.set(proxy, inner);
    return proxy;
  };
  const DB = intercepted(env.DB, (name, call) => {
    if (name === "prepare") return (...values) => statement(call(...values) as D1PreparedStatement);
    if (name !== "batch") return call;
    return (all) => {
      const inner = (all as D1PreparedStatement[]).map((one) => statements.get(one) ?? one);
      asked.d1 += inner.length;
      return call(inner);
    };
  });

  const bucket = (named: string, real: R2Bucket) =>
    intercepted(real, (name, call) => (...values) => {
      asked.r2.push(`${named} ${name} ${placeOf(values[0])}`);
      return call(...values);
    });

  const namespace = <T extends object>(real: T): T =>
    intercepted(real, (name, call) => {
      if (name === "jurisdiction") return (...values) => namespace(call(...values) as object);
      if (!name.startsWith("get")) return call;
      return (...values) =>
        intercepted(call(...values) as object, (method, ask) => (...given) => {
          asked.objects += 1;
          const answer = stead(String(values[0]), method);
          return answer === undefined ? ask(...given) : Promise.resolve(answer);
        });
    });

  const queue = intercepted(env.LOG_QUEUE, (_, call) => (...values) => {
    asked.queue += 1;
    return call(...values);
  });

  return {
    env: {
      ...env,
      DB,
      LOGS: bucket("LOGS", env.LOGS),
      BUNDLES: bucket("BUNDLES", env.BUNDLES),
      BUNDLES_EU: bucket("BUNDLES_EU", env.BUNDLES_EU),
      CONNECTIONS: namespace(env.CONNECTIONS),
      METER: namespace(env.METER),
      API_KEYS: namespace(env.API_KEYS),
      LOG_QUEUE: queue,
    },
    take: () => {
      const taken = asked;
      asked = { d1: 0, objects: 0, queue: 0, r2: [] };
      return taken;
    },
  };
}

type Call = (...values: unknown[]) => unknown;

/** An object whose methods are put in place of its own; each is told its name and the method it stands for. */
function intercepted<T extends object>(real: T, instead: (name: string, call: Call) => Call): T {
  return new Proxy(real, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof name !== "string" || typeof value !== "function") return value;
      // By its name: of an object's stub, `apply` would be a method of the object.
      return instead(name, (...values) => (target as Record<string, Call>)[name]!(...values));
    },
  });
}

/** The prefix, as far as its kind: `logs/`. */
function placeOf(of: unknown): string {
  const [first = ""] = [of].flat();
  const key = typeof first === "string" ? first : ((first as R2ListOptions).prefix ?? "");
  return key.slice(0, key.indexOf("/") + 1);
}
