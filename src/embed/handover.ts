/**
 * On the last page of an embedded flow: gives the page's result to the window that opened this one, if that is the
 * developer's page the session names, and closes. Without such a window, or where nobody takes it, the browser goes on
 * to the developer's redirect address with the same.
 */
(() => {
  const TAKEN_MS = 1_500;
  const link = document.querySelector<HTMLAnchorElement>("a[data-handover]");
  const { handover, origin, session } = link?.dataset ?? {};
  if (!link || !origin || !session) return;

  const go = () => location.replace(link.href);
  const give = () => {
    const opener: Window | null = window.opener;
    if (!opener || opener.closed) return go();
    const late = setTimeout(go, TAKEN_MS);
    window.addEventListener("message", ({ origin: from, source, data }: MessageEvent<unknown>) => {
      if (from !== origin || source !== opener || typeof data !== "object" || data === null) return;
      const { kind, session: of } = data as Record<string, unknown>;
      if (kind !== "metristack.taken" || of !== session) return;
      clearTimeout(late);
      window.close();
    });
    const params = new URL(link.href).searchParams;
    const told = Object.fromEntries(["code", "error", "state"].map((name) => [name, params.get(name)]));
    // The exact origin: whatever else may have opened this window, the browser gives it nothing.
    opener.postMessage({ kind: "metristack.connect", session, ...told }, origin);
  };

  if (handover === "now") return give();
  link.addEventListener("click", (event) => {
    event.preventDefault();
    give();
  });
})();
