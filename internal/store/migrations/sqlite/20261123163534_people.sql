-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "people" table
CREATE TABLE `people` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `invented` bool NOT NULL DEFAULT (false), `subject` integer NOT NULL, `erased_at` datetime NULL, `names` blob NULL, `sex` blob NULL, `birth_date` blob NULL, `iin` blob NULL, `phone` blob NULL, `email` blob NULL, `address` blob NULL, `document` blob NULL, `education` blob NULL, `occupation` blob NULL, `categories` blob NULL, `guardian` blob NULL, `account_name` blob NULL);
-- set sequence for "people" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("people", 287762808831);
-- create index "people_subject_key" to table: "people"
CREATE UNIQUE INDEX `people_subject_key` ON `people` (`subject`);
-- A person for everybody of whom something was kept in clear. Identifiers are of
-- one range a type, so that the row's says whose it is.
CREATE TABLE unsealed_people (row_id integer NOT NULL PRIMARY KEY, person_id integer NOT NULL);
INSERT INTO unsealed_people (row_id, person_id)
  SELECT id, 287762808831 + row_number() OVER (ORDER BY id) FROM (
    SELECT id FROM accounts UNION ALL SELECT id FROM invitations WHERE email IS NOT NULL UNION ALL SELECT id FROM password_resets
    UNION ALL SELECT id FROM youths WHERE account_id IS NULL);
INSERT INTO people (id, subject, invented)
  SELECT p.person_id, (random() & 4611686018427387903) | 1, COALESCE(y.invented, false)
  FROM unsealed_people p LEFT JOIN youths y ON y.id = p.row_id ORDER BY p.person_id;
INSERT INTO unsealed_people (row_id, person_id)
  SELECT y.id, p.person_id FROM youths y JOIN unsealed_people p ON p.row_id = y.account_id;
-- What was kept in clear and is sealed as soon as the vault is there
-- (internal/personal), which empties the table.
CREATE TABLE unsealed_values (person_id integer NOT NULL, field text NOT NULL, value text NOT NULL, sole bool NOT NULL, PRIMARY KEY (person_id, field));
INSERT INTO unsealed_values (person_id, field, value, sole)
  SELECT p.person_id, 'EMAIL', a.email, true FROM accounts a JOIN unsealed_people p ON p.row_id = a.id
  UNION ALL SELECT p.person_id, 'ACCOUNT_NAME', a.name, false FROM accounts a JOIN unsealed_people p ON p.row_id = a.id
  UNION ALL SELECT p.person_id, 'EMAIL', i.email, false FROM invitations i JOIN unsealed_people p ON p.row_id = i.id
  UNION ALL SELECT p.person_id, 'EMAIL', r.email, false FROM password_resets r JOIN unsealed_people p ON p.row_id = r.id
  UNION ALL SELECT p.person_id, 'NAMES', y.family_name || char(10) || y.given_name, false FROM youths y JOIN unsealed_people p ON p.row_id = y.id;
