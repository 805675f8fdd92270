ALTER TABLE `usage_connections` ADD `last_success_at` integer;--> statement-breakpoint
ALTER TABLE `meter_sources` DROP COLUMN `app_id`;--> statement-breakpoint
ALTER TABLE `meter_sources` DROP COLUMN `last_success_at`;