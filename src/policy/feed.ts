import { rfc3339 } from "../kernel/clock";
import type { PolicyHead } from "./versions";

/** The versions as an Atom feed (RFC 4287), newest first. */
export function policyFeed(origin: string, versions: readonly PolicyHead[]): string {
  const home = `${origin}/policies/end-user`;
  const newest = Math.max(...versions.map(({ publishedAt }) => publishedAt));
  const entries = [...versions].reverse().map((version) => entryOf(home, version));
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>${xml(home)}</id>
  <title>Metristack End-User Policy</title>
  <updated>${rfc3339(newest)}</updated>
  <link rel="self" type="application/atom+xml" href="${xml(`${home}.atom`)}"/>
  <link rel="alternate" type="text/html" href="${xml(home)}"/>
  <author><name>Metristack</name></author>
${entries.join("\n")}
</feed>
`;
}

function entryOf(
  home: string,
  { version, effectiveAt, isMaterial, summary, publishedAt }: PolicyHead,
): string {
  const address = xml(`${home}/${version}`);
  const kind = isMaterial ? "A material change" : "A change that is not material";
  return `  <entry>
    <id>${address}</id>
    <title>Version ${xml(version)}</title>
    <published>${rfc3339(publishedAt)}</published>
    <updated>${rfc3339(publishedAt)}</updated>
    <link rel="alternate" type="text/html" href="${address}"/>
    <category term="${isMaterial ? "material" : "minor"}"/>
    <summary>${xml(`${kind}, in force from ${rfc3339(effectiveAt)}. ${summary}`)}</summary>
  </entry>`;
}

/** Text for XML 1.0, without what it cannot hold. */
function xml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML cannot hold
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}