-- create "new_youths" table
CREATE TABLE `new_youths` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `family_name_order` text NOT NULL DEFAULT (''), `given_name_order` text NOT NULL DEFAULT (''), `search_text` text NOT NULL DEFAULT (''), `invented` bool NOT NULL DEFAULT (false), `family_name` text NOT NULL DEFAULT (''), `given_name` text NOT NULL DEFAULT (''), `spellings` text NOT NULL DEFAULT (''), `registered_at` datetime NOT NULL, `account_id` integer NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, `person_id` integer NOT NULL, CONSTRAINT `youths_accounts_youth` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_youths" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_youths", 51539607551);
-- copy rows from old table "youths" to new temporary table "new_youths"
INSERT INTO `new_youths` (`id`, `family_name_order`, `given_name_order`, `search_text`, `invented`, `family_name`, `given_name`, `registered_at`, `account_id`, `region_id`, `locality_id`, `person_id`) SELECT `id`, IFNULL(`family_name_order`, ('')) AS `family_name_order`, IFNULL(`given_name_order`, ('')) AS `given_name_order`, IFNULL(`search_text`, ('')) AS `search_text`, `invented`, IFNULL(`family_name`, ('')) AS `family_name`, IFNULL(`given_name`, ('')) AS `given_name`, `registered_at`, `account_id`, `region_id`, `locality_id`, (SELECT person_id FROM unsealed_people WHERE row_id = `youths`.`id`) FROM `youths`;
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
-- create "new_accounts" table
CREATE TABLE `new_accounts` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name_order` text NOT NULL DEFAULT (''), `search_text` text NOT NULL DEFAULT (''), `name` text NOT NULL DEFAULT (''), `language` text NOT NULL, `password_hash` text NOT NULL, `totp_secret` blob NULL, `totp_offered` blob NULL, `totp_step` integer NOT NULL DEFAULT (0), `second_factor_at` datetime NULL, `second_factor_reset_reason` text NULL, `blocked_at` datetime NULL, `blocked_reason` text NULL, `created_at` datetime NOT NULL, `person_id` integer NOT NULL, CONSTRAINT `accounts_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_accounts" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_accounts", 55834574847);
-- copy rows from old table "accounts" to new temporary table "new_accounts"
INSERT INTO `new_accounts` (`id`, `name_order`, `search_text`, `name`, `language`, `password_hash`, `totp_secret`, `totp_offered`, `totp_step`, `second_factor_at`, `second_factor_reset_reason`, `blocked_at`, `blocked_reason`, `created_at`, `person_id`) SELECT `id`, IFNULL(`name_order`, ('')) AS `name_order`, IFNULL(`search_text`, ('')) AS `search_text`, IFNULL(`name`, ('')) AS `name`, `language`, `password_hash`, `totp_secret`, `totp_offered`, `totp_step`, `second_factor_at`, `second_factor_reset_reason`, `blocked_at`, `blocked_reason`, `created_at`, (SELECT person_id FROM unsealed_people WHERE row_id = `accounts`.`id`) FROM `accounts`;
-- keep the sequence of "accounts" table
DELETE FROM sqlite_sequence WHERE name = 'new_accounts';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_accounts', seq FROM sqlite_sequence WHERE name = 'accounts';
-- drop "accounts" table after copying rows
DROP TABLE `accounts`;
-- rename temporary table "new_accounts" to "accounts"
ALTER TABLE `new_accounts` RENAME TO `accounts`;
-- create index "account_name_order_id" to table: "accounts"
CREATE INDEX `account_name_order_id` ON `accounts` (`name_order`, `id`);
-- create index "account_created_at_id" to table: "accounts"
CREATE INDEX `account_created_at_id` ON `accounts` (`created_at`, `id`);
-- create index "account_person_id" to table: "accounts"
CREATE UNIQUE INDEX `account_person_id` ON `accounts` (`person_id`);
-- create "new_invitations" table
CREATE TABLE `new_invitations` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `role` text NOT NULL, `language` text NOT NULL, `token_hash` blob NULL, `created_at` datetime NOT NULL, `expires_at` datetime NOT NULL, `used_at` datetime NULL, `withdrawn_at` datetime NULL, `person_id` integer NULL, `region_id` integer NULL, `host_id` integer NULL, `invited_by_id` integer NULL, CONSTRAINT `invitations_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `invitations_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `invitations_host_organizations_host` FOREIGN KEY (`host_id`) REFERENCES `host_organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `invitations_accounts_invited_by` FOREIGN KEY (`invited_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_invitations" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_invitations", 60129542143);
-- copy rows from old table "invitations" to new temporary table "new_invitations"
INSERT INTO `new_invitations` (`id`, `role`, `language`, `token_hash`, `created_at`, `expires_at`, `used_at`, `withdrawn_at`, `region_id`, `host_id`, `invited_by_id`, `person_id`) SELECT `id`, `role`, `language`, `token_hash`, `created_at`, `expires_at`, `used_at`, `withdrawn_at`, `region_id`, `host_id`, `invited_by_id`, (SELECT person_id FROM unsealed_people WHERE row_id = `invitations`.`id`) FROM `invitations`;
-- keep the sequence of "invitations" table
DELETE FROM sqlite_sequence WHERE name = 'new_invitations';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_invitations', seq FROM sqlite_sequence WHERE name = 'invitations';
-- drop "invitations" table after copying rows
DROP TABLE `invitations`;
-- rename temporary table "new_invitations" to "invitations"
ALTER TABLE `new_invitations` RENAME TO `invitations`;
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
-- create index "invitation_person_id" to table: "invitations"
CREATE UNIQUE INDEX `invitation_person_id` ON `invitations` (`person_id`);
-- create "new_password_resets" table
CREATE TABLE `new_password_resets` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `language` text NOT NULL, `token_hash` blob NULL, `expires_at` datetime NOT NULL, `person_id` integer NOT NULL, CONSTRAINT `password_resets_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_password_resets" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_password_resets", 73014444031);
-- copy rows from old table "password_resets" to new temporary table "new_password_resets"
INSERT INTO `new_password_resets` (`id`, `language`, `token_hash`, `expires_at`, `person_id`) SELECT `id`, `language`, `token_hash`, `expires_at`, (SELECT person_id FROM unsealed_people WHERE row_id = `password_resets`.`id`) FROM `password_resets`;
-- keep the sequence of "password_resets" table
DELETE FROM sqlite_sequence WHERE name = 'new_password_resets';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_password_resets', seq FROM sqlite_sequence WHERE name = 'password_resets';
-- drop "password_resets" table after copying rows
DROP TABLE `password_resets`;
-- rename temporary table "new_password_resets" to "password_resets"
ALTER TABLE `new_password_resets` RENAME TO `password_resets`;
-- create index "password_resets_token_hash_key" to table: "password_resets"
CREATE UNIQUE INDEX `password_resets_token_hash_key` ON `password_resets` (`token_hash`);
-- create index "passwordreset_person_id" to table: "password_resets"
CREATE UNIQUE INDEX `passwordreset_person_id` ON `password_resets` (`person_id`);
-- create "blind_indexes" table
CREATE TABLE `blind_indexes` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `field` text NOT NULL, `key` integer NOT NULL, `value` blob NOT NULL, `sole` bool NOT NULL DEFAULT (false), `person_id` integer NOT NULL, CONSTRAINT `blind_indexes_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- set sequence for "blind_indexes" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("blind_indexes", 283467841535);
-- create index "blindindex_field_key_value_person_id" to table: "blind_indexes"
CREATE UNIQUE INDEX `blindindex_field_key_value_person_id` ON `blind_indexes` (`field`, `key`, `value`, `person_id`);
-- create index "blindindex_sole" to table: "blind_indexes"
CREATE UNIQUE INDEX `blindindex_sole` ON `blind_indexes` (`field`, `key`, `value`) WHERE sole;
-- create index "blindindex_person_id" to table: "blind_indexes"
CREATE INDEX `blindindex_person_id` ON `blind_indexes` (`person_id`);
-- create "youth_categories" table
CREATE TABLE `youth_categories` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `category` text NOT NULL, `attestation` text NOT NULL, `youth_id` integer NOT NULL, CONSTRAINT `youth_categories_youths_youth` FOREIGN KEY (`youth_id`) REFERENCES `youths` (`id`) ON DELETE NO ACTION);
-- set sequence for "youth_categories" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("youth_categories", 292057776127);
-- create index "youthcategory_youth_id_category" to table: "youth_categories"
CREATE UNIQUE INDEX `youthcategory_youth_id_category` ON `youth_categories` (`youth_id`, `category`);
-- create index "youthcategory_category" to table: "youth_categories"
CREATE INDEX `youthcategory_category` ON `youth_categories` (`category`);
-- create "youth_traits" table
CREATE TABLE `youth_traits` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `birth_year` integer NULL, `sex` text NULL, `education` text NULL, `occupation` text NULL, `youth_id` integer NOT NULL, CONSTRAINT `youth_traits_youths_youth` FOREIGN KEY (`youth_id`) REFERENCES `youths` (`id`) ON DELETE NO ACTION);
-- set sequence for "youth_traits" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("youth_traits", 296352743423);
-- create index "youthtraits_youth_id" to table: "youth_traits"
CREATE UNIQUE INDEX `youthtraits_youth_id` ON `youth_traits` (`youth_id`);
DROP TABLE unsealed_people;
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
