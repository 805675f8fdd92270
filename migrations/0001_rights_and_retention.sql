CREATE TABLE `app_token_keys` (
	`app_id` text NOT NULL,
	`kid` text NOT NULL,
	`jwk` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`app_id`, `kid`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `audit_checkpoints` (
	`day` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`hash` text NOT NULL,
	`jws` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `audit_log` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`target` text,
	`detail` text NOT NULL,
	`prev_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `developer_notices` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`mode` text NOT NULL,
	`kind` text NOT NULL,
	`request_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `developer_notices_app` ON `developer_notices` (`app_id`,`mode`,`created_at`);--> statement-breakpoint
CREATE INDEX `developer_notices_age` ON `developer_notices` (`created_at`);--> statement-breakpoint
CREATE TABLE `legal_holds` (
	`id` text PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`target` text NOT NULL,
	`reason` text NOT NULL,
	`placed_by` text NOT NULL,
	`placed_at` integer NOT NULL,
	`released_at` integer
);
--> statement-breakpoint
CREATE TABLE `mail_seen` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mail_seen_expiry` ON `mail_seen` (`expires_at`);--> statement-breakpoint
CREATE TABLE `meter_retired` (
	`side` text PRIMARY KEY NOT NULL,
	`calls` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `privacy_attempts` (
	`state_hash` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`browser_hash` text NOT NULL,
	`sealed` blob NOT NULL,
	`expires_at` integer NOT NULL,
	`consumed_at` integer
);
--> statement-breakpoint
CREATE INDEX `privacy_attempts_expiry` ON `privacy_attempts` (`expires_at`);--> statement-breakpoint
CREATE TABLE `privacy_sessions` (
	`cookie_hash` text PRIMARY KEY NOT NULL,
	`proof` text NOT NULL,
	`requester_hash` text NOT NULL,
	`platform` text,
	`app_id` text,
	`mode` text,
	`user` blob,
	`token_hash` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `privacy_sessions_token_hash_unique` ON `privacy_sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `privacy_sessions_expiry` ON `privacy_sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `processing_limits` (
	`connection_id` text NOT NULL,
	`purpose` text NOT NULL,
	`request_id` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `purpose`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `retention_counts` (
	`run_id` text NOT NULL,
	`entry` text NOT NULL,
	`removed` integer NOT NULL,
	`held` integer NOT NULL,
	PRIMARY KEY(`run_id`, `entry`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `retention_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`dry_run` integer NOT NULL,
	`as_of` integer NOT NULL,
	`status` text NOT NULL,
	`position` text,
	`steps` integer NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`receipt` text
);
--> statement-breakpoint
CREATE INDEX `retention_runs_started` ON `retention_runs` (`started_at`);--> statement-breakpoint
CREATE TABLE `rights_history` (
	`request_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`event` text NOT NULL,
	`actor` text NOT NULL,
	`note` text,
	PRIMARY KEY(`request_id`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `rights_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`status` text NOT NULL,
	`channel` text NOT NULL,
	`jurisdiction` text NOT NULL,
	`app_id` text,
	`mode` text,
	`requester_hash` text,
	`details` blob,
	`reply_to` blob,
	`link_hash` text,
	`link_expires_at` integer,
	`received_at` integer NOT NULL,
	`confirm_due_at` integer,
	`due_at` integer NOT NULL,
	`extended_reason` text,
	`reminded_at` integer,
	`verified_at` integer,
	`closed_at` integer,
	`reason` text,
	`plan` text,
	`steps_done` integer NOT NULL,
	`bundle_expires_at` integer,
	`receipt` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rights_requests_link_hash_unique` ON `rights_requests` (`link_hash`);--> statement-breakpoint
CREATE INDEX `rights_requests_app` ON `rights_requests` (`app_id`,`mode`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `rights_requests_requester` ON `rights_requests` (`requester_hash`);--> statement-breakpoint
CREATE INDEX `rights_requests_open` ON `rights_requests` (`status`,`due_at`);--> statement-breakpoint
CREATE INDEX `rights_requests_closed` ON `rights_requests` (`closed_at`);--> statement-breakpoint
CREATE TABLE `rights_subjects` (
	`request_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`app_id` text NOT NULL,
	`mode` text NOT NULL,
	PRIMARY KEY(`request_id`, `connection_id`)
);
--> statement-breakpoint
CREATE INDEX `rights_subjects_app` ON `rights_subjects` (`app_id`,`mode`,`request_id`);--> statement-breakpoint
CREATE INDEX `rights_subjects_connection` ON `rights_subjects` (`connection_id`);--> statement-breakpoint
CREATE TABLE `usage_anonymous` (
	`month` text NOT NULL,
	`platform` text NOT NULL,
	`operation` text NOT NULL,
	`status_class` text NOT NULL,
	`calls` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	PRIMARY KEY(`month`, `platform`, `operation`, `status_class`)
);
--> statement-breakpoint
CREATE TABLE `usage_months_closed` (
	`month` text PRIMARY KEY NOT NULL,
	`closed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TRIGGER `rights_history_append_only` BEFORE UPDATE ON `rights_history` BEGIN SELECT RAISE(ABORT, 'rights_history is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_log_append_only` BEFORE UPDATE ON `audit_log` BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
