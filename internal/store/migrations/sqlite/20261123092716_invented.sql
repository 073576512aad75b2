-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_host_organizations" table
CREATE TABLE `new_host_organizations` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name_order` text NOT NULL, `search_text` text NOT NULL, `invented` bool NOT NULL DEFAULT (false), `name` text NOT NULL, `registered_at` datetime NOT NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, CONSTRAINT `host_organizations_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `host_organizations_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE SET NULL);
-- set sequence for "new_host_organizations" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_host_organizations", 4294967295);
-- copy rows from old table "host_organizations" to new temporary table "new_host_organizations"
INSERT INTO `new_host_organizations` (`id`, `name_order`, `search_text`, `name`, `registered_at`, `region_id`, `locality_id`) SELECT `id`, `name_order`, `search_text`, `name`, `registered_at`, `region_id`, `locality_id` FROM `host_organizations`;
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
CREATE TABLE `new_localities` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name_kk_order` text NOT NULL, `name_ru_order` text NOT NULL, `search_text` text NOT NULL, `invented` bool NOT NULL DEFAULT (false), `kato` text NOT NULL, `kind` text NOT NULL, `name_kk` text NOT NULL, `name_ru` text NOT NULL, `name_en` text NULL, `region_id` integer NOT NULL, `parent_id` integer NULL, CONSTRAINT `localities_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `localities_localities_children` FOREIGN KEY (`parent_id`) REFERENCES `localities` (`id`) ON DELETE SET NULL);
-- set sequence for "new_localities" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_localities", 8589934591);
-- copy rows from old table "localities" to new temporary table "new_localities"
INSERT INTO `new_localities` (`id`, `name_kk_order`, `name_ru_order`, `search_text`, `kato`, `kind`, `name_kk`, `name_ru`, `name_en`, `region_id`, `parent_id`) SELECT `id`, `name_kk_order`, `name_ru_order`, `search_text`, `kato`, `kind`, `name_kk`, `name_ru`, `name_en`, `region_id`, `parent_id` FROM `localities`;
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
CREATE TABLE `new_seasons` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `invented` bool NOT NULL DEFAULT (false), `year` integer NOT NULL, `name_kk` text NOT NULL, `name_ru` text NOT NULL, `name_en` text NOT NULL, `starts_on` text NULL, `ends_on` text NULL, `state` text NOT NULL, `note_kk` text NULL, `note_ru` text NULL, `note_en` text NULL, `source_id` integer NULL, CONSTRAINT `seasons_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE SET NULL);
-- set sequence for "new_seasons" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_seasons", 34359738367);
-- copy rows from old table "seasons" to new temporary table "new_seasons"
INSERT INTO `new_seasons` (`id`, `year`, `name_kk`, `name_ru`, `name_en`, `starts_on`, `ends_on`, `state`, `note_kk`, `note_ru`, `note_en`, `source_id`) SELECT `id`, `year`, `name_kk`, `name_ru`, `name_en`, `starts_on`, `ends_on`, `state`, `note_kk`, `note_ru`, `note_en`, `source_id` FROM `seasons`;
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
CREATE TABLE `new_season_regions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `office_kk` text NULL, `office_ru` text NULL, `office_en` text NULL, `season_id` integer NOT NULL, `region_id` integer NOT NULL, `source_id` integer NULL, CONSTRAINT `season_regions_seasons_season` FOREIGN KEY (`season_id`) REFERENCES `seasons` (`id`) ON DELETE NO ACTION, CONSTRAINT `season_regions_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `season_regions_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE SET NULL);
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
CREATE TABLE `new_social_projects` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `title_order` text NOT NULL, `search_text` text NOT NULL, `invented` bool NOT NULL DEFAULT (false), `title` text NOT NULL, `summary` text NOT NULL DEFAULT (''), `language` text NOT NULL, `direction` text NOT NULL, `stage` text NOT NULL, `created_at` datetime NOT NULL, `published_at` datetime NULL, `season_id` integer NOT NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, `host_id` integer NULL, CONSTRAINT `social_projects_seasons_season` FOREIGN KEY (`season_id`) REFERENCES `seasons` (`id`) ON DELETE NO ACTION, CONSTRAINT `social_projects_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `social_projects_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE SET NULL, CONSTRAINT `social_projects_host_organizations_host` FOREIGN KEY (`host_id`) REFERENCES `host_organizations` (`id`) ON DELETE SET NULL);
-- set sequence for "new_social_projects" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_social_projects", 42949672959);
-- copy rows from old table "social_projects" to new temporary table "new_social_projects"
INSERT INTO `new_social_projects` (`id`, `title_order`, `search_text`, `title`, `summary`, `language`, `direction`, `stage`, `created_at`, `published_at`, `season_id`, `region_id`, `locality_id`, `host_id`) SELECT `id`, `title_order`, `search_text`, `title`, `summary`, `language`, `direction`, `stage`, `created_at`, `published_at`, `season_id`, `region_id`, `locality_id`, `host_id` FROM `social_projects`;
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
CREATE TABLE `new_youths` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `family_name_order` text NOT NULL, `given_name_order` text NOT NULL, `search_text` text NOT NULL, `invented` bool NOT NULL DEFAULT (false), `family_name` text NOT NULL, `given_name` text NOT NULL, `registered_at` datetime NOT NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, CONSTRAINT `youths_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE SET NULL);
-- set sequence for "new_youths" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("new_youths", 51539607551);
-- copy rows from old table "youths" to new temporary table "new_youths"
INSERT INTO `new_youths` (`id`, `family_name_order`, `given_name_order`, `search_text`, `family_name`, `given_name`, `registered_at`, `region_id`, `locality_id`) SELECT `id`, `family_name_order`, `given_name_order`, `search_text`, `family_name`, `given_name`, `registered_at`, `region_id`, `locality_id` FROM `youths`;
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
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
