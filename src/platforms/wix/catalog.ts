import { z } from "zod";
import { type Api, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";

/**
 * GET /stores/v3/provision/version. A site has one of two catalogues, which do not answer to one another's calls; Wix
 * moves sites from V1 to V3 over time, so it is asked each time.
 */
export async function catalogOf(api: Api): Promise<"V1" | "V3"> {
  const { body } = await api.send({ method: "GET", path: "/stores/v3/provision/version" });
  const { catalogVersion } = expectShape(z.object({ catalogVersion: z.string() }), body);
  switch (catalogVersion) {
    case "V1_CATALOG":
      return "V1";
    case "V3_CATALOG":
      return "V3";
    case "STORES_NOT_INSTALLED":
      throw new PlatformFailure(
        { kind: "rejected", detail: "Wix Stores is not installed on this site" },
        null,
      );
    default: {
      const failure = {
        kind: "unexpected",
        field: "catalogVersion",
        detail: "a catalogue that is newer than this adapter",
      } as const;
      throw new PlatformFailure(failure, null);
    }
  }
}
