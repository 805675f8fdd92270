import type { SessionRow } from "./store";

/** How the way back from a platform ends, whichever the family. Each refusal has its page and stable code. */
export type CallbackOutcome =
  | { kind: "connected"; session: SessionRow; code: string }
  /** The person declined at the platform. */
  | { kind: "declined"; session: SessionRow }
  | { kind: "state_mismatch" }
  | { kind: "link_used" }
  | { kind: "session_expired"; session: SessionRow | null }
  | { kind: "provider_error"; session: SessionRow; description: string | null }
  | { kind: "platform_unavailable"; session: SessionRow }
  | { kind: "account_mismatch"; session: SessionRow };
