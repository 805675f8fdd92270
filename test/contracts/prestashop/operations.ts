import type { DescribedOperation } from "../described-operations";
import { fieldsOf, RECORDS, type Resource } from "./records";

/** Told with a record, and kept in another one: no list can be filtered by it. */
const DERIVED = ["manufacturer_name"];

/** How the answer is wanted; XML where nothing is said. */
const FORMAT = { output_format: { values: ["JSON", "XML"], required: true } } as const;

function list(resource: Resource): DescribedOperation {
  const filterable = fieldsOf(resource).filter((field) => !DERIVED.includes(field));
  return {
    method: "GET",
    path: `/${resource}`,
    query: {
      ...FORMAT,
      // "full", or names in brackets; without it a list has ids alone.
      display: { required: true },
      sort: {},
      limit: { type: "integer", minimum: 1 },
      // Times may be filtered and sorted by only where this stands.
      date: { values: ["0", "1"] },
      ...Object.fromEntries(filterable.map((field) => [`filter[${field}]`, {}])),
    },
  };
}

const single = (resource: Resource): DescribedOperation => ({
  method: "GET",
  path: `/${resource}/{id}`,
  query: FORMAT,
});

/**
 * What the PrestaShop adapter may ask of the webservice, by resource: parameters from the devdocs (PrestaShop/docs,
 * `webservice/tutorials/advanced-use/additional-list-parameters` and `webservice/cheat-sheet`), fields from each
 * resource's page (records.ts). Paths are below /api.
 */
export const OPERATIONS: Readonly<Record<string, DescribedOperation>> = Object.fromEntries(
  (Object.keys(RECORDS) as Resource[]).flatMap((resource) => [
    [resource, list(resource)],
    [`${resource}.one`, single(resource)],
  ]),
);
