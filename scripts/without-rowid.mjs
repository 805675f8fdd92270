// Adds WITHOUT ROWID to the tables whose primary key is all they are looked up by. drizzle-kit cannot say it, and
// it halves what a write costs: a rowid table with a text key writes (and bills) the row and its key's index.
// Run after `npm run db:generate`; it changes only migrations that create one of these tables.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const TABLES = [
  "usage_hourly",
  "usage_daily",
  "usage_connections",
  "meter_sources",
  "redirect_uris",
  "retention_counts",
  "rights_history",
  "processing_limits",
  "app_token_keys",
  "key_versions",
];

for (const name of readdirSync("migrations").filter((file) => file.endsWith(".sql"))) {
  const path = `migrations/${name}`;
  const before = readFileSync(path, "utf8");
  let sql = before;
  for (const table of TABLES) {
    sql = sql.replace(new RegExp(`(CREATE TABLE \`${table}\` \\([^;]*?\\n\\));`), "$1 WITHOUT ROWID;");
  }
  if (sql !== before) writeFileSync(path, sql);
}
