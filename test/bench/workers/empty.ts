/** A Worker that does nothing: what a start costs without one of ours. */
export default { fetch: () => new Response("here") } satisfies ExportedHandler;
