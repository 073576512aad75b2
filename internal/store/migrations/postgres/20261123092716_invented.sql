-- +goose Up
-- modify "host_organizations" table
ALTER TABLE "host_organizations" ADD COLUMN "invented" boolean NOT NULL DEFAULT false;
-- modify "localities" table
ALTER TABLE "localities" ADD COLUMN "invented" boolean NOT NULL DEFAULT false;
-- modify "seasons" table
ALTER TABLE "seasons" ADD COLUMN "invented" boolean NOT NULL DEFAULT false;
-- modify "social_projects" table
ALTER TABLE "social_projects" ADD COLUMN "invented" boolean NOT NULL DEFAULT false;
-- create index "socialproject_invented_created_at_id" to table: "social_projects"
CREATE INDEX "socialproject_invented_created_at_id" ON "social_projects" ("invented", "created_at", "id");
-- create index "socialproject_season_id_region_id_stage_published_at_invented" to table: "social_projects"
CREATE INDEX "socialproject_season_id_region_id_stage_published_at_invented" ON "social_projects" ("season_id", "region_id", "stage", "published_at", "invented");
-- modify "youths" table
ALTER TABLE "youths" ADD COLUMN "invented" boolean NOT NULL DEFAULT false;
-- modify "season_regions" table
ALTER TABLE "season_regions" DROP CONSTRAINT "season_regions_sources_source", ALTER COLUMN "source_id" DROP NOT NULL, ADD CONSTRAINT "season_regions_sources_source" FOREIGN KEY ("source_id") REFERENCES "sources" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
