-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_youths" table
CREATE TABLE `new_youths` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `family_name_order` text NOT NULL, `given_name_order` text NOT NULL, `search_text` text NOT NULL, `invented` bool NOT NULL DEFAULT (false), `family_name` text NOT NULL, `given_name` text NOT NULL, `registered_at` datetime NOT NULL, `account_id` integer NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, CONSTRAINT `youths_accounts_youth` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_youths" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_youths", 51539607551);
-- copy rows from old table "youths" to new temporary table "new_youths"
INSERT INTO `new_youths` (`id`, `family_name_order`, `given_name_order`, `search_text`, `invented`, `family_name`, `given_name`, `registered_at`, `region_id`, `locality_id`) SELECT `id`, `family_name_order`, `given_name_order`, `search_text`, `invented`, `family_name`, `given_name`, `registered_at`, `region_id`, `locality_id` FROM `youths`;
-- keep the sequence of "youths" table
DELETE FROM sqlite_sequence WHERE name = 'new_youths';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_youths', seq FROM sqlite_sequence WHERE name = 'youths';
-- drop "youths" table after copying rows
DROP TABLE `youths`;
-- rename temporary table "new_youths" to "youths"
ALTER TABLE `new_youths` RENAME TO `youths`;
-- create index "youths_account_id_key" to table: "youths"
CREATE UNIQUE INDEX `youths_account_id_key` ON `youths` (`account_id`);
-- create index "youth_family_name_order_id" to table: "youths"
CREATE INDEX `youth_family_name_order_id` ON `youths` (`family_name_order`, `id`);
-- create index "youth_given_name_order_id" to table: "youths"
CREATE INDEX `youth_given_name_order_id` ON `youths` (`given_name_order`, `id`);
-- create index "youth_region_id_family_name_order_id" to table: "youths"
CREATE INDEX `youth_region_id_family_name_order_id` ON `youths` (`region_id`, `family_name_order`, `id`);
-- create index "youth_registered_at_id" to table: "youths"
CREATE INDEX `youth_registered_at_id` ON `youths` (`registered_at`, `id`);
-- create index "youth_locality_id" to table: "youths"
CREATE INDEX `youth_locality_id` ON `youths` (`locality_id`);
-- create "accounts" table
CREATE TABLE `accounts` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name_order` text NOT NULL, `search_text` text NOT NULL, `email` text NOT NULL, `name` text NOT NULL, `language` text NOT NULL, `password_hash` text NOT NULL, `totp_secret` blob NULL, `totp_offered` blob NULL, `totp_step` integer NOT NULL DEFAULT (0), `second_factor_at` datetime NULL, `second_factor_reset_reason` text NULL, `blocked_at` datetime NULL, `blocked_reason` text NULL, `created_at` datetime NOT NULL);
-- set sequence for "accounts" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("accounts", 55834574847);
-- create index "accounts_email_key" to table: "accounts"
CREATE UNIQUE INDEX `accounts_email_key` ON `accounts` (`email`);
-- create index "account_name_order_id" to table: "accounts"
CREATE INDEX `account_name_order_id` ON `accounts` (`name_order`, `id`);
-- create index "account_created_at_id" to table: "accounts"
CREATE INDEX `account_created_at_id` ON `accounts` (`created_at`, `id`);
-- create "invitations" table
CREATE TABLE `invitations` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `email` text NULL, `role` text NOT NULL, `language` text NOT NULL, `token_hash` blob NULL, `created_at` datetime NOT NULL, `expires_at` datetime NOT NULL, `used_at` datetime NULL, `withdrawn_at` datetime NULL, `region_id` integer NULL, `host_id` integer NULL, `invited_by_id` integer NULL, CONSTRAINT `invitations_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `invitations_host_organizations_host` FOREIGN KEY (`host_id`) REFERENCES `host_organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `invitations_accounts_invited_by` FOREIGN KEY (`invited_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- set sequence for "invitations" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("invitations", 60129542143);
-- create index "invitations_token_hash_key" to table: "invitations"
CREATE UNIQUE INDEX `invitations_token_hash_key` ON `invitations` (`token_hash`);
-- create index "invitation_created_at_id" to table: "invitations"
CREATE INDEX `invitation_created_at_id` ON `invitations` (`created_at`, `id`);
-- create index "invitation_region_id" to table: "invitations"
CREATE INDEX `invitation_region_id` ON `invitations` (`region_id`);
-- create index "invitation_host_id" to table: "invitations"
CREATE INDEX `invitation_host_id` ON `invitations` (`host_id`);
-- create index "invitation_invited_by_id" to table: "invitations"
CREATE INDEX `invitation_invited_by_id` ON `invitations` (`invited_by_id`);
-- create index "invitation_email" to table: "invitations"
CREATE INDEX `invitation_email` ON `invitations` (`email`);
-- create "jobs" table
CREATE TABLE `jobs` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `kind` text NOT NULL, `subject_id` integer NOT NULL, `created_at` datetime NOT NULL, `due_at` datetime NOT NULL, `attempts` integer NOT NULL DEFAULT (0), `failed_at` datetime NULL);
-- set sequence for "jobs" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("jobs", 64424509439);
-- create index "job_failed_at_due_at_id" to table: "jobs"
CREATE INDEX `job_failed_at_due_at_id` ON `jobs` (`failed_at`, `due_at`, `id`);
-- create "notifications" table
CREATE TABLE `notifications` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `kind` text NOT NULL, `created_at` datetime NOT NULL, `read_at` datetime NULL, `account_id` integer NOT NULL, CONSTRAINT `notifications_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- set sequence for "notifications" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("notifications", 68719476735);
-- create index "notification_account_id_created_at_id" to table: "notifications"
CREATE INDEX `notification_account_id_created_at_id` ON `notifications` (`account_id`, `created_at`, `id`);
-- create index "notification_created_at_id" to table: "notifications"
CREATE INDEX `notification_created_at_id` ON `notifications` (`created_at`, `id`);
-- create "password_resets" table
CREATE TABLE `password_resets` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `email` text NOT NULL, `language` text NOT NULL, `token_hash` blob NULL, `expires_at` datetime NOT NULL);
-- set sequence for "password_resets" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("password_resets", 73014444031);
-- create index "password_resets_token_hash_key" to table: "password_resets"
CREATE UNIQUE INDEX `password_resets_token_hash_key` ON `password_resets` (`token_hash`);
-- create index "passwordreset_email" to table: "password_resets"
CREATE INDEX `passwordreset_email` ON `password_resets` (`email`);
-- create "recovery_codes" table
CREATE TABLE `recovery_codes` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `code_hash` blob NOT NULL, `used_at` datetime NULL, `account_id` integer NOT NULL, CONSTRAINT `recovery_codes_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- set sequence for "recovery_codes" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("recovery_codes", 77309411327);
-- create index "recoverycode_account_id_code_hash" to table: "recovery_codes"
CREATE UNIQUE INDEX `recoverycode_account_id_code_hash` ON `recovery_codes` (`account_id`, `code_hash`);
-- create "role_grants" table
CREATE TABLE `role_grants` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `role` text NOT NULL, `starts_at` datetime NOT NULL, `ends_at` datetime NULL, `revoked_at` datetime NULL, `account_id` integer NOT NULL, `region_id` integer NULL, `host_id` integer NULL, `granted_by_id` integer NULL, CONSTRAINT `role_grants_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `role_grants_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `role_grants_host_organizations_host` FOREIGN KEY (`host_id`) REFERENCES `host_organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `role_grants_accounts_granted_by` FOREIGN KEY (`granted_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- set sequence for "role_grants" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("role_grants", 81604378623);
-- create index "rolegrant_account_id" to table: "role_grants"
CREATE INDEX `rolegrant_account_id` ON `role_grants` (`account_id`);
-- create index "rolegrant_region_id" to table: "role_grants"
CREATE INDEX `rolegrant_region_id` ON `role_grants` (`region_id`);
-- create index "rolegrant_host_id" to table: "role_grants"
CREATE INDEX `rolegrant_host_id` ON `role_grants` (`host_id`);
-- create index "rolegrant_granted_by_id" to table: "role_grants"
CREATE INDEX `rolegrant_granted_by_id` ON `role_grants` (`granted_by_id`);
-- create index "rolegrant_role" to table: "role_grants"
CREATE INDEX `rolegrant_role` ON `role_grants` (`role`);
-- create "sessions" table
CREATE TABLE `sessions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `token_hash` blob NOT NULL, `created_at` datetime NOT NULL, `seen_at` datetime NOT NULL, `second_factor_at` datetime NULL, `ended_at` datetime NULL, `device` text NOT NULL, `address` text NOT NULL, `account_id` integer NOT NULL, CONSTRAINT `sessions_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- set sequence for "sessions" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("sessions", 85899345919);
-- create index "sessions_token_hash_key" to table: "sessions"
CREATE UNIQUE INDEX `sessions_token_hash_key` ON `sessions` (`token_hash`);
-- create index "session_account_id" to table: "sessions"
CREATE INDEX `session_account_id` ON `sessions` (`account_id`);
-- create index "session_seen_at" to table: "sessions"
CREATE INDEX `session_seen_at` ON `sessions` (`seen_at`);
-- create "throttles" table
CREATE TABLE `throttles` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `subject` blob NOT NULL, `full_at` datetime NOT NULL);
-- set sequence for "throttles" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("throttles", 90194313215);
-- create index "throttles_subject_key" to table: "throttles"
CREATE UNIQUE INDEX `throttles_subject_key` ON `throttles` (`subject`);
-- create index "throttle_full_at" to table: "throttles"
CREATE INDEX `throttle_full_at` ON `throttles` (`full_at`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
