-- +goose Up
-- A closed account keeps its row, so that what the law wants kept still points
-- at something, but nothing personal in it.
ALTER TABLE users ADD COLUMN grace_used_at timestamp; -- the one log-in of an admin without a second factor
ALTER TABLE users ADD COLUMN erase_after timestamp;
ALTER TABLE users ADD COLUMN erased_at timestamp CHECK (erased_at IS NULL OR (password_hash = '' AND role = 'member' AND verified_at IS NULL));

-- Someone can always administer the site. An erased, disabled or demoted admin counts no more.
-- +goose StatementBegin
CREATE TRIGGER users_keep_an_admin BEFORE UPDATE ON users
WHEN OLD.role = 'admin' AND OLD.verified_at IS NOT NULL AND OLD.disabled_at IS NULL
    AND (NEW.role <> 'admin' OR NEW.verified_at IS NULL OR NEW.disabled_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM users WHERE id <> OLD.id AND role = 'admin' AND verified_at IS NOT NULL AND disabled_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'the last admin has to stay');
END;
-- +goose StatementEnd

ALTER TABLE sessions ADD COLUMN factor text NOT NULL DEFAULT 'password' CHECK (factor IN ('password', 'totp', 'recovery_code', 'passkey'));
ALTER TABLE sessions ADD COLUMN grace boolean NOT NULL DEFAULT false;
ALTER TABLE sessions ADD COLUMN network text NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN last_seen_at timestamp;
ALTER TABLE sessions ADD COLUMN stepped_up_at timestamp;

CREATE TABLE new_flows (
    id text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN (
        'verify', 'first_admin', 'reset', 'change_address', 'undo_address', 'end_sessions', 'keep_account', 'second_factor', 'passkey_new', 'passkey_use')),
    user_id text REFERENCES users (id) ON DELETE CASCADE,
    password_hash text NOT NULL DEFAULT '',
    email text NOT NULL DEFAULT '',
    payload text NOT NULL DEFAULT '',
    attempts bigint NOT NULL DEFAULT 0,
    expires_at timestamp NOT NULL,
    consumed_at timestamp,
    created_at timestamp NOT NULL
);
INSERT INTO new_flows (id, kind, user_id, password_hash, expires_at, consumed_at, created_at)
SELECT id, kind, user_id, password_hash, expires_at, consumed_at, created_at FROM flows;
DROP TABLE flows;
ALTER TABLE new_flows RENAME TO flows;
CREATE INDEX flows_user_id ON flows (user_id);
CREATE INDEX flows_expires_at ON flows (expires_at);

-- The secret is sealed with a key that is not in the database.
CREATE TABLE totp_secrets (
    user_id text PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    sealed text NOT NULL,
    last_step bigint NOT NULL DEFAULT 0,
    confirmed_at timestamp,
    created_at timestamp NOT NULL
);

CREATE TABLE recovery_codes (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    selector text NOT NULL,
    hash text NOT NULL,
    used_at timestamp,
    created_at timestamp NOT NULL,
    UNIQUE (user_id, selector)
);

CREATE TABLE passkeys (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential_id text NOT NULL UNIQUE,
    credential text NOT NULL,
    name text NOT NULL,
    last_used_at timestamp,
    created_at timestamp NOT NULL
);
CREATE INDEX passkeys_user_id ON passkeys (user_id);

-- How often something was tried, and when it may be tried again. A key is a
-- MAC: the table tells nobody's address.
CREATE TABLE throttles (
    key text PRIMARY KEY,
    count bigint NOT NULL,
    blocked_until timestamp NOT NULL,
    updated_at timestamp NOT NULL
);
CREATE INDEX throttles_updated_at ON throttles (updated_at);

CREATE TABLE audit_entries (
    id text PRIMARY KEY,
    actor_id text REFERENCES users (id),
    subject_id text REFERENCES users (id),
    action text NOT NULL CHECK (action <> ''),
    detail text NOT NULL DEFAULT '',
    network text NOT NULL DEFAULT '',
    browser text NOT NULL DEFAULT '',
    created_at timestamp NOT NULL
);
CREATE INDEX audit_entries_subject_id ON audit_entries (subject_id, id);
CREATE INDEX audit_entries_actor_id ON audit_entries (actor_id, id);
-- +goose StatementBegin
CREATE TRIGGER audit_entries_immutable BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only ever added to');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_permanent BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only ever added to');
END;
-- +goose StatementEnd

CREATE TABLE acceptances (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    slug text NOT NULL,
    number bigint NOT NULL,
    sha256 text NOT NULL,
    accepted_at timestamp NOT NULL,
    UNIQUE (user_id, slug, number)
);

CREATE TABLE exports (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    archive blob,
    expires_at timestamp NOT NULL,
    created_at timestamp NOT NULL
);
CREATE INDEX exports_user_id ON exports (user_id);
