CREATE TABLE `connect_pushes` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`platform` text NOT NULL,
	`sealed` blob NOT NULL,
	`expires_at` integer NOT NULL,
	`received_at` integer,
	`outcome` blob
);
--> statement-breakpoint
CREATE INDEX `connect_pushes_expiry` ON `connect_pushes` (`expires_at`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`mode` text NOT NULL,
	`type` text NOT NULL,
	`connection_id` text NOT NULL,
	`topic` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `events_app` ON `events` (`app_id`,`mode`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_connection` ON `events` (`connection_id`);--> statement-breakpoint
CREATE INDEX `events_created` ON `events` (`created_at`);--> statement-breakpoint
CREATE TABLE `pending_installs` (
	`claim_hash` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`mode` text NOT NULL,
	`sealed` blob NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `pending_installs_expiry` ON `pending_installs` (`expires_at`);--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`topic` text NOT NULL,
	`received_at` integer NOT NULL,
	`outcome` text
);
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_received` ON `webhook_deliveries` (`received_at`);--> statement-breakpoint
ALTER TABLE `connect_sessions` ADD `claims` text;