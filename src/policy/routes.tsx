import { Hono } from "hono";
import { configOf } from "../config/config";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { answerPage } from "../http/page";
import { pageSecurity } from "../http/security-headers";
import { clock, rfc3339 } from "../kernel/clock";
import { notFound } from "../kernel/problem";
import { policyDiff } from "./diff";
import { policyFeed } from "./feed";
import { EndUserPolicyPage, PolicyDiffPage, type StandingHead } from "./pages";
import { findPolicy, policyHeads } from "./store";
import { type PolicyHead, type PolicyVersion, standingOf, VERSION_NAME } from "./versions";

const HOME = "/policies/end-user";
const SHORTLY = "public, max-age=300";
/** The published text is for anybody's page to read. */
const FOR_PROGRAMS = {
  "cache-control": SHORTLY,
  "access-control-allow-origin": "*",
  "x-content-type-options": "nosniff",
};

/** The End-User Policy as it is published: for people, for programs, for feed readers. */
export const policyRoutes = new Hono<AppEnv>()
  .get(HOME, pageSecurity(), async (c) => {
    const versions = await standings(c.env);
    const current = versions.find(({ standing }) => standing === "in_force");
    if (!current) throw notFound("policy");
    const policy = { ...(await mustFind(c.env, current.version)), standing: current.standing };
    return answerPage(c, 200, <EndUserPolicyPage policy={policy} versions={versions} />);
  })
  .get(`${HOME}.json`, async (c) => {
    const versions = await standings(c.env);
    const current = versions.find(({ standing }) => standing === "in_force");
    if (!current) throw notFound("policy");
    const { sections } = await mustFind(c.env, current.version);
    const home = configOf(c.env).publicOrigin + HOME;
    const data = {
      policy: "end_user",
      in_force: { ...headView(current, home), sections },
      versions: [...versions].reverse().map((version) => headView(version, home)),
    };
    return c.json(data, 200, FOR_PROGRAMS);
  })
  .get(`${HOME}/:file{.+\\.json}`, async (c) => {
    const policy = await mustFind(c.env, c.req.param("file").replace(/\.json$/, ""));
    const standing = standingOf(policy, await policyHeads(database(c.env)), clock.now());
    const home = configOf(c.env).publicOrigin + HOME;
    const data = {
      policy: "end_user",
      ...headView({ ...policy, standing }, home),
      sections: policy.sections,
    };
    return c.json(data, 200, FOR_PROGRAMS);
  })
  .get(`${HOME}.atom`, async (c) => {
    const feed = policyFeed(configOf(c.env).publicOrigin, await policyHeads(database(c.env)));
    return c.body(feed, 200, {
      "content-type": "application/atom+xml; charset=utf-8",
      "cache-control": SHORTLY,
      "x-content-type-options": "nosniff",
    });
  })
  .get(`${HOME}/diff/:range`, pageSecurity(), async (c) => {
    const [from = "", to = "", ...rest] = c.req.param("range").split("..");
    if (rest.length > 0) throw notFound("difference");
    const [before, after] = await Promise.all([mustFind(c.env, from), mustFind(c.env, to)]);
    const changes = policyDiff(before.sections, after.sections);
    return answerPage(c, 200, <PolicyDiffPage before={before} after={after} changes={changes} />);
  })
  .get(`${HOME}/:version`, pageSecurity(), async (c) => {
    const policy = await mustFind(c.env, c.req.param("version"));
    const versions = await standings(c.env);
    const standing = standingOf(policy, versions, clock.now());
    return answerPage(c, 200, <EndUserPolicyPage policy={{ ...policy, standing }} versions={versions} />);
  });

async function standings(env: Env): Promise<StandingHead[]> {
  const heads = await policyHeads(database(env));
  const now = clock.now();
  return heads.map((head) => ({ ...head, standing: standingOf(head, heads, now) }));
}

async function mustFind(env: Env, version: string): Promise<PolicyVersion> {
  const policy = VERSION_NAME.test(version) ? await findPolicy(database(env), version) : null;
  if (!policy) throw notFound("version of the policy");
  return policy;
}

/** A version as JSON shows it. */
export function headView(head: PolicyHead & { standing: StandingHead["standing"] }, home: string) {
  return {
    id: head.id,
    version: head.version,
    status: head.standing,
    effective_at: rfc3339(head.effectiveAt),
    material: head.isMaterial,
    summary: head.summary,
    published_at: rfc3339(head.publishedAt),
    url: `${home}/${head.version}`,
  };
}
