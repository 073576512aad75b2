-- +goose Up
-- The master keys that may wrap keys. One cannot leave while a key is wrapped by
-- it, and once it has left no key can be.
CREATE TABLE master_keys (
  id bigint NOT NULL PRIMARY KEY,
  made_at timestamptz NOT NULL
);
CREATE TABLE person_keys (
  subject bigint NOT NULL PRIMARY KEY,
  wrapped bytea NOT NULL,
  master bigint NOT NULL REFERENCES master_keys (id),
  made_at timestamptz NOT NULL
);
CREATE INDEX person_keys_master ON person_keys (master);
