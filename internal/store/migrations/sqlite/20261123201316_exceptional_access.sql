-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
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
-- create "exceptional_accesses" table
CREATE TABLE `exceptional_accesses` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `outcome` text NOT NULL, `sought_by` text NOT NULL, `purpose` text NOT NULL, `reason` text NOT NULL, `begun_at` datetime NOT NULL, `ends_at` datetime NULL, `ended_at` datetime NULL, `reviewed_at` datetime NULL, `verdict` text NULL, `review_note` text NULL, `account_id` integer NOT NULL, `youth_id` integer NULL, `reviewed_by_id` integer NULL, CONSTRAINT `exceptional_accesses_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `exceptional_accesses_youths_youth` FOREIGN KEY (`youth_id`) REFERENCES `youths` (`id`) ON DELETE NO ACTION, CONSTRAINT `exceptional_accesses_accounts_reviewed_by` FOREIGN KEY (`reviewed_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- set sequence for "exceptional_accesses" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("exceptional_accesses", 313532612607);
-- create index "exceptionalaccess_account_id_begun_at" to table: "exceptional_accesses"
CREATE INDEX `exceptionalaccess_account_id_begun_at` ON `exceptional_accesses` (`account_id`, `begun_at`);
-- create index "exceptionalaccess_begun_at_id" to table: "exceptional_accesses"
CREATE INDEX `exceptionalaccess_begun_at_id` ON `exceptional_accesses` (`begun_at`, `id`);
-- create index "exceptionalaccess_youth_id" to table: "exceptional_accesses"
CREATE INDEX `exceptionalaccess_youth_id` ON `exceptional_accesses` (`youth_id`);
-- create index "exceptionalaccess_reviewed_by_id" to table: "exceptional_accesses"
CREATE INDEX `exceptionalaccess_reviewed_by_id` ON `exceptional_accesses` (`reviewed_by_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
