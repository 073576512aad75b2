-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_youths" table
CREATE TABLE `new_youths` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `family_name_order` text NOT NULL DEFAULT (''), `given_name_order` text NOT NULL DEFAULT (''), `search_text` text NOT NULL DEFAULT (''), `invented` bool NOT NULL DEFAULT (false), `family_name` text NOT NULL DEFAULT (''), `given_name` text NOT NULL DEFAULT (''), `spellings` text NOT NULL DEFAULT (''), `registered_at` datetime NOT NULL, `attested_at` datetime NULL, `processing_stopped_at` datetime NULL, `merged_at` datetime NULL, `account_id` integer NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, `person_id` integer NOT NULL, `attested_by_id` integer NULL, `merged_into_id` integer NULL, CONSTRAINT `youths_accounts_youth` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_accounts_attested_by` FOREIGN KEY (`attested_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_youths_merged` FOREIGN KEY (`merged_into_id`) REFERENCES `youths` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_youths" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_youths", 51539607551);
-- copy rows from old table "youths" to new temporary table "new_youths"
INSERT INTO `new_youths` (`id`, `family_name_order`, `given_name_order`, `search_text`, `invented`, `family_name`, `given_name`, `spellings`, `registered_at`, `attested_at`, `processing_stopped_at`, `account_id`, `region_id`, `locality_id`, `person_id`, `attested_by_id`) SELECT `id`, `family_name_order`, `given_name_order`, `search_text`, `invented`, `family_name`, `given_name`, `spellings`, `registered_at`, `attested_at`, `processing_stopped_at`, `account_id`, `region_id`, `locality_id`, `person_id`, `attested_by_id` FROM `youths`;
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
-- create index "youth_person_id" to table: "youths"
CREATE UNIQUE INDEX `youth_person_id` ON `youths` (`person_id`);
-- create index "youth_attested_by_id" to table: "youths"
CREATE INDEX `youth_attested_by_id` ON `youths` (`attested_by_id`);
-- create index "youth_merged_into_id" to table: "youths"
CREATE INDEX `youth_merged_into_id` ON `youths` (`merged_into_id`);
-- create "duplicate_cases" table
CREATE TABLE `duplicate_cases` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `score` integer NOT NULL, `same_number` bool NOT NULL, `family_name` text NOT NULL, `given_name` text NOT NULL, `patronymic` text NOT NULL, `birth_date` text NOT NULL, `phone` text NOT NULL, `names_swapped` bool NOT NULL, `opened_at` datetime NOT NULL, `state` text NOT NULL DEFAULT ('OPEN'), `decided_at` datetime NULL, `moved_members` json NULL, `first_id` integer NOT NULL, `second_id` integer NOT NULL, `decided_by_id` integer NULL, `kept_id` integer NULL, CONSTRAINT `duplicate_cases_youths_first` FOREIGN KEY (`first_id`) REFERENCES `youths` (`id`) ON DELETE NO ACTION, CONSTRAINT `duplicate_cases_youths_second` FOREIGN KEY (`second_id`) REFERENCES `youths` (`id`) ON DELETE NO ACTION, CONSTRAINT `duplicate_cases_accounts_decided_by` FOREIGN KEY (`decided_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `duplicate_cases_youths_kept` FOREIGN KEY (`kept_id`) REFERENCES `youths` (`id`) ON DELETE NO ACTION);
-- set sequence for "duplicate_cases" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("duplicate_cases", 313532612607);
-- create index "duplicatecase_first_id_second_id" to table: "duplicate_cases"
CREATE UNIQUE INDEX `duplicatecase_first_id_second_id` ON `duplicate_cases` (`first_id`, `second_id`);
-- create index "duplicatecase_second_id" to table: "duplicate_cases"
CREATE INDEX `duplicatecase_second_id` ON `duplicate_cases` (`second_id`);
-- create index "duplicatecase_kept_id" to table: "duplicate_cases"
CREATE INDEX `duplicatecase_kept_id` ON `duplicate_cases` (`kept_id`);
-- create index "duplicatecase_decided_by_id" to table: "duplicate_cases"
CREATE INDEX `duplicatecase_decided_by_id` ON `duplicate_cases` (`decided_by_id`);
-- create index "duplicatecase_state_score_id" to table: "duplicate_cases"
CREATE INDEX `duplicatecase_state_score_id` ON `duplicate_cases` (`state`, `score`, `id`);
-- create index "duplicatecase_score_id" to table: "duplicate_cases"
CREATE INDEX `duplicatecase_score_id` ON `duplicate_cases` (`score`, `id`);
-- create index "duplicatecase_opened_at_id" to table: "duplicate_cases"
CREATE INDEX `duplicatecase_opened_at_id` ON `duplicate_cases` (`opened_at`, `id`);
-- create "youth_keys" table
CREATE TABLE `youth_keys` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `key` text NOT NULL, `youth_id` integer NOT NULL, CONSTRAINT `youth_keys_youths_youth` FOREIGN KEY (`youth_id`) REFERENCES `youths` (`id`) ON DELETE NO ACTION);
-- set sequence for "youth_keys" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("youth_keys", 317827579903);
-- create index "youthkey_key_youth_id" to table: "youth_keys"
CREATE UNIQUE INDEX `youthkey_key_youth_id` ON `youth_keys` (`key`, `youth_id`);
-- create index "youthkey_youth_id" to table: "youth_keys"
CREATE INDEX `youthkey_youth_id` ON `youth_keys` (`youth_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
