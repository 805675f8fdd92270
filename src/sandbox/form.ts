/**
 * A form's fields, repeated ones included. Read as bytes: the runtime warns of `text()` on a body whose type is
 * not `text/…`.
 */
export async function readFields(request: Request): Promise<URLSearchParams> {
  return new URLSearchParams(new TextDecoder().decode(await request.arrayBuffer()));
}
