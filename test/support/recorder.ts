import { vi } from "vitest";
import worker, { SandboxPlatform } from "../../src/worker";

/** One answer as a client on the network got it, head and body. */
export interface Answer {
  method: string;
  path: string;
  status: number;
  text: string;
}

/** What passes between the Worker, its callers and the sandbox platform. */
export class Recorder {
  readonly answers: Answer[] = [];
  /** Credentials as the platform saw or gave them. */
  readonly accessTokens = new Set<string>();
  readonly refreshTokens = new Set<string>();
  readonly platformCodes = new Set<string>();
  readonly verifiers = new Set<string>();
  readonly clientSecrets = new Set<string>();
  platformCalls = 0;

  constructor() {
    const { answers } = this;
    const app = worker.fetch;
    vi.spyOn(worker, "fetch").mockImplementation(async (...input: Parameters<typeof app>) => {
      const [request] = input;
      const { pathname, search } = new URL(request.url);
      const answer = await app(...input);
      const text = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
      const body = await answer.clone().text();
      answers.push({
        method: request.method,
        path: pathname + search,
        status: answer.status,
        text: `${text}\n\n${body}`,
      });
      return answer;
    });
    const record = (request: Request, form: URLSearchParams, answer: Record<string, unknown>) =>
      this.#note(request, form, answer);
    const count = () => {
      this.platformCalls += 1;
    };
    const real = SandboxPlatform.prototype.fetch;
    vi.spyOn(SandboxPlatform.prototype, "fetch").mockImplementation(async function (
      this: SandboxPlatform,
      request: Request,
    ) {
      count();
      if (!new URL(request.url).pathname.startsWith("/sandbox/oauth/")) return real.call(this, request);
      const form = new URLSearchParams(new TextDecoder().decode(await request.clone().arrayBuffer()));
      const answer = await real.call(this, request);
      record(
        request,
        form,
        (await answer
          .clone()
          .json()
          .catch(() => ({}))) as Record<string, unknown>,
      );
      return answer;
    });
  }

  #note(request: Request, form: URLSearchParams, answer: Record<string, unknown>): void {
    const basic = /^Basic (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
    if (basic) this.clientSecrets.add(decodeURIComponent(atob(basic).split(":")[1] ?? ""));
    const add = (to: Set<string>, value: unknown) => {
      if (typeof value === "string" && value !== "") to.add(value);
    };
    add(this.platformCodes, form.get("code"));
    add(this.verifiers, form.get("code_verifier"));
    add(this.refreshTokens, form.get("refresh_token"));
    add(this.accessTokens, answer.access_token);
    add(this.refreshTokens, answer.refresh_token);
  }
}
