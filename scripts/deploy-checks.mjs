// The checks of `npm run deploy:check`, without files, network or account: each takes what was read and judges it.

/** @typedef {{ kind: "ok" | "fault" | "not_checked", text: string }} Verdict */
const ok = (text) => ({ kind: "ok", text });
const fault = (text) => ({ kind: "fault", text });
const notChecked = (text) => ({ kind: "not_checked", text });
const judged = (faults, text) => (faults.length > 0 ? fault(faults.join("; ")) : ok(text));

/** Bindings that wrangler.toml may leave out, and text that is set by `[vars]`. */
const OPTIONAL = ["NOTICE_MAIL"];
export const SECRETS = ["VAULT_KEYS", "KEY_PEPPERS", "SEAL_KEYS", "SIGNING_KEYS"];
/** Without these it runs: no platform but the sandbox is offered, /ops is closed, and whoever it opens to only reads. */
export const FURTHER_SECRETS = ["PLATFORM_CLIENTS", "ACCESS_TEAM_DOMAIN", "ACCESS_AUDIENCE", "OPS_ROLES"];
/** Of a local run alone; src/config/config.ts refuses them in production. */
export const LOCAL_ONLY = ["OPS_DEV_TOKEN", "PLATFORM_ORIGINS"];
const PLACEHOLDER = /^[0-]+$/;

/** The names in `Env` (src/config/env.d.ts): text, and everything else, which is bound. */
export function namesInEnv(source) {
  const members = [...source.matchAll(/^ {4}([A-Z][A-Z0-9_]*)\??: ([^;]+);/gm)];
  const named = (isText) =>
    members.filter(([, , type]) => (type === "string") === isText).map(([, name]) => name);
  return { text: named(true), bound: named(false) };
}

/** The names that wrangler's configuration binds. */
export function boundIn(config) {
  return [
    ...config.d1_databases.map(({ binding }) => binding),
    ...config.r2_buckets.map(({ binding }) => binding),
    ...config.queues.producers.map(({ binding }) => binding),
    ...config.durable_objects.bindings.map(({ name }) => name),
    ...config.ratelimits.map(({ name }) => name),
    ...config.send_email.map(({ name }) => name),
    ...(config.assets?.binding ? [config.assets.binding] : []),
  ];
}

/** @returns {Verdict} */
export function bindings(config, envSource) {
  const { text, bound } = namesInEnv(envSource);
  const there = boundIn(config);
  const known = [...SECRETS, ...FURTHER_SECRETS, ...LOCAL_ONLY];
  return judged(
    [
      ...bound
        .filter((name) => !there.includes(name) && !OPTIONAL.includes(name))
        .map((name) => `${name} is not bound`),
      ...there.filter((name) => !bound.includes(name)).map((name) => `${name} is bound, and nothing uses it`),
      ...text
        .filter((name) => !(name in config.vars) && !known.includes(name))
        .map((name) => `${name} is neither in [vars] nor a secret`),
      ...Object.keys(config.vars)
        .filter((name) => !text.includes(name))
        .map((name) => `${name} stands in [vars], and nothing reads it`),
    ],
    `${there.length} bound, as the code names them`,
  );
}

/** @returns {Verdict} */
export function database(config) {
  const faults = config.d1_databases
    .filter(({ database_id: id }) => !id || PLACEHOLDER.test(id))
    .map(({ binding }) => `database_id of ${binding} is the placeholder: wrangler d1 create`);
  return judged(faults, "database_id is set");
}

/** @returns {Verdict} */
export function address(config) {
  const { PUBLIC_ORIGIN: origin = "" } = config.vars;
  const host = URL.parse(origin)?.host ?? "";
  const routes = [config.route, ...(config.routes ?? [])].flatMap((route) => route?.pattern ?? route ?? []);
  return judged(
    [
      ...(origin === `https://${host}` ? [] : ["PUBLIC_ORIGIN is no https origin"]),
      ...(routes.some((pattern) => pattern === host || pattern.startsWith(`${host}/`))
        ? []
        : [`no route leads ${host || "its address"} to the Worker: add it as a custom domain`]),
      ...(config.workers_dev === false ? [] : ["workers_dev must be false: one address, behind Access"]),
      ...(config.preview_urls === false ? [] : ["preview_urls must be false"]),
    ],
    `${origin}, and no other address`,
  );
}

/** @returns {Verdict} */
export function environment(config) {
  const secret = [...SECRETS, "PLATFORM_CLIENTS", ...LOCAL_ONLY].filter((name) => name in config.vars);
  return judged(
    [
      ...(config.vars.ENVIRONMENT === "production" ? [] : ["ENVIRONMENT is not production"]),
      ...secret.map((name) => `${name} stands in [vars], for everyone to read`),
      ...(config.observability?.enabled ? ["observability keeps data outside the inventory"] : []),
    ],
    "production, without values of a local run",
  );
}

