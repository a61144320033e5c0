-- +goose Up
-- A mailed link that lets an owner log in whatever others try.
CREATE TABLE flows_next (
    id text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN (
        'verify', 'first_admin', 'reset', 'change_address', 'undo_address', 'end_sessions', 'keep_account', 'second_factor', 'passkey_new', 'passkey_use', 'log_in')),
    user_id text REFERENCES users (id) ON DELETE CASCADE,
    password_hash text NOT NULL DEFAULT '',
    email text NOT NULL DEFAULT '',
    payload text NOT NULL DEFAULT '',
    attempts bigint NOT NULL DEFAULT 0,
    expires_at timestamp NOT NULL,
    consumed_at timestamp,
    created_at timestamp NOT NULL
);
INSERT INTO flows_next SELECT
    id, kind, user_id, password_hash, email, payload, attempts, expires_at, consumed_at, created_at FROM flows;
DROP TABLE flows;
ALTER TABLE flows_next RENAME TO flows;
CREATE INDEX flows_user_id ON flows (user_id);
CREATE INDEX flows_expires_at ON flows (expires_at);
