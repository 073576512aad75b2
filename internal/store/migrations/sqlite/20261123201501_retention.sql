-- +goose Up
-- modify "youths" table
ALTER TABLE `youths` ADD COLUMN `active_on` text NULL;
ALTER TABLE `youths` ADD COLUMN `expiry_told_at` datetime NULL;
-- create index "youth_active_on" to table: "youths"
CREATE INDEX `youth_active_on` ON `youths` (`active_on`);