/** @returns {Verdict} */
export function objects(config) {
  const tags = config.migrations.map(({ tag }) => tag);
  const made = config.migrations.flatMap(({ new_sqlite_classes: made = [] }) => made);
  const gone = config.migrations.flatMap(({ deleted_classes: gone = [] }) => gone);
  const used = config.durable_objects.bindings.map(({ class_name: name }) => name);
  return judged(
    [
      ...tags.filter((tag, at) => tag !== `v${at + 1}`).map((tag) => `migration ${tag} is out of order`),
      ...used
        .filter((name) => !made.includes(name))
        .map((name) => `no migration makes ${name} with SQLite storage`),
      ...made
        .filter((name) => !used.includes(name) && !gone.includes(name))
        .map((name) => `${name} is made and not bound`),
    ],
    `${used.length} classes, made by ${tags.join(", ")}`,
  );
}

/** @returns {Verdict} */
export function triggers(config, cronSource) {
  const table = /const WORKS[^{]*\{(.*?)\n\};/s.exec(cronSource)?.[1] ?? "";
  const named = Array.from(table.matchAll(/^ {2}"([^"]+)": \[(\w+)/gm), ([, cron, first]) => ({
    cron,
    first,
  }));
  const { crons = [] } = config.triggers;
  return judged(
    [
      ...(named.length > 0 ? [] : ["src/cron.ts names no trigger's works"]),
      ...named
        .filter(({ cron }) => !crons.includes(cron))
        .map(({ cron, first }) => `the trigger ${cron} of ${first} is missing`),
      ...crons
        .filter((cron) => named.every((one) => one.cron !== cron))
        .map((cron) => `the trigger ${cron} has no works in src/cron.ts`),
      ...config.queues.consumers
        .filter(({ dead_letter_queue: dead }) => !dead)
        .map(({ queue }) => `${queue} has no dead-letter queue`),
    ],
    crons.join(" and "),
  );
}

/** @returns {Verdict} */
export function compatibility(config, now) {
  const date = config.compatibility_date ?? "";
  const age = (now - Date.parse(date)) / 86_400_000;
  return judged(
    [
      ...(age >= 0 && age < 366
        ? []
        : [`compatibility_date ${date || "is missing"}: must lie within the last year`]),
      ...(config.compatibility_flags.includes("global_fetch_strictly_public")
        ? []
        : [
            "global_fetch_strictly_public is missing: a shop's address must not lead behind our own front door",
          ]),
    ],
    date,
  );
}

/** Files and journal agree, in order and without gaps. @returns {Verdict} */
export function migrations(files, journal) {
  const names = files
    .filter((file) => file.endsWith(".sql"))
    .map((file) => file.slice(0, -4))
    .sort();
  const numbered = names.every((name, at) => name.startsWith(`${String(at).padStart(4, "0")}_`));
  const tags = journal.entries.map(({ tag }) => tag);
  const times = journal.entries.map(({ when }) => when);
  return judged(
    [
      ...(numbered ? [] : ["the files are not numbered without gaps"]),
      ...names.filter((name) => !tags.includes(name)).map((name) => `${name} is not in the journal`),
      ...tags.filter((tag) => !names.includes(tag)).map((tag) => `${tag} has no file`),
      ...(journal.entries.every(({ idx, tag }, at) => idx === at && tag === names[at])
        ? []
        : ["the journal has another order"]),
      ...(times.every((when, at) => at === 0 || when > times[at - 1]) ? [] : ["the journal's times go back"]),
    ],
    `${names.length} in order`,
  );
}

/** A migration that was released is never edited. `changed` is what git names since the last release. @returns {Verdict} */
export function unchanged(changed) {
  if (changed === null) return notChecked("no tag of a release to compare with");
  const edited = changed.filter(({ status }) => status !== "A").map(({ path }) => path);
  return judged(
    edited.map((path) => `${path} was changed after its release`),
    "as they were released",
  );
}

/** @param {string[] | null} names of `wrangler secret list`; null where nobody is logged in. @returns {Verdict} */
export function secrets(names) {
  if (names === null) return notChecked("no account, or never deployed: wrangler login, then again");
  const further = FURTHER_SECRETS.filter((name) => !names.includes(name));
  return judged(
    [
      ...SECRETS.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
      ...LOCAL_ONLY.filter((name) => names.includes(name)).map(
        (name) => `${name} must not be set in production`,
      ),
    ],
    further.length > 0 ? `those it needs; without ${further.join(", ")}` : "all of them",
  );
}

const SAID = { ok: "ok", fault: "FAULT", not_checked: "not checked" };

/** @param {{ name: string, verdict: Verdict }[]} checks */
export function told(checks) {
  return checks.map(({ name, verdict }) => `${SAID[verdict.kind].padEnd(12)}${name}: ${verdict.text}`);
}
