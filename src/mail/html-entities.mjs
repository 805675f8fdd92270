/*
 * The named characters of HTML that people's mails hold: Latin-1 and common punctuation, in place of postal-mime's whole
 * list of two thousand, which is 12 KiB of the bundle (docs/decisions/0016-few-entities.md). `[alias]` in wrangler.toml
 * puts this file in its place; scripts/html-entities.test.mjs holds it against that list. Others stay as they are written.
 */
const LATIN_1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro " +
  "para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil " +
  "Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave " +
  "Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml " +
  "igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute " +
  "thorn yuml";
const OTHERS = {
  amp: 38,
  lt: 60,
  gt: 62,
  quot: 34,
  apos: 39,
  OElig: 0x152,
  oelig: 0x153,
  Yuml: 0x178,
  ndash: 0x2013,
  mdash: 0x2014,
  lsquo: 0x2018,
  rsquo: 0x2019,
  sbquo: 0x201a,
  ldquo: 0x201c,
  rdquo: 0x201d,
  bdquo: 0x201e,
  bull: 0x2022,
  hellip: 0x2026,
  euro: 0x20ac,
  zwnj: 0x200c,
  zwj: 0x200d,
  lrm: 0x200e,
  rlm: 0x200f,
};

/** @type {Record<string, string>} */
export const htmlEntities = Object.fromEntries(
  [...LATIN_1.split(" ").map((name, at) => [name, 160 + at]), ...Object.entries(OTHERS)].map(
    ([name, code]) => [`&${name};`, String.fromCharCode(Number(code))],
  ),
);
