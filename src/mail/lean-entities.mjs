/*
 * The named characters of HTML that mail in our languages uses: `[alias]` in wrangler.toml puts this file in the place
 * of postal-mime's list of all 2,231, which is 12.6 KiB of the bundle (docs/decisions/0016-lean-entities.md).
 * scripts/lean-entities.test.mjs holds it to that list.
 */
const LATIN_1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro " +
  "para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil " +
  "Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave " +
  "Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml " +
  "igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute " +
  "thorn yuml";
const OTHERS = {
  ...{
    quot: '"',
    amp: "&",
    apos: "'",
    lt: "<",
    gt: ">",
    euro: "€",
    hellip: "…",
    bull: "•",
    ndash: "–",
    mdash: "—",
  },
  ...{
    lsquo: "‘",
    rsquo: "’",
    ldquo: "“",
    rdquo: "”",
    OElig: "Œ",
    oelig: "œ",
    zwj: "\u200d",
    zwnj: "\u200c",
  },
};

export const htmlEntities = Object.fromEntries([
  ...LATIN_1.split(" ").map((name, index) => [`&${name};`, String.fromCharCode(0xa0 + index)]),
  ...Object.entries(OTHERS).map(([name, text]) => [`&${name};`, text]),
]);
