-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_youths" table
CREATE TABLE `new_youths` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `family_name_order` text NOT NULL DEFAULT (''), `given_name_order` text NOT NULL DEFAULT (''), `search_text` text NOT NULL DEFAULT (''), `invented` bool NOT NULL DEFAULT (false), `family_name` text NOT NULL DEFAULT (''), `given_name` text NOT NULL DEFAULT (''), `spellings` text NOT NULL DEFAULT (''), `registered_at` datetime NOT NULL, `attested_at` datetime NULL, `processing_stopped_at` datetime NULL, `active_on` text NULL, `expiry_told_at` datetime NULL, `merged_at` datetime NULL, `account_id` integer NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, `person_id` integer NOT NULL, `attested_by_id` integer NULL, `merged_into_id` integer NULL, CONSTRAINT `youths_accounts_youth` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_accounts_attested_by` FOREIGN KEY (`attested_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_youths_merged` FOREIGN KEY (`merged_into_id`) REFERENCES `youths` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_youths" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_youths", 51539607551);
-- copy rows from old table "youths" to new temporary table "new_youths"
INSERT INTO `new_youths` (`id`, `family_name_order`, `given_name_order`, `search_text`, `invented`, `family_name`, `given_name`, `spellings`, `registered_at`, `attested_at`, `processing_stopped_at`, `active_on`, `expiry_told_at`, `account_id`, `region_id`, `locality_id`, `person_id`, `attested_by_id`) SELECT `id`, `family_name_order`, `given_name_order`, `search_text`, `invented`, `family_name`, `given_name`, `spellings`, `registered_at`, `attested_at`, `processing_stopped_at`, `active_on`, `expiry_told_at`, `account_id`, `region_id`, `locality_id`, `person_id`, `attested_by_id` FROM `youths`;
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
-- create index "youth_active_on" to table: "youths"
CREATE INDEX `youth_active_on` ON `youths` (`active_on`);
-- create index "youth_merged_into_id" to table: "youths"
CREATE INDEX `youth_merged_into_id` ON `youths` (`merged_into_id`);
-- create "new_consents" table
CREATE TABLE `new_consents` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `purpose` text NOT NULL, `text_version` integer NOT NULL, `language` text NOT NULL, `operator` text NOT NULL, `given_by` text NOT NULL DEFAULT ('SELF'), `given_at` datetime NOT NULL, `ends_on` text NOT NULL, `withdrawn_at` datetime NULL, `person_id` integer NOT NULL, CONSTRAINT `consents_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_consents" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_consents", 300647710719);
-- copy rows from old table "consents" to new temporary table "new_consents"
INSERT INTO `new_consents` (`id`, `purpose`, `text_version`, `language`, `operator`, `given_at`, `ends_on`, `withdrawn_at`, `person_id`) SELECT `id`, `purpose`, `text_version`, `language`, `operator`, `given_at`, `ends_on`, `withdrawn_at`, `person_id` FROM `consents`;
-- keep the sequence of "consents" table
DELETE FROM sqlite_sequence WHERE name = 'new_consents';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_consents', seq FROM sqlite_sequence WHERE name = 'consents';
-- drop "consents" table after copying rows
DROP TABLE `consents`;
-- rename temporary table "new_consents" to "consents"
ALTER TABLE `new_consents` RENAME TO `consents`;
-- create index "consent_person_id_given_at_id" to table: "consents"
CREATE INDEX `consent_person_id_given_at_id` ON `consents` (`person_id`, `given_at`, `id`);
-- create "new_data_accesses" table
CREATE TABLE `new_data_accesses` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `purpose` text NOT NULL, `note` text NULL, `fields` json NOT NULL, `people` json NOT NULL, `read_at` datetime NOT NULL, `account_id` integer NOT NULL, `exceptional_access_id` integer NULL, CONSTRAINT `data_accesses_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `data_accesses_exceptional_accesses_exceptional_access` FOREIGN KEY (`exceptional_access_id`) REFERENCES `exceptional_accesses` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_data_accesses" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_data_accesses", 304942678015);
-- copy rows from old table "data_accesses" to new temporary table "new_data_accesses"
INSERT INTO `new_data_accesses` (`id`, `purpose`, `note`, `fields`, `people`, `read_at`, `account_id`) SELECT `id`, `purpose`, `note`, `fields`, `people`, `read_at`, `account_id` FROM `data_accesses`;
-- keep the sequence of "data_accesses" table
DELETE FROM sqlite_sequence WHERE name = 'new_data_accesses';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_data_accesses', seq FROM sqlite_sequence WHERE name = 'data_accesses';
-- drop "data_accesses" table after copying rows
DROP TABLE `data_accesses`;
-- rename temporary table "new_data_accesses" to "data_accesses"
ALTER TABLE `new_data_accesses` RENAME TO `data_accesses`;
-- create index "dataaccess_account_id_read_at_id" to table: "data_accesses"
CREATE INDEX `dataaccess_account_id_read_at_id` ON `data_accesses` (`account_id`, `read_at`, `id`);
-- create index "dataaccess_read_at_id" to table: "data_accesses"
CREATE INDEX `dataaccess_read_at_id` ON `data_accesses` (`read_at`, `id`);
-- create index "dataaccess_exceptional_access_id" to table: "data_accesses"
CREATE INDEX `dataaccess_exceptional_access_id` ON `data_accesses` (`exceptional_access_id`);
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
-- create "exceptional_accesses" table
CREATE TABLE `exceptional_accesses` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `outcome` text NOT NULL, `sought_by` text NOT NULL, `purpose` text NOT NULL, `reason` text NOT NULL, `begun_at` datetime NOT NULL, `ends_at` datetime NULL, `ended_at` datetime NULL, `reviewed_at` datetime NULL, `verdict` text NULL, `review_note` text NULL, `account_id` integer NOT NULL, `youth_id` integer NULL, `reviewed_by_id` integer NULL, CONSTRAINT `exceptional_accesses_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `exceptional_accesses_youths_youth` FOREIGN KEY (`youth_id`) REFERENCES `youths` (`id`) ON DELETE NO ACTION, CONSTRAINT `exceptional_accesses_accounts_reviewed_by` FOREIGN KEY (`reviewed_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- set sequence for "exceptional_accesses" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("exceptional_accesses", 322122547199);
-- create index "exceptionalaccess_account_id_begun_at" to table: "exceptional_accesses"
CREATE INDEX `exceptionalaccess_account_id_begun_at` ON `exceptional_accesses` (`account_id`, `begun_at`);
-- create index "exceptionalaccess_begun_at_id" to table: "exceptional_accesses"
CREATE INDEX `exceptionalaccess_begun_at_id` ON `exceptional_accesses` (`begun_at`, `id`);
-- create index "exceptionalaccess_youth_id" to table: "exceptional_accesses"
CREATE INDEX `exceptionalaccess_youth_id` ON `exceptional_accesses` (`youth_id`);
-- create index "exceptionalaccess_reviewed_by_id" to table: "exceptional_accesses"
CREATE INDEX `exceptionalaccess_reviewed_by_id` ON `exceptional_accesses` (`reviewed_by_id`);
-- create "guardian_requests" table
CREATE TABLE `guardian_requests` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `language` text NOT NULL, `token_hash` blob NULL, `asked_at` datetime NOT NULL, `expires_at` datetime NOT NULL, `answered_at` datetime NULL, `answer` text NULL, `cancelled_at` datetime NULL, `person_id` integer NOT NULL, CONSTRAINT `guardian_requests_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- set sequence for "guardian_requests" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("guardian_requests", 326417514495);
-- create index "guardian_requests_token_hash_key" to table: "guardian_requests"
CREATE UNIQUE INDEX `guardian_requests_token_hash_key` ON `guardian_requests` (`token_hash`);
-- create index "guardianrequest_person_id_asked_at_id" to table: "guardian_requests"
CREATE INDEX `guardianrequest_person_id_asked_at_id` ON `guardian_requests` (`person_id`, `asked_at`, `id`);
-- create index "guardianrequest_open" to table: "guardian_requests"
CREATE UNIQUE INDEX `guardianrequest_open` ON `guardian_requests` (`person_id`) WHERE cancelled_at IS NULL;
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
