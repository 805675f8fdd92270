import type { Mode } from "../kernel/regions";
import type { Scope } from "../keys/scopes";
import type { LimitUse } from "../limits/headers";
import type { Operator } from "../ops/authenticate";
import type { PlatformTrace } from "../platforms/api";
import type { PageContent } from "./page";

/** Who calls: an API key that was found, matched and is in force. */
export interface Principal {
  appId: string;
  keyId: string;
  mode: Mode;
  scopes: ReadonlySet<Scope>;
}

/** What a call turns out to be, gathered along the way for its meter entry and log line. */
export interface CallRecord {
  /** `orders.list`: the route's name, never its path. */
  operation: string;
  /** The caller's own connection, once it is known to be that. */
  connectionId: string | null;
  platform: string | null;
  /** Made under a lease: its answer must not leave once the connection has ended. */
  leased: boolean;
  /** Asks for the platform's own objects too. */
  raw: boolean;
  trace: PlatformTrace;
}

/** `reachable`: keeps the tie to whoever opened its window. `handing_over`: also speaks to it. */
export type Embedding = "reachable" | "handing_over";

export interface AppEnv {
  Bindings: Env;
  Variables: {
    requestId: string;
    startedAt: number;
    principal: Principal;
    call: CallRecord;
    limits: LimitUse[];
    /** Who is at /ops, once they may do what they ask for. */
    operator: Operator;
    problemCode: string | null;
    /** How a page of an embedded connect flow is tied to the developer's page that opened it; see `connect/embedding`. */
    embedding: Embedding | undefined;
    /** Renders the pages of a site that has more to say to this reader than the page itself. */
    render: ((content: PageContent) => string | Promise<string>) | undefined;
  };
}
