import { notFound, Problem } from "../kernel/problem";
import type { Failure } from "../platforms/adapter";

/** A platform's refusal as our caller sees it. Never repeats what the platform wrote beyond its error code. */
export function failureProblem(failure: Failure, status: number | null, what: string): Problem {
  const members = status === null ? {} : { platform_status: status };
  switch (failure.kind) {
    case "unauthorized":
      return new Problem("needs_reauth", "The platform no longer accepts this connection's credentials.", {
        members,
      });
    case "forbidden":
      return new Problem("forbidden", `The platform refuses this to the connection: ${failure.detail}`, {
        members,
      });
    case "not_found":
      return notFound(what);
    case "throttled":
      return new Problem(
        "platform_rate_limited",
        "The platform limits its calls; wait as Retry-After says.",
        {
          retryAfter: Math.max(1, failure.retryAfter ?? 1),
          members,
        },
      );
    case "unavailable":
      return new Problem("platform_error", `The platform is not available: ${failure.detail}`, { members });
    case "timeout":
      return new Problem("platform_timeout", "The platform did not answer in time.", { members });
    case "rejected":
      return new Problem("platform_error", `The platform rejected the call: ${failure.detail}`, { members });
    case "unexpected":
      return new Problem(
        "platform_error",
        `The platform's answer is not what it documents, at ${failure.field}.`,
        {
          errors: [{ path: `platform.${failure.field}`, message: failure.detail }],
          members,
        },
      );
  }
}
