/** What is made when it is first asked for, and then kept: schemas that a start need not wait for. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * As `once`, for what has to be waited for. What came of the promise is kept, not the promise: in Workers one request's
 * may never settle for another.
 */
export function onceLoaded<T extends object>(load: () => Promise<T>): () => Promise<T> {
  let loaded: T | undefined;
  return async () => {
    loaded ??= await load();
    return loaded;
  };
}
