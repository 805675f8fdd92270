CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`rule` text NOT NULL,
	`app_id` text,
	`about` text NOT NULL,
	`detail` text NOT NULL,
	`raised_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`resolved_at` integer
);
--> statement-breakpoint
CREATE INDEX `alerts_open` ON `alerts` (`resolved_at`,`rule`,`about`);--> statement-breakpoint
CREATE INDEX `alerts_app` ON `alerts` (`app_id`,`raised_at`);--> statement-breakpoint
CREATE TABLE `app_readiness` (
	`app_id` text PRIMARY KEY NOT NULL,
	`data_use` text,
	`retention` text,
	`deletion` text,
	`security_contact` text,
	`scc_module` text,
	`scc_version` text,
	`scc_accepted_at` integer,
	`measures` text,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `connection_transfers` (
	`connection_id` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`app_id` text NOT NULL,
	`from_region` text NOT NULL,
	`to_country` text NOT NULL,
	`basis` text NOT NULL,
	`reference` text NOT NULL,
	PRIMARY KEY(`connection_id`, `recorded_at`)
);
--> statement-breakpoint
CREATE TABLE `incident_events` (
	`incident_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`event` text NOT NULL,
	`note` text,
	PRIMARY KEY(`incident_id`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `incidents` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text,
	`mode` text,
	`channel` text NOT NULL,
	`status` text NOT NULL,
	`severity` text NOT NULL,
	`discovered_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`nature` text NOT NULL,
	`affected` text NOT NULL,
	`clocks` text NOT NULL,
	`report` text,
	`closed_at` integer
);
--> statement-breakpoint
CREATE INDEX `incidents_app` ON `incidents` (`app_id`,`mode`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `incidents_status` ON `incidents` (`status`,`received_at`);--> statement-breakpoint
CREATE INDEX `incidents_closed` ON `incidents` (`closed_at`);--> statement-breakpoint
CREATE TABLE `outgoing_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`endpoint_id` text NOT NULL,
	`event_id` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_at` integer NOT NULL,
	`last_status` integer,
	`last_fault` text,
	`created_at` integer NOT NULL,
	`delivered_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outgoing_deliveries_once` ON `outgoing_deliveries` (`endpoint_id`,`event_id`);--> statement-breakpoint
CREATE INDEX `outgoing_deliveries_due` ON `outgoing_deliveries` (`status`,`next_at`);--> statement-breakpoint
CREATE INDEX `outgoing_deliveries_created` ON `outgoing_deliveries` (`created_at`);--> statement-breakpoint
CREATE TABLE `policy_acceptances` (
	`app_id` text NOT NULL,
	`policy_id` text NOT NULL,
	`kind` text NOT NULL,
	`accepted_at` integer NOT NULL,
	`key_id` text,
	PRIMARY KEY(`app_id`, `policy_id`)
);
--> statement-breakpoint
CREATE TABLE `policy_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`policy` text NOT NULL,
	`version` text NOT NULL,
	`effective_at` integer NOT NULL,
	`is_material` integer NOT NULL,
	`summary` text NOT NULL,
	`sections` text NOT NULL,
	`published_at` integer NOT NULL,
	`announced_at` integer,
	`announced_to` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `policy_versions_version` ON `policy_versions` (`policy`,`version`);--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`mode` text NOT NULL,
	`url` text NOT NULL,
	`description` text,
	`types` text,
	`secrets` blob NOT NULL,
	`status` text NOT NULL,
	`failing_since` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhook_endpoints_app` ON `webhook_endpoints` (`app_id`,`mode`,`created_at`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_events` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`mode` text NOT NULL,
	`type` text NOT NULL,
	`connection_id` text,
	`topic` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_events`("id", "app_id", "mode", "type", "connection_id", "topic", "created_at") SELECT "id", "app_id", "mode", "type", "connection_id", "topic", "created_at" FROM `events`;--> statement-breakpoint
DROP TABLE `events`;--> statement-breakpoint
ALTER TABLE `__new_events` RENAME TO `events`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `events_app` ON `events` (`app_id`,`mode`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_connection` ON `events` (`connection_id`);--> statement-breakpoint
CREATE INDEX `events_created` ON `events` (`created_at`);--> statement-breakpoint
CREATE TRIGGER `incident_events_append_only` BEFORE UPDATE ON `incident_events` BEGIN SELECT RAISE(ABORT, 'incident_events is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `policy_versions_unchanging` BEFORE UPDATE OF `id`, `policy`, `version`, `effective_at`, `is_material`, `summary`, `sections`, `published_at` ON `policy_versions` BEGIN SELECT RAISE(ABORT, 'a published policy never changes'); END;
