import { afterEach, expect } from "vitest";
import type { ApiRequest } from "../../../src/platforms/adapter";
import { faultsOf } from "../../contracts/described-operations";
import { OPERATIONS } from "../../contracts/woocommerce/operations";
import { storeApi } from "../../support/store-api";

const asked: ApiRequest[][] = [];

/** A shop that answers by path; what it is asked is held against the documentation at the test's end. */
export function wooApi(...given: Parameters<typeof storeApi>): ReturnType<typeof storeApi> {
  const made = storeApi(...given);
  asked.push(made.sent);
  return made;
}

export function holdRequests(): void {
  afterEach(() => {
    const faults = asked
      .splice(0)
      .flat()
      .flatMap((request) => faultsOf(OPERATIONS, request));
    expect(faults).toEqual([]);
  });
}
