import { DurableObject } from "cloudflare:workers";
import { ringWithin } from "../kernel/alarm";
import { clock, HOUR } from "../kernel/clock";
import { Grants, SANDBOX_TABLES } from "./grants";
import type { Admission, Break, CodeRecord, Redemption, Renewal, TokenOutcome } from "./messages";

/**
 * The authorisation server's memory for one sandbox shop; its name is the shop's key. It holds hashes of tokens
 * and nothing of the shop's business, which is made anew from its seed at every request.
 */
export class SandboxObject extends DurableObject<Env> {
  readonly #grants: Grants;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(SANDBOX_TABLES);
    this.#grants = new Grants(ctx.storage.sql);
  }

  async issueCode(code: CodeRecord): Promise<void> {
    this.#grants.addCode(code, clock.now());
    await ringWithin(this.ctx.storage, HOUR);
  }

  async redeem(input: Redemption): Promise<TokenOutcome> {
    return this.#grants.redeem(input, clock.now());
  }

  async refresh(input: Renewal): Promise<TokenOutcome> {
    return this.#grants.refresh(input, clock.now());
  }

  async admit(accessHash: string): Promise<Admission> {
    return this.#grants.admit(accessHash, clock.now());
  }

  async revokeByToken(tokenHash: string): Promise<"revoked" | "down"> {
    return this.#grants.revokeByToken(tokenHash, clock.now());
  }

  /** False when the grant is not, or no longer, there. */
  async break(grantId: string, as: Break): Promise<boolean> {
    return this.#grants.break(grantId, as, clock.now());
  }

  /** Sweeps hourly, for as long as there is something that will expire. */
  override async alarm(): Promise<void> {
    const { left } = this.#grants.sweep(clock.now());
    if (left) await ringWithin(this.ctx.storage, HOUR);
  }
}
