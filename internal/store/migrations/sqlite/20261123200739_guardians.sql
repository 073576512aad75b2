-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
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
-- create "guardian_requests" table
CREATE TABLE `guardian_requests` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `language` text NOT NULL, `token_hash` blob NULL, `asked_at` datetime NOT NULL, `expires_at` datetime NOT NULL, `answered_at` datetime NULL, `answer` text NULL, `cancelled_at` datetime NULL, `person_id` integer NOT NULL, CONSTRAINT `guardian_requests_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- set sequence for "guardian_requests" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("guardian_requests", 313532612607);
-- create index "guardian_requests_token_hash_key" to table: "guardian_requests"
CREATE UNIQUE INDEX `guardian_requests_token_hash_key` ON `guardian_requests` (`token_hash`);
-- create index "guardianrequest_person_id_asked_at_id" to table: "guardian_requests"
CREATE INDEX `guardianrequest_person_id_asked_at_id` ON `guardian_requests` (`person_id`, `asked_at`, `id`);
-- create index "guardianrequest_open" to table: "guardian_requests"
CREATE UNIQUE INDEX `guardianrequest_open` ON `guardian_requests` (`person_id`) WHERE cancelled_at IS NULL;
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
