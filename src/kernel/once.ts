/** What is made when it is first asked for, and then kept: schemas that a start need not wait for. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
