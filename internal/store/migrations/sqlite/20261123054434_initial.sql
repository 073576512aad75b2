-- +goose Up
-- create "figures" table
CREATE TABLE `figures` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `code_order` text NOT NULL, `code` text NOT NULL, `measure` text NOT NULL, `qualifier` text NOT NULL, `basis` text NOT NULL, `value` real NOT NULL, `unit` text NOT NULL, `period_start` text NOT NULL, `period_end` text NOT NULL, `derivation` text NULL, `place_kk` text NULL, `place_ru` text NULL, `place_en` text NULL, `note_kk` text NULL, `note_ru` text NULL, `note_en` text NULL, `season_id` integer NULL, `region_id` integer NULL, `source_id` integer NOT NULL, CONSTRAINT `figures_seasons_season` FOREIGN KEY (`season_id`) REFERENCES `seasons` (`id`) ON DELETE SET NULL, CONSTRAINT `figures_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE SET NULL, CONSTRAINT `figures_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE NO ACTION);
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
-- create "host_organizations" table
CREATE TABLE `host_organizations` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name_order` text NOT NULL, `search_text` text NOT NULL, `name` text NOT NULL, `registered_at` datetime NOT NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, CONSTRAINT `host_organizations_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `host_organizations_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE SET NULL);
-- set sequence for "host_organizations" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("host_organizations", 4294967295);
-- create index "hostorganization_name_order_id" to table: "host_organizations"
CREATE INDEX `hostorganization_name_order_id` ON `host_organizations` (`name_order`, `id`);
-- create index "hostorganization_region_id_name_order_id" to table: "host_organizations"
CREATE INDEX `hostorganization_region_id_name_order_id` ON `host_organizations` (`region_id`, `name_order`, `id`);
-- create index "hostorganization_locality_id" to table: "host_organizations"
CREATE INDEX `hostorganization_locality_id` ON `host_organizations` (`locality_id`);
-- create "localities" table
CREATE TABLE `localities` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name_kk_order` text NOT NULL, `name_ru_order` text NOT NULL, `search_text` text NOT NULL, `kato` text NOT NULL, `kind` text NOT NULL, `name_kk` text NOT NULL, `name_ru` text NOT NULL, `name_en` text NULL, `region_id` integer NOT NULL, `parent_id` integer NULL, CONSTRAINT `localities_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `localities_localities_children` FOREIGN KEY (`parent_id`) REFERENCES `localities` (`id`) ON DELETE SET NULL);
-- set sequence for "localities" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("localities", 8589934591);
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
-- create "members" table
CREATE TABLE `members` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `role` text NOT NULL, `joined_at` datetime NOT NULL, `project_id` integer NOT NULL, `youth_id` integer NOT NULL, CONSTRAINT `members_social_projects_project` FOREIGN KEY (`project_id`) REFERENCES `social_projects` (`id`) ON DELETE NO ACTION, CONSTRAINT `members_youths_youth` FOREIGN KEY (`youth_id`) REFERENCES `youths` (`id`) ON DELETE NO ACTION);
-- set sequence for "members" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("members", 12884901887);
-- create index "member_project_id_youth_id" to table: "members"
CREATE UNIQUE INDEX `member_project_id_youth_id` ON `members` (`project_id`, `youth_id`);
-- create index "member_youth_id" to table: "members"
CREATE INDEX `member_youth_id` ON `members` (`youth_id`);
-- create "regions" table
CREATE TABLE `regions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name_kk_order` text NOT NULL, `name_ru_order` text NOT NULL, `name_en_order` text NOT NULL, `search_text` text NOT NULL, `kato` text NOT NULL, `iso_code` text NOT NULL, `iso_code_before` text NULL, `kind` text NOT NULL, `name_kk` text NOT NULL, `name_ru` text NOT NULL, `name_en` text NOT NULL, `centre_kk` text NOT NULL, `centre_ru` text NOT NULL, `centre_en` text NOT NULL, `time_zone` text NOT NULL, `valid_from` text NULL, `valid_to` text NULL, `note_kk` text NULL, `note_ru` text NULL, `note_en` text NULL, `predecessor_id` integer NULL, `source_id` integer NULL, CONSTRAINT `regions_regions_successors` FOREIGN KEY (`predecessor_id`) REFERENCES `regions` (`id`) ON DELETE SET NULL, CONSTRAINT `regions_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE SET NULL);
-- set sequence for "regions" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("regions", 17179869183);
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
-- create "region_periods" table
CREATE TABLE `region_periods` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `search_text` text NOT NULL, `valid_from` text NULL, `valid_to` text NULL, `name_kk` text NOT NULL, `name_ru` text NOT NULL, `name_en` text NOT NULL, `centre_kk` text NOT NULL, `centre_ru` text NOT NULL, `centre_en` text NOT NULL, `region_id` integer NOT NULL, `source_id` integer NULL, CONSTRAINT `region_periods_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `region_periods_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE SET NULL);
-- set sequence for "region_periods" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("region_periods", 21474836479);
-- create index "regionperiod_region_id_valid_from" to table: "region_periods"
CREATE UNIQUE INDEX `regionperiod_region_id_valid_from` ON `region_periods` (`region_id`, `valid_from`);
-- create index "regionperiod_source_id" to table: "region_periods"
CREATE INDEX `regionperiod_source_id` ON `region_periods` (`source_id`);
-- create "rule_citations" table
CREATE TABLE `rule_citations` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `rule` text NOT NULL, `rule_set_id` integer NOT NULL, `source_id` integer NOT NULL, CONSTRAINT `rule_citations_rule_sets_rule_set` FOREIGN KEY (`rule_set_id`) REFERENCES `rule_sets` (`id`) ON DELETE NO ACTION, CONSTRAINT `rule_citations_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE NO ACTION);
-- set sequence for "rule_citations" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("rule_citations", 25769803775);
-- create index "rulecitation_rule_set_id_rule_source_id" to table: "rule_citations"
CREATE UNIQUE INDEX `rulecitation_rule_set_id_rule_source_id` ON `rule_citations` (`rule_set_id`, `rule`, `source_id`);
-- create index "rulecitation_source_id" to table: "rule_citations"
CREATE INDEX `rulecitation_source_id` ON `rule_citations` (`source_id`);
-- create "rule_sets" table
CREATE TABLE `rule_sets` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `version` integer NOT NULL, `rules` json NOT NULL, `season_id` integer NOT NULL, CONSTRAINT `rule_sets_seasons_season` FOREIGN KEY (`season_id`) REFERENCES `seasons` (`id`) ON DELETE NO ACTION);
-- set sequence for "rule_sets" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("rule_sets", 30064771071);
-- create index "ruleset_season_id_version" to table: "rule_sets"
CREATE UNIQUE INDEX `ruleset_season_id_version` ON `rule_sets` (`season_id`, `version`);
-- create "seasons" table
CREATE TABLE `seasons` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `year` integer NOT NULL, `name_kk` text NOT NULL, `name_ru` text NOT NULL, `name_en` text NOT NULL, `starts_on` text NULL, `ends_on` text NULL, `state` text NOT NULL, `note_kk` text NULL, `note_ru` text NULL, `note_en` text NULL, `source_id` integer NULL, CONSTRAINT `seasons_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE SET NULL);
-- set sequence for "seasons" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("seasons", 34359738367);
-- create index "seasons_year_key" to table: "seasons"
CREATE UNIQUE INDEX `seasons_year_key` ON `seasons` (`year`);
-- create index "season_year_id" to table: "seasons"
CREATE INDEX `season_year_id` ON `seasons` (`year`, `id`);
-- create index "season_source_id" to table: "seasons"
CREATE INDEX `season_source_id` ON `seasons` (`source_id`);
-- create "season_regions" table
CREATE TABLE `season_regions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `office_kk` text NULL, `office_ru` text NULL, `office_en` text NULL, `season_id` integer NOT NULL, `region_id` integer NOT NULL, `source_id` integer NOT NULL, CONSTRAINT `season_regions_seasons_season` FOREIGN KEY (`season_id`) REFERENCES `seasons` (`id`) ON DELETE NO ACTION, CONSTRAINT `season_regions_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `season_regions_sources_source` FOREIGN KEY (`source_id`) REFERENCES `sources` (`id`) ON DELETE NO ACTION);
-- set sequence for "season_regions" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("season_regions", 38654705663);
-- create index "seasonregion_season_id_region_id" to table: "season_regions"
CREATE UNIQUE INDEX `seasonregion_season_id_region_id` ON `season_regions` (`season_id`, `region_id`);
-- create index "seasonregion_region_id" to table: "season_regions"
CREATE INDEX `seasonregion_region_id` ON `season_regions` (`region_id`);
-- create index "seasonregion_source_id" to table: "season_regions"
CREATE INDEX `seasonregion_source_id` ON `season_regions` (`source_id`);
-- create "social_projects" table
CREATE TABLE `social_projects` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `title_order` text NOT NULL, `search_text` text NOT NULL, `title` text NOT NULL, `summary` text NOT NULL DEFAULT (''), `language` text NOT NULL, `direction` text NOT NULL, `stage` text NOT NULL, `created_at` datetime NOT NULL, `published_at` datetime NULL, `season_id` integer NOT NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, `host_id` integer NULL, CONSTRAINT `social_projects_seasons_season` FOREIGN KEY (`season_id`) REFERENCES `seasons` (`id`) ON DELETE NO ACTION, CONSTRAINT `social_projects_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `social_projects_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE SET NULL, CONSTRAINT `social_projects_host_organizations_host` FOREIGN KEY (`host_id`) REFERENCES `host_organizations` (`id`) ON DELETE SET NULL);
-- set sequence for "social_projects" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("social_projects", 42949672959);
-- create index "socialproject_title_order_id" to table: "social_projects"
CREATE INDEX `socialproject_title_order_id` ON `social_projects` (`title_order`, `id`);
-- create index "socialproject_season_id_created_at_id" to table: "social_projects"
CREATE INDEX `socialproject_season_id_created_at_id` ON `social_projects` (`season_id`, `created_at`, `id`);
-- create index "socialproject_season_id_region_id_stage_created_at_id" to table: "social_projects"
CREATE INDEX `socialproject_season_id_region_id_stage_created_at_id` ON `social_projects` (`season_id`, `region_id`, `stage`, `created_at`, `id`);
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
-- create "sources" table
CREATE TABLE `sources` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `code_order` text NOT NULL, `search_text` text NOT NULL, `code` text NOT NULL, `title` text NULL, `language` text NULL, `description_kk` text NOT NULL, `description_ru` text NOT NULL, `description_en` text NOT NULL, `publisher` text NULL, `published_on` text NULL, `address` text NULL, `note_kk` text NULL, `note_ru` text NULL, `note_en` text NULL);
-- set sequence for "sources" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("sources", 47244640255);
-- create index "sources_code_key" to table: "sources"
CREATE UNIQUE INDEX `sources_code_key` ON `sources` (`code`);
-- create index "source_code_order_id" to table: "sources"
CREATE INDEX `source_code_order_id` ON `sources` (`code_order`, `id`);
-- create "youths" table
CREATE TABLE `youths` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `family_name_order` text NOT NULL, `given_name_order` text NOT NULL, `search_text` text NOT NULL, `family_name` text NOT NULL, `given_name` text NOT NULL, `registered_at` datetime NOT NULL, `region_id` integer NOT NULL, `locality_id` integer NULL, CONSTRAINT `youths_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE NO ACTION, CONSTRAINT `youths_localities_locality` FOREIGN KEY (`locality_id`) REFERENCES `localities` (`id`) ON DELETE SET NULL);
-- set sequence for "youths" table
INSERT INTO sqlite_sequence (name, seq) VALUES ("youths", 51539607551);
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
