-- +goose Up
CREATE TABLE sites (
    id text PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    created_at timestamp NOT NULL
);

CREATE TABLE users (
    id text PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('member', 'admin')),
    verified_at timestamp,
    disabled_at timestamp,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL
);

CREATE TABLE sessions (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    counter bigint NOT NULL CHECK (counter >= 0),
    confirmed_counter bigint NOT NULL,
    rotated_at timestamp,
    idle_expires_at timestamp NOT NULL,
    absolute_expires_at timestamp NOT NULL,
    revoked_at timestamp,
    revoked_because text NOT NULL DEFAULT '',
    user_agent text NOT NULL,
    created_at timestamp NOT NULL
);
CREATE INDEX sessions_user_id ON sessions (user_id);

-- What waits for a person to come back through a mailed or printed link.
CREATE TABLE flows (
    id text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('verify', 'first_admin')),
    user_id text REFERENCES users (id) ON DELETE CASCADE,
    password_hash text NOT NULL DEFAULT '',
    expires_at timestamp NOT NULL,
    consumed_at timestamp,
    created_at timestamp NOT NULL
);
CREATE INDEX flows_user_id ON flows (user_id);

CREATE TABLE policies (
    id text PRIMARY KEY,
    site_id text NOT NULL REFERENCES sites (id),
    slug text NOT NULL,
    position bigint NOT NULL,
    created_at timestamp NOT NULL,
    UNIQUE (site_id, slug)
);

CREATE TABLE policy_versions (
    id text PRIMARY KEY,
    policy_id text NOT NULL REFERENCES policies (id),
    number bigint,
    state text NOT NULL CHECK (state IN ('draft', 'published')),
    document text NOT NULL,
    sha256 text NOT NULL,
    summary text NOT NULL DEFAULT '',
    basis bigint NOT NULL DEFAULT 0, -- the version that a draft was made from
    author_id text REFERENCES users (id) ON DELETE SET NULL,
    published_on text,
    published_at timestamp,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    UNIQUE (policy_id, number),
    CHECK (state = 'draft' OR (number IS NOT NULL AND published_on IS NOT NULL AND published_at IS NOT NULL))
);
CREATE UNIQUE INDEX policy_versions_one_draft ON policy_versions (policy_id) WHERE state = 'draft';

CREATE TABLE billing_customers (
    id text PRIMARY KEY,
    user_id text NOT NULL UNIQUE REFERENCES users (id),
    stripe_id text NOT NULL UNIQUE,
    dirty_seq bigint NOT NULL DEFAULT 0,
    synced_seq bigint NOT NULL DEFAULT 0,
    lease_token text NOT NULL DEFAULT '',
    lease_expires_at timestamp,
    created_at timestamp NOT NULL
);

CREATE TABLE subscriptions (
    id text PRIMARY KEY,
    customer_id text NOT NULL REFERENCES billing_customers (id),
    plan_id text NOT NULL,
    status text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    interval text NOT NULL,
    cancel_at_period_end boolean NOT NULL,
    current_period_end timestamp NOT NULL,
    started_at timestamp NOT NULL,
    updated_at timestamp NOT NULL
);
CREATE INDEX subscriptions_customer_id ON subscriptions (customer_id);

-- One attempt to buy. At most one is open for an owner.
CREATE TABLE checkouts (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id),
    plan_id text NOT NULL,
    session_id text UNIQUE,
    url text NOT NULL DEFAULT '',
    state text NOT NULL CHECK (state IN ('open', 'complete', 'expired')),
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL
);
CREATE UNIQUE INDEX checkouts_one_open ON checkouts (user_id) WHERE state = 'open';
CREATE INDEX checkouts_user_id ON checkouts (user_id);

-- Every event that got a 2xx, once.
CREATE TABLE stripe_events (
    id text PRIMARY KEY,
    kind text NOT NULL,
    customer text NOT NULL,
    api_version text NOT NULL,
    received_at timestamp NOT NULL
);

-- Mails of a development server, which nobody sends.
CREATE TABLE outbox_mails (
    id text PRIMARY KEY,
    recipient text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    sent_at timestamp NOT NULL
);

-- A published version never changes.
-- +goose StatementBegin
CREATE TRIGGER policy_versions_immutable BEFORE UPDATE ON policy_versions
WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'a published version never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_versions_permanent BEFORE DELETE ON policy_versions
WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'a published version never changes');
END;
-- +goose StatementEnd
