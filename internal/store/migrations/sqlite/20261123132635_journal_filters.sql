-- +goose Up
-- create index "journalentry_entity_actor_kind_recorded_at_id" to table: "journal_entries"
CREATE INDEX `journalentry_entity_actor_kind_recorded_at_id` ON `journal_entries` (`entity`, `actor_kind`, `recorded_at`, `id`);
-- create index "journalentry_actor_id_entity_actor_kind_recorded_at_id" to table: "journal_entries"
CREATE INDEX `journalentry_actor_id_entity_actor_kind_recorded_at_id` ON `journal_entries` (`actor_id`, `entity`, `actor_kind`, `recorded_at`, `id`) WHERE actor_id IS NOT NULL;
