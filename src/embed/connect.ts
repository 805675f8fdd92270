/**
 * Opens Metristack's connect flow from a developer's page: in a popup, or by redirect where a popup is no way (on a
 * phone, or blocked). What comes back is a one-time code for the developer's server; no token ever passes a browser.
 */
// biome-ignore lint/correctness/noUnusedVariables: a classic script; this is the name that pages use
namespace Metristack {
  export const version = "1.0.0";

  /** What `POST /v1/connect/sessions` answered to your server, with your page's origin as its `embed_origin`. */
  export interface Session {
    id: string;
    connect_url: string;
  }

  /** How a flow ended. */
  export type Result =
    /** Send the code to your server, which exchanges it; it works once, for five minutes. */
    | { kind: "connected"; session: string; code: string; state: string | null }
    /** `error` is a stable code, such as `access_denied`. */
    | { kind: "failed"; session: string; error: string; state: string | null }
    /** The person closed the popup, or came back from a redirect by the browser's back button. */
    | { kind: "closed"; session: string };

  export interface Options {
    /** `auto`: a popup, but a redirect on a phone; either way a redirect where the popup is blocked. */
    mode?: "auto" | "popup" | "redirect";
  }

  /** A session, or what asks your server for one. */
  export type SessionSource = Session | Promise<Session> | (() => Session | Promise<Session>);

  const RESULT = "metristack.connect";
  const TAKEN = "metristack.taken";
  const REDIRECTED = "metristack.redirected";
  const LOOK_MS = 250;
  /** How long the popup must look closed before it is taken for that. */
  const CLOSED_MS = 1_500;
  const TAKEN_MS = 1_000;

  /** Metristack's own origin: whatever served this script. */
  const home = originOf(document.currentScript);
  let abandon: (() => void) | null = null;

  /**
   * Opens the flow. Call it in the handler of a click, and give it a function where the session must be asked for
   * first: the popup is opened before that, while the browser still sees the click.
   * After a redirect the promise stays open: the result comes to the redirect address, see `finish`.
   */
  export async function connect(source: SessionSource, { mode = "auto" }: Options = {}): Promise<Result> {
    abandon?.();
    const asPopup = mode === "popup" || (mode === "auto" && !isHandheld());
    const popup = asPopup ? openPopup() : null;
    abandon = () => popup?.close();
    try {
      const session = checked(await (typeof source === "function" ? source() : source));
      if (popup) {
        if (popup.closed) return { kind: "closed", session: session.id };
        popup.location.replace(session.connect_url);
        return await resultFrom(popup, session.id);
      }
      return await redirect(session);
    } catch (error) {
      popup?.close();
      throw error;
    }
  }

  /**
   * To be called by the page at your redirect address. Where the flow ran in a popup that could not speak to the page
   * which opened it (some platforms' sign-in pages cut that tie), that page gets the result now and this window closes.
   * @returns the result where it is this page's to go on with; null where there is none, or another page has it.
   */
  export async function finish(): Promise<Result | null> {
    const url = new URL(location.href);
    const id = url.searchParams.get("session_id");
    const told = {
      kind: RESULT,
      session: id,
      ...Object.fromEntries(["code", "error", "state"].map((name) => [name, url.searchParams.get(name)])),
    };
    const result = id === null ? null : resultOf(told, id);
    if (id === null || result === null) return null;
    // The code shall not stay in the address, where history, bookmarks and other scripts find it.
    for (const name of ["session_id", "code", "error", "state"]) url.searchParams.delete(name);
    history.replaceState(history.state, "", url.href);
    if (takeRedirected() === id) return result;
    if (!(await isTaken(id, told))) return result;
    window.close();
    return null;
  }

  function originOf(script: HTMLOrSVGScriptElement | null): string {
    if (!(script instanceof HTMLScriptElement) || script.src === "")
      throw new Error('Metristack: load connect.js with <script src="…/connect.js">, not as a module');
    return new URL(script.src).origin;
  }

  function checked(session: Session): Session {
    if (typeof session?.id !== "string" || typeof session.connect_url !== "string")
      throw new TypeError("Metristack: a session is { id, connect_url }, as the API answered it");
    if (new URL(session.connect_url).origin !== home)
      throw new TypeError(`Metristack: connect_url must be of ${home}, where connect.js came from`);
    return session;
  }

