-- +goose Up
-- A mailed link that lets an owner log in whatever others try.
ALTER TABLE flows DROP CONSTRAINT flows_kind_check;
ALTER TABLE flows ADD CONSTRAINT flows_kind_check CHECK (kind IN (
    'verify', 'first_admin', 'reset', 'change_address', 'undo_address', 'end_sessions', 'keep_account', 'second_factor', 'passkey_new', 'passkey_use', 'log_in'));
