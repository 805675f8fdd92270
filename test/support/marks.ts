/** The fields of the unified model, and of the sandbox's own JSON, that hold a shop's business or a person. */
const FIELDS = new Set([
  ...[
    "id",
    "name",
    "number",
    "first_name",
    "last_name",
    "company",
    "email",
    "phone",
    "note",
    "reason",
    "description",
    "vendor",
    "category",
  ],
  ...[
    "line1",
    "line2",
    "city",
    "region",
    "postal_code",
    "sku",
    "barcode",
    "url",
    "amount",
    "customer_id",
    "order_id",
    "product_id",
    "variant_id",
    "location_id",
  ],
  ...[
    "ref",
    "title",
    "text",
    "maker",
    "code",
    "ean",
    "given",
    "family",
    "firm",
    "mail",
    "tel",
    "street",
    "extra",
    "town",
    "province",
    "postcode",
    "memo",
    "web",
  ],
]);

/** Integer minor units in the sandbox's JSON: the figures of a shop's turnover. */
const FIGURES = new Set(["goods", "grand", "paid", "returned", "price", "gross", "pays"]);

/**
 * Strings long enough not to stand somewhere by chance: among random base62 text six given characters meet once in
 * 56 thousand million places. A figure needs more, since times and counts are digits too.
 */
function isTelling(text: string): boolean {
  if (/^[\d.]+$/.test(text)) return text.replace(".", "").length >= 6 && !/^0+\.0+$/.test(text);
  return text.length >= 6;
}

/** Every mark in an answer, by its field. Names are kept apart and joined as people write them. */
export function collectMarks(
  answer: unknown,
  into: Map<string, Set<string>> = new Map(),
): Map<string, Set<string>> {
  const add = (field: string, value: string) => {
    if (!isTelling(value)) return;
    const known = into.get(field) ?? new Set();
    into.set(field, known.add(value));
  };
  if (Array.isArray(answer)) {
    for (const item of answer) collectMarks(item, into);
  } else if (typeof answer === "object" && answer !== null) {
    const record = answer as Record<string, unknown>;
    for (const [field, value] of Object.entries(record)) {
      if (typeof value === "string" && FIELDS.has(field)) add(field, value);
      else if (typeof value === "number" && FIGURES.has(field)) add(field, String(value));
      else collectMarks(value, into);
    }
    const { first_name, last_name } = record;
    if (typeof first_name === "string" && typeof last_name === "string")
      add("full_name", `${first_name} ${last_name}`);
  }
  return into;
}

/** A text and the forms it takes when it is quoted, put into an address or a form, or wrapped for transport. */
export function formsOf(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const base64 = btoa(String.fromCharCode(...bytes)).replace(/=+$/, "");
  const forms = new Set([
    text,
    text.toLowerCase(),
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    encodeURI(text),
    new URLSearchParams({ x: text }).toString().slice(2),
    // The last character of unpadded base64 depends on what follows.
    base64.slice(0, -1),
    base64.slice(0, -1).replaceAll("+", "-").replaceAll("/", "_"),
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
  ]);
  return [...forms].filter((form) => form.length >= 6);
}