  function openPopup(): Window | null {
    const width = 520;
    const height = Math.min(760, screen.availHeight);
    const left = Math.max(0, window.screenX + (window.outerWidth - width) / 2);
    const top = Math.max(0, window.screenY + (window.outerHeight - height) / 2);
    const popup = window.open(
      "about:blank",
      "_blank",
      `popup,width=${width},height=${height},left=${Math.round(left)},top=${Math.round(top)}`,
    );
    return popup && !popup.closed ? popup : null;
  }

  /** Where a second window is no help: phones, and apps put on the home screen. */
  function isHandheld(): boolean {
    const small = Math.min(screen.width, screen.height) < 600;
    return (
      (small && matchMedia("(pointer: coarse)").matches) || matchMedia("(display-mode: standalone)").matches
    );
  }

  /** Leaves this page. The promise ends only if the person comes back to it as they left it. */
  function redirect(session: Session): Promise<Result> {
    if (window.top !== window.self)
      throw new Error("Metristack: the popup was blocked, and a page in a frame cannot leave for the flow");
    keepRedirected(session.id);
    return new Promise((resolve) => {
      const back = (event: PageTransitionEvent) => {
        if (!event.persisted) return;
        window.removeEventListener("pageshow", back);
        takeRedirected();
        resolve({ kind: "closed", session: session.id });
      };
      window.addEventListener("pageshow", back);
      location.assign(session.connect_url);
    });
  }

  function resultFrom(popup: Window, id: string): Promise<Result> {
    return new Promise((resolve) => {
      const channel = channelOf(id);
      let closedSince: number | null = null;
      const end = (result: Result) => {
        clearInterval(timer);
        window.removeEventListener("message", listen);
        channel?.close();
        abandon = null;
        resolve(result);
      };
      // Only Metristack's own page, in the very window that was opened, about the very session that was asked for.
      const listen = (event: MessageEvent<unknown>) => {
        if (event.origin !== home || event.source !== popup) return;
        const result = resultOf(event.data, id);
        if (!result) return;
        popup.postMessage({ kind: TAKEN, session: id }, home);
        end(result);
      };
      window.addEventListener("message", listen);
      // A channel reaches pages of this page's own origin only: the redirect address, by `finish`.
      if (channel)
        channel.onmessage = ({ data }: MessageEvent<unknown>) => {
          const result = resultOf(data, id);
          if (!result) return;
          channel.postMessage({ kind: TAKEN, session: id });
          end(result);
        };
      // A page with a Cross-Origin-Opener-Policy makes its window look closed from here. A window that is really
      // closed gives the focus back; one that only looks so keeps it.
      const timer = setInterval(() => {
        if (!popup.closed || !document.hasFocus()) {
          closedSince = null;
          return;
        }
        closedSince ??= Date.now();
        if (Date.now() - closedSince >= CLOSED_MS) end({ kind: "closed", session: id });
      }, LOOK_MS);
      abandon = () => {
        popup.close();
        end({ kind: "closed", session: id });
      };
    });
  }

  function resultOf(data: unknown, id: string): Result | null {
    if (typeof data !== "object" || data === null) return null;
    const { kind, session, code, error, state: given } = data as Record<string, unknown>;
    if (kind !== RESULT || session !== id) return null;
    const state = typeof given === "string" ? given : null;
    if (typeof code === "string") return { kind: "connected", session: id, code, state };
    if (typeof error === "string") return { kind: "failed", session: id, error, state };
    return null;
  }

  function isTaken(id: string, told: unknown): Promise<boolean> {
    const channel = channelOf(id);
    if (!channel) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (taken: boolean) => {
        clearTimeout(timer);
        channel.close();
        resolve(taken);
      };
      const timer = setTimeout(() => end(false), TAKEN_MS);
      channel.onmessage = ({ data }: MessageEvent<{ kind?: unknown } | null>) => {
        if (data?.kind === TAKEN) end(true);
      };
      channel.postMessage(told);
    });
  }

  function channelOf(id: string): BroadcastChannel | null {
    return typeof BroadcastChannel === "function" ? new BroadcastChannel(`${RESULT}/${id}`) : null;
  }

  /** That this tab left by redirect, so that nobody waits elsewhere. Without storage `finish` only asks in vain. */
  function keepRedirected(id: string): void {
    try {
      sessionStorage.setItem(REDIRECTED, id);
    } catch {
      // a browser that lets no page keep anything
    }
  }

  function takeRedirected(): string | null {
    try {
      const id = sessionStorage.getItem(REDIRECTED);
      sessionStorage.removeItem(REDIRECTED);
      return id;
    } catch {
      return null;
    }
  }
}
