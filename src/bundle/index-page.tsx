import { raw } from "hono/html";
import { BUNDLE_CLASSES, dataFileName, describedEntries, shownEntries } from "../access/contents";
import type { BundleSubject } from "../access/subjects";
import { type Circumstances, untilWhen } from "../access/until";
import type { DataClass, InventoryEntry } from "../inventory/types";
import { dayOf, rfc3339 } from "../kernel/clock";
import type { Warning } from "../model/common";
import { nameIn } from "../pages/untrusted";
import { END_USER_POLICY_VERSION } from "../policy/end-user-policy";

export interface IndexFacts {
  requestId: string;
  now: number;
  subjects: readonly BundleSubject[];
  circumstancesOf(subject: BundleSubject): Circumstances;
  /** Records shown of a connection's entry. */
  recordsOf(subject: BundleSubject, entryId: string): number;
  warnings: readonly Warning[];
}

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%;margin:1rem 0}
caption{text-align:start;font-weight:600;padding:.5rem 0}
th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:start;vertical-align:top}
th[scope=row]{font-weight:400}th[scope=rowgroup]{background:#eee}
.wide{overflow-x:auto}.warning{border-inline-start:.3rem solid #9a3b00;padding-inline-start:1rem}
@media print{body{margin:0}}`;

/** Opened from a disk: nothing is loaded, and nothing could be. */
const CSP = "default-src 'none'; style-src 'unsafe-inline'";

/** The bundle for people: what is held, why, until when, and in which file. */
export async function indexPage(facts: IndexFacts): Promise<string> {
  const page = (
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="content-security-policy" content={CSP} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>Your data at Metristack</title>
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <h1>Your data at Metristack</h1>
        <p>
          Answer to the request <code>{facts.requestId}</code>, made on {rfc3339(facts.now)}. This page is in
          words; the files beside it hold the same for machines. End-User Policy of {END_USER_POLICY_VERSION}.
        </p>
        <Warnings warnings={facts.warnings} />
        {facts.subjects.map((subject) => (
          <Connection subject={subject} facts={facts} />
        ))}
        <Files />
      </body>
    </html>
  );
  return `<!doctype html>\n${await page.toString()}\n`;
}

function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <section class="warning">
      <h2>What is missing</h2>
      <ul>
        {warnings.map(({ message }) => (
          <li>{message}</li>
        ))}
      </ul>
    </section>
  );
}

function Connection({ subject, facts }: { subject: BundleSubject; facts: IndexFacts }) {
  const circumstances = facts.circumstancesOf(subject);
  const rowsOf = (dataClass: DataClass): Row[] => [
    ...shownEntries(dataClass).map((entry): Row => {
      const records = facts.recordsOf(subject, entry.id);
      const where = `${records} ${records === 1 ? "record" : "records"} in ${dataFileName(dataClass)}`;
      return { entry, fields: entry.export.columns, where };
    }),
    ...describedEntries(dataClass).map(
      (entry): Row => ({ entry, fields: Object.keys(entry.fields), where: `not shown: ${entry.export.why}` }),
    ),
  ];
  return (
    <section>
      <h2>{headingOf(subject)}</h2>
      <p>
        Connection <code>{subject.id}</code>
        {subject.status && `, ${subject.status.replaceAll("_", " ")}`}
        {subject.connectedAt !== null && `, connected on ${dayOf(subject.connectedAt)}`}
        {subject.disconnectedAt !== null && `, disconnected on ${dayOf(subject.disconnectedAt)}`}.
      </p>
      <div class="wide">
        <table>
          <caption>What is or may be held about this connection</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Why</th>
              <th scope="col">Until when</th>
              <th scope="col">Where</th>
            </tr>
          </thead>
          {BUNDLE_CLASSES.map((dataClass) => (
            <tbody>
              <tr>
                <th scope="rowgroup" colspan={4}>
                  {titled(dataClass)}
                </th>
              </tr>
              {rowsOf(dataClass).map(({ entry, fields, where }) => (
                <tr>
                  <th scope="row">
                    {fields.map((field) => entry.fields[field] ?? field).join("; ")}{" "}
                    <small>
                      (<code>{entry.id}</code>)
                    </small>
                  </th>
                  <td>{entry.purpose}</td>
                  <td>{untilWhen(entry, circumstances)}</td>
                  <td>{where}</td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </section>
  );
}

/** One place of data, as a line of the table. */
interface Row {
  entry: InventoryEntry;
  /** Which of its fields the line is about. */
  fields: readonly string[];
  where: string;
}

function titled(dataClass: DataClass): string {
  const words = dataClass.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function headingOf({ appName, platform, id }: BundleSubject): string {
  if (appName === null) return id;
  return platform === null ? nameIn("ltr", appName) : `${nameIn("ltr", appName)}, connected to ${platform}`;
}

function Files() {
  return (
    <section>
      <h2>The files</h2>
      <ul>
        {BUNDLE_CLASSES.map((dataClass) => (
          <li>
            <code>{dataFileName(dataClass)}</code>: the records of the class {dataClass.replaceAll("_", " ")}
          </li>
        ))}
        <li>
          <code>access.json</code>: purposes, legal grounds, recipients, retention, sources and safeguards
          (GDPR Art. 15)
        </li>
        <li>
          <code>schemas/</code>: the form of each file (JSON Schema 2020-12)
        </li>
        <li>
          <code>manifest.json</code> and <code>manifest.jws</code>: the SHA-256 of every file, and the
          signature of that list
        </li>
      </ul>
      <p>
        Keys, tokens and the identity of your platform account are never in a bundle: that they exist is told,
        their value is not.
      </p>
    </section>
  );
}
