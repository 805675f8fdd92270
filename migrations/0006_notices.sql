CREATE TABLE `mailed_notices` (
	`app_id` text NOT NULL,
	`about` text NOT NULL,
	`type` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_at` integer,
	`sent_at` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`app_id`, `about`)
);
--> statement-breakpoint
CREATE INDEX `mailed_notices_next` ON `mailed_notices` (`next_at`);