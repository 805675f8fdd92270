CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`mode` text NOT NULL,
	`name` text NOT NULL,
	`scopes` text NOT NULL,
	`mac` blob NOT NULL,
	`pepper_version` integer NOT NULL,
	`rotated_from` text,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `api_keys_app` ON `api_keys` (`app_id`,`mode`);--> statement-breakpoint
CREATE TABLE `apps` (
	`id` text PRIMARY KEY NOT NULL,
	`developer_id` text NOT NULL,
	`name` text NOT NULL,
	`privacy_policy_url` text,
	`purposes` text NOT NULL,
	`third_parties` text NOT NULL,
	`country` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`developer_id`) REFERENCES `developers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `apps_developer` ON `apps` (`developer_id`);--> statement-breakpoint
CREATE TABLE `connect_codes` (
	`code_hash` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`mode` text NOT NULL,
	`connection_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `connect_codes_expiry` ON `connect_codes` (`expires_at`);--> statement-breakpoint
CREATE TABLE `connect_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`mode` text NOT NULL,
	`token_hash` text NOT NULL,
	`external_user_id` text NOT NULL,
	`platforms` text,
	`region` text NOT NULL,
	`redirect_uri` text NOT NULL,
	`state` text,
	`language` text,
	`reconnects` text,
	`platform` text,
	`shop` text,
	`browser_hash` text,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connect_sessions_token_hash_unique` ON `connect_sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `connect_sessions_expiry` ON `connect_sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `connections` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`mode` text NOT NULL,
	`platform` text NOT NULL,
	`external_user_id` text NOT NULL,
	`region` text NOT NULL,
	`status` text NOT NULL,
	`account_hash` text NOT NULL,
	`granted_scopes` text,
	`missing_scopes` text NOT NULL,
	`needs_reauth_reason` text,
	`created_at` integer NOT NULL,
	`connected_at` integer,
	`disconnected_at` integer,
	`checked_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `connections_app` ON `connections` (`app_id`,`mode`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `connections_account` ON `connections` (`account_hash`);--> statement-breakpoint
CREATE INDEX `connections_disconnected` ON `connections` (`disconnected_at`);--> statement-breakpoint
CREATE INDEX `connections_checked` ON `connections` (`checked_at`);--> statement-breakpoint
CREATE TABLE `consents` (
	`id` text PRIMARY KEY NOT NULL,
	`connection_id` text NOT NULL,
	`app_id` text NOT NULL,
	`schema_version` text NOT NULL,
	`notice_version` text NOT NULL,
	`notice_language` text NOT NULL,
	`notice_hash` text NOT NULL,
	`data_categories` text NOT NULL,
	`purposes` text NOT NULL,
	`recipients` text NOT NULL,
	`withdrawal_methods` text NOT NULL,
	`given_at` integer NOT NULL,
	`withdrawn_at` integer,
	`withdrawn_by` text
);
--> statement-breakpoint
CREATE INDEX `consents_connection` ON `consents` (`connection_id`);--> statement-breakpoint
CREATE TABLE `developers` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`request_hash` text NOT NULL,
	`status` integer,
	`answer` blob,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_expiry` ON `idempotency_keys` (`expires_at`);--> statement-breakpoint
CREATE TABLE `meter_sources` (
	`source` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`last_seq` integer NOT NULL,
	`calls` integer NOT NULL,
	`last_success_at` integer,
	`updated_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `oauth_states` (
	`state_hash` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`platform` text NOT NULL,
	`browser_hash` text NOT NULL,
	`sealed` blob NOT NULL,
	`expires_at` integer NOT NULL,
	`consumed_at` integer
);
--> statement-breakpoint
CREATE INDEX `oauth_states_expiry` ON `oauth_states` (`expires_at`);--> statement-breakpoint
CREATE TABLE `redirect_uris` (
	`app_id` text NOT NULL,
	`uri` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`app_id`, `uri`),
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `usage_connections` (
	`connection_id` text NOT NULL,
	`month` text NOT NULL,
	`app_id` text NOT NULL,
	`calls` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `month`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `usage_daily` (
	`app_id` text NOT NULL,
	`mode` text NOT NULL,
	`day` text NOT NULL,
	`key_id` text NOT NULL,
	`platform` text NOT NULL,
	`operation` text NOT NULL,
	`status` integer NOT NULL,
	`calls` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`platform_ms` integer NOT NULL,
	`le_25` integer NOT NULL,
	`le_50` integer NOT NULL,
	`le_100` integer NOT NULL,
	`le_200` integer NOT NULL,
	`le_400` integer NOT NULL,
	`le_800` integer NOT NULL,
	`le_1600` integer NOT NULL,
	`le_3200` integer NOT NULL,
	`le_6400` integer NOT NULL,
	`over_6400` integer NOT NULL,
	PRIMARY KEY(`app_id`, `mode`, `day`, `key_id`, `platform`, `operation`, `status`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `usage_hourly` (
	`app_id` text NOT NULL,
	`mode` text NOT NULL,
	`hour` text NOT NULL,
	`key_id` text NOT NULL,
	`platform` text NOT NULL,
	`operation` text NOT NULL,
	`status` integer NOT NULL,
	`calls` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`platform_ms` integer NOT NULL,
	`le_25` integer NOT NULL,
	`le_50` integer NOT NULL,
	`le_100` integer NOT NULL,
	`le_200` integer NOT NULL,
	`le_400` integer NOT NULL,
	`le_800` integer NOT NULL,
	`le_1600` integer NOT NULL,
	`le_3200` integer NOT NULL,
	`le_6400` integer NOT NULL,
	`over_6400` integer NOT NULL,
	PRIMARY KEY(`app_id`, `mode`, `hour`, `key_id`, `platform`, `operation`, `status`)
) WITHOUT ROWID;
