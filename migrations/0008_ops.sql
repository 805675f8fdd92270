CREATE TABLE `key_countries` (
	`key_id` text NOT NULL,
	`country` text NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	PRIMARY KEY(`key_id`, `country`)
);
--> statement-breakpoint
CREATE INDEX `key_countries_seen` ON `key_countries` (`last_seen_at`);--> statement-breakpoint
CREATE TABLE `key_versions` (
	`purpose` text NOT NULL,
	`version` text NOT NULL,
	`first_seen_at` integer NOT NULL,
	PRIMARY KEY(`purpose`, `version`)
) WITHOUT ROWID;
