-- +goose Up
-- The end of a chain of choices is signed each time that it moves: without the key nobody can cut
-- choices off its end, or write all of it again. Empty until the first choice after this.
ALTER TABLE consent_chains ADD COLUMN key_id text NOT NULL DEFAULT '';
ALTER TABLE consent_chains ADD COLUMN signed_at text NOT NULL DEFAULT '';
ALTER TABLE consent_chains ADD COLUMN signature text NOT NULL DEFAULT '';
