import { describedEntries, shownEntries } from "../access/contents";
import type { BundleSubject } from "../access/subjects";
import type { DataClass } from "../inventory/types";
import { recordsOf, type Sources } from "./records";
import { schemaUrl } from "./schemas";

/** How many records of an entry a bundle shows of a connection. */
export type Count = (subject: BundleSubject, entryId: string, records: number) => void;

/**
 * A class's file as text, in the form of its schema, written as it is read: however many records there are, only a
 * page of them is in memory.
 */
export async function* dataFile(
  dataClass: DataClass,
  origin: string,
  subjects: readonly BundleSubject[],
  sources: Sources,
  count: Count,
): AsyncGenerator<string> {
  const head = { $schema: schemaUrl(origin, dataClass), data_class: dataClass };
  yield `${JSON.stringify(head).slice(0, -1)},"connections":[`;
  for (const [index, subject] of subjects.entries()) {
    const connection = { connection_id: subject.id, app_id: subject.appId };
    yield `${index > 0 ? "," : ""}\n${JSON.stringify(connection).slice(0, -1)},"records":{`;
    for (const [position, entry] of shownEntries(dataClass).entries()) {
      yield `${position > 0 ? "," : ""}\n${JSON.stringify(entry.id)}:[`;
      let records = 0;
      const others = subjects.length - 1 - index;
      for await (const record of recordsOf(entry, subject, others, sources))
        yield `${records++ > 0 ? "," : ""}\n${JSON.stringify(record)}`;
      count(subject, entry.id, records);
      yield "]";
    }
    yield "}}";
  }
  yield `],\n"described":${JSON.stringify(described(dataClass), null, 1)}}\n`;
}

function described(dataClass: DataClass) {
  return describedEntries(dataClass).map(({ id, purpose, export: { why }, fields }) => ({
    entry: id,
    purpose,
    why,
    fields,
  }));
}
