/*
 * `@cloudflare/vitest-pool-workers` 0.23.0 wraps the prototype of a Worker's or object's class in a Proxy each time one
 * is made (`createProxyPrototypeClass`): after a thousand requests a look-up passes a thousand of them, and after some
 * thousands the stack is full. One layer does all that any number does, so that a second one is not laid on it.
 */
const RealProxy = globalThis.Proxy;
const wrapped = new WeakSet<object>();

globalThis.Proxy = new RealProxy(RealProxy, {
  construct(target, [inner, handler]: [object, ProxyHandler<object>], newTarget) {
    const isPrototype = handler.get?.toString().includes("getUnknownPrototypeKey") ?? false;
    if (isPrototype && wrapped.has(inner)) return inner;
    const proxy = Reflect.construct(target, [inner, handler], newTarget) as object;
    if (isPrototype) wrapped.add(proxy);
    return proxy;
  },
});
