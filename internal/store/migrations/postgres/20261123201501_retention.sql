-- +goose Up
-- modify "youths" table
ALTER TABLE "youths" ADD COLUMN "active_on" character varying NULL, ADD COLUMN "expiry_told_at" timestamptz NULL;
-- create index "youth_active_on" to table: "youths"
CREATE INDEX "youth_active_on" ON "youths" ("active_on");
