/**
 * The content security policy of hosted pages: their own stylesheet and pictures, nothing inline, no script
 * but our own files where a page needs them, nothing from elsewhere, no frame around them.
 * @param formTargets further origins that a form, or a redirect after it, may lead to.
 */
export function pageCsp(formTargets: readonly string[] = [], { script = false } = {}): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    ...(script ? ["script-src 'self'", "connect-src 'self'"] : []),
    `form-action ${["'self'", ...formTargets].join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}
