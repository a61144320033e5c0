-- +goose Up
-- A closed account keeps its row, so that what the law wants kept still points
-- at something, but nothing personal in it.
ALTER TABLE users ADD COLUMN grace_used_at timestamptz(3); -- the one log-in of an admin without a second factor
ALTER TABLE users ADD COLUMN erase_after timestamptz(3);
ALTER TABLE users ADD COLUMN erased_at timestamptz(3) CHECK (erased_at IS NULL OR (password_hash = '' AND role = 'member' AND verified_at IS NULL));

-- Someone can always administer the site. An erased, disabled or demoted admin counts no more.
-- +goose StatementBegin
CREATE FUNCTION keep_an_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7310579);
    IF NOT EXISTS (SELECT 1 FROM users WHERE id <> OLD.id AND role = 'admin' AND verified_at IS NOT NULL AND disabled_at IS NULL) THEN
        RAISE EXCEPTION 'the last admin has to stay';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER users_keep_an_admin BEFORE UPDATE ON users
FOR EACH ROW WHEN (OLD.role = 'admin' AND OLD.verified_at IS NOT NULL AND OLD.disabled_at IS NULL
    AND (NEW.role <> 'admin' OR NEW.verified_at IS NULL OR NEW.disabled_at IS NOT NULL))
EXECUTE FUNCTION keep_an_admin();

ALTER TABLE sessions ADD COLUMN factor text NOT NULL DEFAULT 'password' CHECK (factor IN ('password', 'totp', 'recovery_code', 'passkey'));
ALTER TABLE sessions ADD COLUMN grace boolean NOT NULL DEFAULT false;
ALTER TABLE sessions ADD COLUMN network text NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN last_seen_at timestamptz(3);
ALTER TABLE sessions ADD COLUMN stepped_up_at timestamptz(3);

ALTER TABLE flows DROP CONSTRAINT flows_kind_check;
ALTER TABLE flows ADD CONSTRAINT flows_kind_check CHECK (kind IN (
    'verify', 'first_admin', 'reset', 'change_address', 'undo_address', 'end_sessions', 'keep_account', 'second_factor', 'passkey_new', 'passkey_use'));
ALTER TABLE flows ADD COLUMN email text NOT NULL DEFAULT '';
ALTER TABLE flows ADD COLUMN payload text NOT NULL DEFAULT '';
ALTER TABLE flows ADD COLUMN attempts bigint NOT NULL DEFAULT 0;
CREATE INDEX flows_expires_at ON flows (expires_at);

-- The secret is sealed with a key that is not in the database.
CREATE TABLE totp_secrets (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    sealed text NOT NULL,
    last_step bigint NOT NULL DEFAULT 0,
    confirmed_at timestamptz(3),
    created_at timestamptz(3) NOT NULL
);

CREATE TABLE recovery_codes (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    selector text NOT NULL,
    hash text NOT NULL,
    used_at timestamptz(3),
    created_at timestamptz(3) NOT NULL,
    UNIQUE (user_id, selector)
);

CREATE TABLE passkeys (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential_id text NOT NULL UNIQUE,
    credential text NOT NULL,
    name text NOT NULL,
    last_used_at timestamptz(3),
    created_at timestamptz(3) NOT NULL
);
CREATE INDEX passkeys_user_id ON passkeys (user_id);

-- How often something was tried, and when it may be tried again. A key is a
-- MAC: the table tells nobody's address.
CREATE TABLE throttles (
    key text PRIMARY KEY,
    count bigint NOT NULL,
    blocked_until timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL
);
CREATE INDEX throttles_updated_at ON throttles (updated_at);

CREATE TABLE audit_entries (
    id uuid PRIMARY KEY,
    actor_id uuid REFERENCES users (id),
    subject_id uuid REFERENCES users (id),
    action text NOT NULL CHECK (action <> ''),
    detail text NOT NULL DEFAULT '',
    network text NOT NULL DEFAULT '',
    browser text NOT NULL DEFAULT '',
    created_at timestamptz(3) NOT NULL
);
CREATE INDEX audit_entries_subject_id ON audit_entries (subject_id, id);
CREATE INDEX audit_entries_actor_id ON audit_entries (actor_id, id);
-- +goose StatementBegin
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only ever added to';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER audit_entries_immutable BEFORE UPDATE OR DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

CREATE TABLE acceptances (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    slug text NOT NULL,
    number bigint NOT NULL,
    sha256 text NOT NULL,
    accepted_at timestamptz(3) NOT NULL,
    UNIQUE (user_id, slug, number)
);

CREATE TABLE exports (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    archive bytea,
    expires_at timestamptz(3) NOT NULL,
    created_at timestamptz(3) NOT NULL
);
CREATE INDEX exports_user_id ON exports (user_id);
