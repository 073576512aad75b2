-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_figures" table
CREATE TABLE `new_figures` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `code_order` text NOT NULL, `code` text NOT NULL, `measure` text NOT NULL, `qualifier` text NOT NULL, `basis` text NOT NULL, `value` real NOT NULL, `unit` text NOT NULL, `period_start` text NOT NULL, `period_end` text NOT NULL, `derivation` text NULL, `place_kk` text NULL, `place_ru` text NULL, `place_en` text NULL, `note_kk` text NULL, `note_ru` text NULL, `note_en` text NULL, `season_id` integer NULL, `region_id` integer NULL, `source_id` integer NOT NULL, CONSTRAINT `figures_seasons_season` FOREIGN KEY (`season_id`) REFERENCES `seasons` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "figures" to new temporary table "new_figures"
INSERT INTO `new_figures` (`id`, `code_order`, `code`, `measure`, `qualifier`, `basis`, `value`, `unit`, `period_start`, `period_end`, `derivation`, `place_kk`, `place_ru`, `place_en`, `note_kk`, `note_ru`, `note_en`, `season_id`, `region_id`, `source_id`) SELECT `id`, `code_order`, `code`, `measure`, `qualifier`, `basis`, `value`, `unit`, `period_start`, `period_end`, `derivation`, `place_kk`, `place_ru`, `place_en`, `note_kk`, `note_ru`, `note_en`, `season_id`, `region_id`, `source_id` FROM `figures`;
-- keep the sequence of "figures" table
DELETE FROM sqlite_sequence WHERE name = 'new_figures';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_figures', seq FROM sqlite_sequence WHERE name = 'figures';
-- drop "figures" table after copying rows
DROP TABLE `figures`;
-- rename temporary table "new_figures" to "figures"
ALTER TABLE `new_figures` RENAME TO `figures`;
-- create index "figures_code_key" to table: "figures"
CREATE UNIQUE INDEX `figures_code_key` ON `figures` (`code`);
-- create index "figure_code_order_id" to table: "figures"
CREATE INDEX `figure_code_order_id` ON `figures` (`code_order`, `id`);
-- create index "figure_period_start_id" to table: "figures"
CREATE INDEX `figure_period_start_id` ON `figures` (`period_start`, `id`);
-- create index "figure_value_id" to table: "figures"
CREATE INDEX `figure_value_id` ON `figures` (`value`, `id`);
-- create index "figure_season_id_code_order_id" to table: "figures"
CREATE INDEX `figure_season_id_code_order_id` ON `figures` (`season_id`, `code_order`, `id`);
-- create index "figure_region_id_code_order_id" to table: "figures"
CREATE INDEX `figure_region_id_code_order_id` ON `figures` (`region_id`, `code_order`, `id`);
-- create index "figure_source_id_code_order_id" to table: "figures"
CREATE INDEX `figure_source_id_code_order_id` ON `figures` (`source_id`, `code_order`, `id`);
-- create "new_regions" table
CREATE TABLE `new_regions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name_kk_order` text NOT NULL, `name_ru_order` text NOT NULL, `name_en_order` text NOT NULL, `search_text` text NOT NULL, `kato` text NOT NULL, `iso_code` text NOT NULL, `iso_code_before` text NULL, `kind` text NOT NULL, `name_kk` text NOT NULL, `name_ru` text NOT NULL, `name_en` text NOT NULL, `centre_kk` text NOT NULL, `centre_ru` text NOT NULL, `centre_en` text NOT NULL, `time_zone` text NOT NULL, `valid_from` text NULL, `valid_to` text NULL, `note_kk` text NULL, `note_ru` text NULL, `note_en` text NULL, `predecessor_id` integer NULL, `source_id` integer NULL, CONSTRAINT `regions_regions_successors` FOREIGN KEY (`predecessor_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `regions_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_regions" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_regions", 17179869183);
-- copy rows from old table "regions" to new temporary table "new_regions"
INSERT INTO `new_regions` (`id`, `name_kk_order`, `name_ru_order`, `name_en_order`, `search_text`, `kato`, `iso_code`, `iso_code_before`, `kind`, `name_kk`, `name_ru`, `name_en`, `centre_kk`, `centre_ru`, `centre_en`, `time_zone`, `valid_from`, `valid_to`, `note_kk`, `note_ru`, `note_en`, `predecessor_id`, `source_id`) SELECT `id`, `name_kk_order`, `name_ru_order`, `name_en_order`, `search_text`, `kato`, `iso_code`, `iso_code_before`, `kind`, `name_kk`, `name_ru`, `name_en`, `centre_kk`, `centre_ru`, `centre_en`, `time_zone`, `valid_from`, `valid_to`, `note_kk`, `note_ru`, `note_en`, `predecessor_id`, `source_id` FROM `regions`;
-- keep the sequence of "regions" table
DELETE FROM sqlite_sequence WHERE name = 'new_regions';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_regions', seq FROM sqlite_sequence WHERE name = 'regions';
-- drop "regions" table after copying rows
DROP TABLE `regions`;
-- rename temporary table "new_regions" to "regions"
ALTER TABLE `new_regions` RENAME TO `regions`;
-- create index "regions_kato_key" to table: "regions"
CREATE UNIQUE INDEX `regions_kato_key` ON `regions` (`kato`);
-- create index "regions_iso_code_key" to table: "regions"
CREATE UNIQUE INDEX `regions_iso_code_key` ON `regions` (`iso_code`);
-- create index "regions_iso_code_before_key" to table: "regions"
CREATE UNIQUE INDEX `regions_iso_code_before_key` ON `regions` (`iso_code_before`);
-- create index "region_name_kk_order_id" to table: "regions"
CREATE INDEX `region_name_kk_order_id` ON `regions` (`name_kk_order`, `id`);
-- create index "region_name_ru_order_id" to table: "regions"
CREATE INDEX `region_name_ru_order_id` ON `regions` (`name_ru_order`, `id`);
-- create index "region_name_en_order_id" to table: "regions"
CREATE INDEX `region_name_en_order_id` ON `regions` (`name_en_order`, `id`);
-- create index "region_kato_id" to table: "regions"
CREATE INDEX `region_kato_id` ON `regions` (`kato`, `id`);
-- create index "region_predecessor_id" to table: "regions"
CREATE INDEX `region_predecessor_id` ON `regions` (`predecessor_id`);
-- create index "region_source_id" to table: "regions"
CREATE INDEX `region_source_id` ON `regions` (`source_id`);
-- create "new_region_periods" table
CREATE TABLE `new_region_periods` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `search_text` text NOT NULL, `valid_from` text NULL, `valid_to` text NULL, `name_kk` text NOT NULL, `name_ru` text NOT NULL, `name_en` text NOT NULL, `centre_kk` text NOT NULL, `centre_ru` text NOT NULL, `centre_en` text NOT NULL, `region_id` integer NOT NULL, `source_id` integer NULL, CONSTRAINT `region_periods_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `region_periods_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_region_periods" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_region_periods", 21474836479);
-- copy rows from old table "region_periods" to new temporary table "new_region_periods"
INSERT INTO `new_region_periods` (`id`, `search_text`, `valid_from`, `valid_to`, `name_kk`, `name_ru`, `name_en`, `centre_kk`, `centre_ru`, `centre_en`, `region_id`, `source_id`) SELECT `id`, `search_text`, `valid_from`, `valid_to`, `name_kk`, `name_ru`, `name_en`, `centre_kk`, `centre_ru`, `centre_en`, `region_id`, `source_id` FROM `region_periods`;
-- keep the sequence of "region_periods" table
DELETE FROM sqlite_sequence WHERE name = 'new_region_periods';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_region_periods', seq FROM sqlite_sequence WHERE name = 'region_periods';
-- drop "region_periods" table after copying rows
DROP TABLE `region_periods`;
-- rename temporary table "new_region_periods" to "region_periods"
ALTER TABLE `new_region_periods` RENAME TO `region_periods`;
-- create index "regionperiod_region_id_valid_from" to table: "region_periods"
CREATE UNIQUE INDEX `regionperiod_region_id_valid_from` ON `region_periods` (`region_id`, `valid_from`);
-- create index "regionperiod_source_id" to table: "region_periods"
CREATE INDEX `regionperiod_source_id` ON `region_periods` (`source_id`);
-- create "new_host_organizations" table
CREATE TABLE `new_host_organizations` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name_order` text NOT NULL, `search_text` text NOT NULL, `invented` bool NOT NULL DEFAULT (false), `name` text NOT NULL, `registered_at` datetime NOT NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, CONSTRAINT `host_organizations_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `host_organizations_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_host_organizations" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_host_organizations", 4294967295);
-- copy rows from old table "host_organizations" to new temporary table "new_host_organizations"
INSERT INTO `new_host_organizations` (`id`, `name_order`, `search_text`, `invented`, `name`, `registered_at`, `region_id`, `locality_id`) SELECT `id`, `name_order`, `search_text`, `invented`, `name`, `registered_at`, `region_id`, `locality_id` FROM `host_organizations`;
-- keep the sequence of "host_organizations" table
DELETE FROM sqlite_sequence WHERE name = 'new_host_organizations';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_host_organizations', seq FROM sqlite_sequence WHERE name = 'host_organizations';
-- drop "host_organizations" table after copying rows
DROP TABLE `host_organizations`;
-- rename temporary table "new_host_organizations" to "host_organizations"
ALTER TABLE `new_host_organizations` RENAME TO `host_organizations`;
-- create index "hostorganization_name_order_id" to table: "host_organizations"
CREATE INDEX `hostorganization_name_order_id` ON `host_organizations` (`name_order`, `id`);
-- create index "hostorganization_region_id_name_order_id" to table: "host_organizations"
CREATE INDEX `hostorganization_region_id_name_order_id` ON `host_organizations` (`region_id`, `name_order`, `id`);
-- create index "hostorganization_locality_id" to table: "host_organizations"
CREATE INDEX `hostorganization_locality_id` ON `host_organizations` (`locality_id`);
-- create "new_localities" table
CREATE TABLE `new_localities` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name_kk_order` text NOT NULL, `name_ru_order` text NOT NULL, `search_text` text NOT NULL, `invented` bool NOT NULL DEFAULT (false), `kato` text NOT NULL, `kind` text NOT NULL, `name_kk` text NOT NULL, `name_ru` text NOT NULL, `name_en` text NULL, `region_id` integer NOT NULL, `parent_id` integer NULL, CONSTRAINT `localities_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `localities_localities_children` FOREIGN KEY (`parent_id`) REFERENCES `localities` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_localities" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_localities", 8589934591);
-- copy rows from old table "localities" to new temporary table "new_localities"
INSERT INTO `new_localities` (`id`, `name_kk_order`, `name_ru_order`, `search_text`, `invented`, `kato`, `kind`, `name_kk`, `name_ru`, `name_en`, `region_id`, `parent_id`) SELECT `id`, `name_kk_order`, `name_ru_order`, `search_text`, `invented`, `kato`, `kind`, `name_kk`, `name_ru`, `name_en`, `region_id`, `parent_id` FROM `localities`;
-- keep the sequence of "localities" table
DELETE FROM sqlite_sequence WHERE name = 'new_localities';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_localities', seq FROM sqlite_sequence WHERE name = 'localities';
-- drop "localities" table after copying rows
DROP TABLE `localities`;
-- rename temporary table "new_localities" to "localities"
ALTER TABLE `new_localities` RENAME TO `localities`;
-- create index "localities_kato_key" to table: "localities"
CREATE UNIQUE INDEX `localities_kato_key` ON `localities` (`kato`);
-- create index "locality_name_kk_order_id" to table: "localities"
CREATE INDEX `locality_name_kk_order_id` ON `localities` (`name_kk_order`, `id`);
-- create index "locality_name_ru_order_id" to table: "localities"
CREATE INDEX `locality_name_ru_order_id` ON `localities` (`name_ru_order`, `id`);
-- create index "locality_kato_id" to table: "localities"
CREATE INDEX `locality_kato_id` ON `localities` (`kato`, `id`);
-- create index "locality_region_id_kato_id" to table: "localities"
CREATE INDEX `locality_region_id_kato_id` ON `localities` (`region_id`, `kato`, `id`);
-- create index "locality_parent_id_kato_id" to table: "localities"
CREATE INDEX `locality_parent_id_kato_id` ON `localities` (`parent_id`, `kato`, `id`);
-- create "new_seasons" table
CREATE TABLE `new_seasons` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `invented` bool NOT NULL DEFAULT (false), `year` integer NOT NULL, `name_kk` text NOT NULL, `name_ru` text NOT NULL, `name_en` text NOT NULL, `starts_on` text NULL, `ends_on` text NULL, `state` text NOT NULL, `note_kk` text NULL, `note_ru` text NULL, `note_en` text NULL, `source_id` integer NULL, CONSTRAINT `seasons_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_seasons" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_seasons", 34359738367);
-- copy rows from old table "seasons" to new temporary table "new_seasons"
INSERT INTO `new_seasons` (`id`, `invented`, `year`, `name_kk`, `name_ru`, `name_en`, `starts_on`, `ends_on`, `state`, `note_kk`, `note_ru`, `note_en`, `source_id`) SELECT `id`, `invented`, `year`, `name_kk`, `name_ru`, `name_en`, `starts_on`, `ends_on`, `state`, `note_kk`, `note_ru`, `note_en`, `source_id` FROM `seasons`;
-- keep the sequence of "seasons" table
DELETE FROM sqlite_sequence WHERE name = 'new_seasons';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_seasons', seq FROM sqlite_sequence WHERE name = 'seasons';
-- drop "seasons" table after copying rows
DROP TABLE `seasons`;
-- rename temporary table "new_seasons" to "seasons"
ALTER TABLE `new_seasons` RENAME TO `seasons`;
-- create index "seasons_year_key" to table: "seasons"
CREATE UNIQUE INDEX `seasons_year_key` ON `seasons` (`year`);
-- create index "season_year_id" to table: "seasons"
CREATE INDEX `season_year_id` ON `seasons` (`year`, `id`);
-- create index "season_source_id" to table: "seasons"
CREATE INDEX `season_source_id` ON `seasons` (`source_id`);
-- create "new_season_regions" table
CREATE TABLE `new_season_regions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `office_kk` text NULL, `office_ru` text NULL, `office_en` text NULL, `season_id` integer NOT NULL, `region_id` integer NOT NULL, `source_id` integer NULL, CONSTRAINT `season_regions_seasons_season` FOREIGN KEY (`season_id`) REFERENCES `seasons` (`id`) ON DELETE NO ACTION, CONSTRAINT `season_regions_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `season_regions_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_season_regions" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_season_regions", 38654705663);
-- copy rows from old table "season_regions" to new temporary table "new_season_regions"
INSERT INTO `new_season_regions` (`id`, `office_kk`, `office_ru`, `office_en`, `season_id`, `region_id`, `source_id`) SELECT `id`, `office_kk`, `office_ru`, `office_en`, `season_id`, `region_id`, `source_id` FROM `season_regions`;
-- keep the sequence of "season_regions" table
DELETE FROM sqlite_sequence WHERE name = 'new_season_regions';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_season_regions', seq FROM sqlite_sequence WHERE name = 'season_regions';
-- drop "season_regions" table after copying rows
DROP TABLE `season_regions`;
-- rename temporary table "new_season_regions" to "season_regions"
ALTER TABLE `new_season_regions` RENAME TO `season_regions`;
-- create index "seasonregion_season_id_region_id" to table: "season_regions"
CREATE UNIQUE INDEX `seasonregion_season_id_region_id` ON `season_regions` (`season_id`, `region_id`);
-- create index "seasonregion_region_id" to table: "season_regions"
CREATE INDEX `seasonregion_region_id` ON `season_regions` (`region_id`);
-- create index "seasonregion_source_id" to table: "season_regions"
CREATE INDEX `seasonregion_source_id` ON `season_regions` (`source_id`);
-- create "new_social_projects" table
CREATE TABLE `new_social_projects` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `title_order` text NOT NULL, `search_text` text NOT NULL, `invented` bool NOT NULL DEFAULT (false), `title` text NOT NULL, `summary` text NOT NULL DEFAULT (''), `language` text NOT NULL, `direction` text NOT NULL, `stage` text NOT NULL, `created_at` datetime NOT NULL, `published_at` datetime NULL, `season_id` integer NOT NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, `host_id` integer NULL, CONSTRAINT `social_projects_seasons_season` FOREIGN KEY (`season_id`) REFERENCES `seasons` (`id`) ON DELETE NO ACTION, CONSTRAINT `social_projects_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `social_projects_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE NO ACTION, CONSTRAINT `social_projects_host_organizations_host` FOREIGN KEY (`host_id`) REFERENCES `host_organizations` (`id`) ON DELETE NO ACTION);
-- set sequence for "new_social_projects" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_social_projects", 42949672959);
-- copy rows from old table "social_projects" to new temporary table "new_social_projects"
INSERT INTO `new_social_projects` (`id`, `title_order`, `search_text`, `invented`, `title`, `summary`, `language`, `direction`, `stage`, `created_at`, `published_at`, `season_id`, `region_id`, `locality_id`, `host_id`) SELECT `id`, `title_order`, `search_text`, `invented`, `title`, `summary`, `language`, `direction`, `stage`, `created_at`, `published_at`, `season_id`, `region_id`, `locality_id`, `host_id` FROM `social_projects`;
-- keep the sequence of "social_projects" table
DELETE FROM sqlite_sequence WHERE name = 'new_social_projects';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_social_projects', seq FROM sqlite_sequence WHERE name = 'social_projects';
-- drop "social_projects" table after copying rows
DROP TABLE `social_projects`;
-- rename temporary table "new_social_projects" to "social_projects"
ALTER TABLE `new_social_projects` RENAME TO `social_projects`;
-- create index "socialproject_title_order_id" to table: "social_projects"
CREATE INDEX `socialproject_title_order_id` ON `social_projects` (`title_order`, `id`);
-- create index "socialproject_season_id_created_at_id" to table: "social_projects"
CREATE INDEX `socialproject_season_id_created_at_id` ON `social_projects` (`season_id`, `created_at`, `id`);
-- create index "socialproject_season_id_region_id_stage_created_at_id" to table: "social_projects"
CREATE INDEX `socialproject_season_id_region_id_stage_created_at_id` ON `social_projects` (`season_id`, `region_id`, `stage`, `created_at`, `id`);
-- create index "socialproject_season_id_region_id_stage_published_at_invented" to table: "social_projects"
CREATE INDEX `socialproject_season_id_region_id_stage_published_at_invented` ON `social_projects` (`season_id`, `region_id`, `stage`, `published_at`, `invented`);
-- create index "socialproject_region_id_created_at_id" to table: "social_projects"
CREATE INDEX `socialproject_region_id_created_at_id` ON `social_projects` (`region_id`, `created_at`, `id`);
-- create index "socialproject_region_id_stage_created_at_id" to table: "social_projects"
CREATE INDEX `socialproject_region_id_stage_created_at_id` ON `social_projects` (`region_id`, `stage`, `created_at`, `id`);
-- create index "socialproject_host_id_created_at_id" to table: "social_projects"
CREATE INDEX `socialproject_host_id_created_at_id` ON `social_projects` (`host_id`, `created_at`, `id`);
-- create index "socialproject_locality_id" to table: "social_projects"
CREATE INDEX `socialproject_locality_id` ON `social_projects` (`locality_id`);
-- create index "socialproject_created_at_id" to table: "social_projects"
CREATE INDEX `socialproject_created_at_id` ON `social_projects` (`created_at`, `id`);
-- create index "socialproject_invented_created_at_id" to table: "social_projects"
CREATE INDEX `socialproject_invented_created_at_id` ON `social_projects` (`invented`, `created_at`, `id`);
-- create "new_youths" table
CREATE TABLE `new_youths` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `family_name_order` text NOT NULL, `given_name_order` text NOT NULL, `search_text` text NOT NULL, `invented` bool NOT NULL DEFAULT (false), `family_name` text NOT NULL, `given_name` text NOT NULL, `registered_at` datetime NOT NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, CONSTRAINT `youths_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE NO ACTION);
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
-- create "journal_entries" table
CREATE TABLE `journal_entries` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `transaction` text NOT NULL, `recorded_at` integer NOT NULL, `actor_kind` text NOT NULL, `actor_id` integer NULL, `request_id` text NULL, `entity` text NOT NULL, `entity_id` integer NULL, `action` text NOT NULL, `before` text NULL, `after` text NULL);
-- set sequence for "journal_entries" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("journal_entries", 274877906943);
-- create index "journalentry_entity_entity_id_id" to table: "journal_entries"
CREATE INDEX `journalentry_entity_entity_id_id` ON `journal_entries` (`entity`, `entity_id`, `id`);
-- create "journal_seals" table
CREATE TABLE `journal_seals` (`position` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `entry_id` integer NOT NULL, `hash` text NOT NULL);
-- set sequence for "journal_seals" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("journal_seals", 279172874239);
-- create index "journal_seals_entry_id_key" to table: "journal_seals"
CREATE UNIQUE INDEX `journal_seals_entry_id_key` ON `journal_seals` (`entry_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
-- What follows is written by hand. The journal is insert-only; REPLACE would
-- delete without a trigger of its own.
-- +goose StatementBegin
CREATE TRIGGER `journal_entries_no_update` BEFORE UPDATE ON `journal_entries` BEGIN SELECT RAISE(ABORT, 'journal_entries is insert-only: UPDATE is refused'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `journal_entries_no_delete` BEFORE DELETE ON `journal_entries` BEGIN SELECT RAISE(ABORT, 'journal_entries is insert-only: DELETE is refused'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `journal_entries_no_replace` BEFORE INSERT ON `journal_entries` WHEN EXISTS (SELECT 1 FROM `journal_entries` WHERE `id` = NEW.`id`)
BEGIN SELECT RAISE(ABORT, 'journal_entries is insert-only: REPLACE is refused'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `journal_seals_no_update` BEFORE UPDATE ON `journal_seals` BEGIN SELECT RAISE(ABORT, 'journal_seals is insert-only: UPDATE is refused'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `journal_seals_no_delete` BEFORE DELETE ON `journal_seals` BEGIN SELECT RAISE(ABORT, 'journal_seals is insert-only: DELETE is refused'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `journal_seals_no_replace` BEFORE INSERT ON `journal_seals` WHEN EXISTS (SELECT 1 FROM `journal_seals` WHERE `position` = NEW.`position` OR `entry_id` = NEW.`entry_id`)
BEGIN SELECT RAISE(ABORT, 'journal_seals is insert-only: REPLACE is refused'); END;
-- +goose StatementEnd
-- Entries that wait for their seal. The triggers keep it, so a restore fills it
-- by itself and no backup has it.
CREATE TABLE IF NOT EXISTS `journal_pending` (`entry_id` integer NOT NULL PRIMARY KEY);
-- +goose StatementBegin
CREATE TRIGGER `journal_entries_await_seal` AFTER INSERT ON `journal_entries` BEGIN INSERT INTO `journal_pending` (`entry_id`) VALUES (NEW.`id`); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `journal_seals_sealed` AFTER INSERT ON `journal_seals` BEGIN DELETE FROM `journal_pending` WHERE `entry_id` = NEW.`entry_id`; END;
-- +goose StatementEnd
