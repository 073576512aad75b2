-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_youths" table
CREATE TABLE `new_youths` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `family_name_order` text NOT NULL DEFAULT (''), `given_name_order` text NOT NULL DEFAULT (''), `search_text` text NOT NULL DEFAULT (''), `invented` bool NOT NULL DEFAULT (false), `family_name` text NOT NULL DEFAULT (''), `given_name` text NOT NULL DEFAULT (''), `spellings` text NOT NULL DEFAULT (''), `registered_at` datetime NOT NULL, `attested_at` datetime NULL, `processing_stopped_at` datetime NULL, `account_id` integer NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, `person_id` integer NOT NULL, `attested_by_id` integer NULL, CONSTRAINT `youths_accounts_youth` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_accounts_attested_by` FOREIGN KEY (`attested_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_youths" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_youths", 51539607551);
-- copy rows from old table "youths" to new temporary table "new_youths"
INSERT INTO `new_youths` (`id`, `family_name_order`, `given_name_order`, `search_text`, `invented`, `family_name`, `given_name`, `spellings`, `registered_at`, `account_id`, `region_id`, `locality_id`, `person_id`) SELECT `id`, `family_name_order`, `given_name_order`, `search_text`, `invented`, `family_name`, `given_name`, `spellings`, `registered_at`, `account_id`, `region_id`, `locality_id`, `person_id` FROM `youths`;
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
-- create "consents" table
CREATE TABLE `consents` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `purpose` text NOT NULL, `text_version` integer NOT NULL, `language` text NOT NULL, `operator` text NOT NULL, `given_at` datetime NOT NULL, `ends_on` text NOT NULL, `withdrawn_at` datetime NULL, `person_id` integer NOT NULL, CONSTRAINT `consents_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- set sequence for "consents" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("consents", 300647710719);
-- create index "consent_person_id_given_at_id" to table: "consents"
CREATE INDEX `consent_person_id_given_at_id` ON `consents` (`person_id`, `given_at`, `id`);
-- create "data_accesses" table
CREATE TABLE `data_accesses` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `purpose` text NOT NULL, `note` text NULL, `fields` json NOT NULL, `people` json NOT NULL, `read_at` datetime NOT NULL, `account_id` integer NOT NULL, CONSTRAINT `data_accesses_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- set sequence for "data_accesses" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("data_accesses", 304942678015);
-- create index "dataaccess_account_id_read_at_id" to table: "data_accesses"
CREATE INDEX `dataaccess_account_id_read_at_id` ON `data_accesses` (`account_id`, `read_at`, `id`);
-- create index "dataaccess_read_at_id" to table: "data_accesses"
CREATE INDEX `dataaccess_read_at_id` ON `data_accesses` (`read_at`, `id`);
-- create "data_access_persons" table
CREATE TABLE `data_access_persons` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `access_id` integer NOT NULL, `person_id` integer NOT NULL, CONSTRAINT `data_access_persons_data_accesses_access` FOREIGN KEY (`access_id`) REFERENCES `data_accesses` (`id`) ON DELETE NO ACTION, CONSTRAINT `data_access_persons_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- set sequence for "data_access_persons" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("data_access_persons", 309237645311);
-- create index "dataaccessperson_person_id_access_id" to table: "data_access_persons"
CREATE UNIQUE INDEX `dataaccessperson_person_id_access_id` ON `data_access_persons` (`person_id`, `access_id`);
-- create index "dataaccessperson_access_id" to table: "data_access_persons"
CREATE INDEX `dataaccessperson_access_id` ON `data_access_persons` (`access_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
