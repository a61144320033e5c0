-- +goose Up
-- The first five were brought into this one before there was a release; a database
-- that they made is refused, since these tables are in it.
-- Triggers refuse with codes of our own (PK001 and so on), which models/errors.go lists.

-- Accounts --------------------------------------------------------------

-- A closed account keeps its row, so that what the law wants kept still points
-- at something, but nothing personal in it.
CREATE TABLE users (
    id text PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('member', 'admin')),
    verified_at timestamp,
    disabled_at timestamp,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    grace_used_at timestamp, -- the one log-in of an admin without a second factor
    erase_after timestamp,
    erased_at timestamp CHECK (erased_at IS NULL OR (password_hash = '' AND role = 'member' AND verified_at IS NULL))
);

-- Someone can always administer the site. An erased, disabled or demoted admin counts no more.
-- +goose StatementBegin
CREATE TRIGGER users_keep_an_admin BEFORE UPDATE ON users
WHEN OLD.role = 'admin' AND OLD.verified_at IS NOT NULL AND OLD.disabled_at IS NULL
    AND (NEW.role <> 'admin' OR NEW.verified_at IS NULL OR NEW.disabled_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM users WHERE id <> OLD.id AND role = 'admin' AND verified_at IS NOT NULL AND disabled_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'PK003 the last admin has to stay');
END;
-- +goose StatementEnd

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
    created_at timestamp NOT NULL,
    factor text NOT NULL DEFAULT 'password' CHECK (factor IN ('password', 'totp', 'recovery_code', 'passkey')),
    grace boolean NOT NULL DEFAULT false,
    network text NOT NULL DEFAULT '',
    last_seen_at timestamp,
    stepped_up_at timestamp
);
CREATE INDEX sessions_user_id ON sessions (user_id);

CREATE TABLE flows (
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

CREATE TABLE activity_entries (
    id text PRIMARY KEY,
    actor_id text REFERENCES users (id),
    subject_id text REFERENCES users (id),
    action text NOT NULL CHECK (action <> ''),
    detail text NOT NULL DEFAULT '',
    network text NOT NULL DEFAULT '',
    browser text NOT NULL DEFAULT '',
    created_at timestamp NOT NULL,
    reason text NOT NULL DEFAULT '' -- why an admin did it: the account's owner reads it too
);
CREATE INDEX activity_entries_subject_id ON activity_entries (subject_id, id);
CREATE INDEX activity_entries_actor_id ON activity_entries (actor_id, id);

-- Only where somebody was, with what, and why somebody acted on them, can be taken out, and only
-- once their account is erased.
-- +goose StatementBegin
CREATE TRIGGER activity_entries_immutable BEFORE UPDATE ON activity_entries
WHEN NOT (NEW.id = OLD.id AND NEW.actor_id IS OLD.actor_id AND NEW.subject_id IS OLD.subject_id
    AND NEW.action = OLD.action AND NEW.created_at = OLD.created_at AND NEW.detail IN (OLD.detail, '')
    AND NEW.network IN (OLD.network, '') AND NEW.browser IN (OLD.browser, '') AND NEW.reason IN (OLD.reason, '')
    AND EXISTS (SELECT 1 FROM users WHERE id IN (OLD.actor_id, OLD.subject_id) AND erased_at IS NOT NULL))
BEGIN
    SELECT RAISE(ABORT, 'PK002 the activity log is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER activity_entries_permanent BEFORE DELETE ON activity_entries
BEGIN
    SELECT RAISE(ABORT, 'PK002 the activity log is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER activity_entries_not_replaced BEFORE INSERT ON activity_entries
WHEN EXISTS (SELECT 1 FROM activity_entries WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'PK002 the activity log is only ever added to');
END;
-- +goose StatementEnd

CREATE TABLE exports (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    archive blob,
    expires_at timestamp NOT NULL,
    created_at timestamp NOT NULL
);
CREATE INDEX exports_user_id ON exports (user_id);

-- Sites and their policies ----------------------------------------------

CREATE TABLE sites (
    id text PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    kind text NOT NULL CHECK (kind IN ('own', 'customer')),
    address text NOT NULL CHECK (address <> ''), -- scheme and host: its versions are signed as those of this address
    created_at timestamp NOT NULL
);
CREATE UNIQUE INDEX sites_one_own ON sites (kind) WHERE kind = 'own';

-- Every address that a site ever had: versions of then name it.
CREATE TABLE site_addresses (
    site_id text NOT NULL REFERENCES sites (id),
    address text NOT NULL CHECK (address <> ''),
    created_at timestamp NOT NULL,
    PRIMARY KEY (site_id, address)
);

-- +goose StatementBegin
CREATE TRIGGER site_addresses_immutable BEFORE UPDATE ON site_addresses
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER site_addresses_permanent BEFORE DELETE ON site_addresses
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER site_addresses_not_replaced BEFORE INSERT ON site_addresses
WHEN EXISTS (SELECT 1 FROM site_addresses WHERE site_id = NEW.site_id AND address = NEW.address)
BEGIN
    SELECT RAISE(IGNORE);
END;
-- +goose StatementEnd

-- Which sites changed, in the order of the commits: each publication, withdrawal
-- or published translation moves its site to the next number of one sequence.
-- Who takes a number has the only row of site_sequence until the commit, so that
-- nobody who reads up to a number misses a smaller one.
CREATE TABLE site_changes (
    site_id text PRIMARY KEY REFERENCES sites (id),
    sequence bigint NOT NULL UNIQUE
);
CREATE TABLE site_sequence (
    last bigint NOT NULL
);
INSERT INTO site_sequence (last) VALUES (0);

CREATE TABLE policies (
    id text PRIMARY KEY,
    site_id text NOT NULL REFERENCES sites (id),
    slug text NOT NULL,
    position bigint NOT NULL,
    created_at timestamp NOT NULL,
    UNIQUE (site_id, slug)
);

-- The life of a version: draft, in review, published. One that was published
-- to take effect later is scheduled until then, and superseded when a newer one
-- is in effect: both follow from effective_at.
CREATE TABLE policy_versions (
    id text PRIMARY KEY,
    policy_id text NOT NULL REFERENCES policies (id),
    number bigint,
    state text NOT NULL CHECK (state IN ('draft', 'review', 'published')),
    document text NOT NULL,
    sha256 text NOT NULL,
    summary text NOT NULL DEFAULT '',
    basis bigint NOT NULL DEFAULT 0, -- the version that a draft was made from
    author_id text REFERENCES users (id) ON DELETE SET NULL,
    published_on text,
    published_at timestamp,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    effective_at timestamp,
    materiality text NOT NULL DEFAULT 'editorial' CHECK (materiality IN ('editorial', 'notify', 'ask_again')),
    record text NOT NULL DEFAULT '', -- canonical JSON, what is signed
    record_sha256 text NOT NULL DEFAULT '',
    signature text NOT NULL DEFAULT '',
    key_id text NOT NULL DEFAULT '',
    submitted_by text REFERENCES users (id),
    approved_by text REFERENCES users (id),
    approved_at timestamp,
    UNIQUE (policy_id, number),
    CHECK (state <> 'published' OR (number IS NOT NULL AND published_on IS NOT NULL AND published_at IS NOT NULL
        AND effective_at IS NOT NULL AND effective_at >= published_at)),
    CHECK (approved_by IS NULL OR (approved_by <> author_id AND approved_at IS NOT NULL))
);
CREATE UNIQUE INDEX policy_versions_one_draft ON policy_versions (policy_id) WHERE state <> 'published';
CREATE INDEX policy_versions_asked_again ON policy_versions (policy_id, number) WHERE materiality = 'ask_again';

-- +goose StatementBegin
CREATE TRIGGER policy_versions_permanent BEFORE DELETE ON policy_versions
WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'PK001 a published version never changes');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_versions_immutable BEFORE UPDATE ON policy_versions
WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'PK001 a published version never changes');
END;
-- +goose StatementEnd

-- REPLACE deletes without asking the triggers above: these ask before. And no
-- version is put in unsigned.
-- +goose StatementBegin
CREATE TRIGGER policy_versions_signed BEFORE INSERT ON policy_versions
WHEN NEW.state = 'published' AND NEW.record = ''
BEGIN
    SELECT RAISE(ABORT, 'PK005 a published version is signed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_versions_not_replaced BEFORE INSERT ON policy_versions
WHEN EXISTS (SELECT 1 FROM policy_versions WHERE state = 'published' AND (id = NEW.id OR policy_id = NEW.policy_id AND number = NEW.number))
BEGIN
    SELECT RAISE(ABORT, 'PK001 a published version never changes');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_versions_changed AFTER INSERT ON policy_versions
WHEN NEW.state = 'published'
BEGIN
    UPDATE site_sequence SET last = last + 1;
    INSERT INTO site_changes (site_id, sequence)
    SELECT site_id, (SELECT last FROM site_sequence) FROM policies WHERE id = NEW.policy_id
    ON CONFLICT (site_id) DO UPDATE SET sequence = excluded.sequence;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_versions_published AFTER UPDATE OF state ON policy_versions
WHEN NEW.state = 'published'
BEGIN
    UPDATE site_sequence SET last = last + 1;
    INSERT INTO site_changes (site_id, sequence)
    SELECT site_id, (SELECT last FROM site_sequence) FROM policies WHERE id = NEW.policy_id
    ON CONFLICT (site_id) DO UPDATE SET sequence = excluded.sequence;
END;
-- +goose StatementEnd

-- A version that was published and then taken back before it took effect.
CREATE TABLE policy_withdrawals (
    version_id text PRIMARY KEY REFERENCES policy_versions (id),
    author_id text REFERENCES users (id),
    reason text NOT NULL,
    withdrawn_at timestamp NOT NULL
);

-- +goose StatementBegin
CREATE TRIGGER policy_withdrawals_in_time BEFORE INSERT ON policy_withdrawals
WHEN EXISTS (SELECT 1 FROM policy_versions WHERE id = NEW.version_id AND (state <> 'published' OR effective_at <= NEW.withdrawn_at OR effective_at <= strftime('%Y-%m-%d %H:%M:%f', 'now')))
BEGIN
    SELECT RAISE(ABORT, 'PK004 a version in effect is not withdrawn');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_withdrawals_immutable BEFORE UPDATE ON policy_withdrawals
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_withdrawals_permanent BEFORE DELETE ON policy_withdrawals
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_withdrawals_not_replaced BEFORE INSERT ON policy_withdrawals
WHEN EXISTS (SELECT 1 FROM policy_withdrawals WHERE version_id = NEW.version_id)
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_withdrawals_changed AFTER INSERT ON policy_withdrawals
BEGIN
    UPDATE site_sequence SET last = last + 1;
    INSERT INTO site_changes (site_id, sequence)
    SELECT site_id, (SELECT last FROM site_sequence) FROM policies WHERE id = (SELECT policy_id FROM policy_versions WHERE id = NEW.version_id)
    ON CONFLICT (site_id) DO UPDATE SET sequence = excluded.sequence;
END;
-- +goose StatementEnd

-- What a draft was before each change, for undo.
CREATE TABLE policy_revisions (
    id text PRIMARY KEY,
    version_id text NOT NULL REFERENCES policy_versions (id) ON DELETE CASCADE,
    author_id text REFERENCES users (id) ON DELETE SET NULL,
    document text NOT NULL,
    sha256 text NOT NULL,
    created_at timestamp NOT NULL
);
CREATE INDEX policy_revisions_version_id ON policy_revisions (version_id, id);

-- Who is editing a policy, and who wrote in its draft.
CREATE TABLE policy_editors (
    policy_id text NOT NULL REFERENCES policies (id),
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    seen_at timestamp NOT NULL,
    wrote_at timestamp,
    PRIMARY KEY (policy_id, user_id)
);

-- What a person confirmed of sentences that the grammar does not read: that they mean what is
-- checked, or what kind of sentence they are. The key is the hash of the sentence and of all
-- that its meaning depends on.
CREATE TABLE policy_confirmations (
    policy_id text NOT NULL REFERENCES policies (id),
    key text NOT NULL CHECK (length(key) = 64),
    says text NOT NULL,
    confirmed_as text NOT NULL CHECK (confirmed_as IN ('attested', 'intention', 'law', 'general knowledge', 'what others do', 'not checkable', 'translated')),
    by text NOT NULL CHECK (by IN ('admin', 'shipped', 'operator')),
    user_id text REFERENCES users (id) ON DELETE SET NULL,
    alone boolean NOT NULL DEFAULT FALSE, -- by somebody who wrote in the draft
    reason text NOT NULL DEFAULT '',
    confirmed_at timestamp NOT NULL,
    PRIMARY KEY (policy_id, key),
    CHECK (NOT alone OR reason <> '')
);

-- Every anchor that a published version ever had: none is given to another section.
CREATE TABLE policy_anchors (
    policy_id text NOT NULL REFERENCES policies (id),
    anchor text NOT NULL,
    PRIMARY KEY (policy_id, anchor)
);

-- A version in another language: words by the key of their place.
CREATE TABLE policy_translations (
    id text PRIMARY KEY,
    policy_id text NOT NULL REFERENCES policies (id),
    version_id text NOT NULL REFERENCES policy_versions (id),
    language text NOT NULL,
    number bigint, -- in the order of publication, of the policy in the language
    state text NOT NULL CHECK (state IN ('draft', 'published')),
    words text NOT NULL,
    sha256 text NOT NULL,
    author_id text REFERENCES users (id) ON DELETE SET NULL,
    published_at timestamp,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    record text NOT NULL DEFAULT '', -- canonical JSON, what is signed
    record_sha256 text NOT NULL DEFAULT '',
    signature text NOT NULL DEFAULT '',
    key_id text NOT NULL DEFAULT '',
    UNIQUE (policy_id, language, number),
    CHECK ((state = 'published') = (record <> '')),
    CHECK ((state = 'published') = (published_at IS NOT NULL AND number IS NOT NULL))
);
CREATE UNIQUE INDEX policy_translations_one_draft ON policy_translations (policy_id, language) WHERE state = 'draft';
CREATE INDEX policy_translations_version_id ON policy_translations (version_id, language);

-- +goose StatementBegin
CREATE TRIGGER policy_translations_immutable BEFORE UPDATE ON policy_translations
WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'PK001 a published version never changes');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_translations_permanent BEFORE DELETE ON policy_translations
WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'PK001 a published version never changes');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_translations_not_replaced BEFORE INSERT ON policy_translations
WHEN EXISTS (SELECT 1 FROM policy_translations WHERE state = 'published' AND (id = NEW.id OR policy_id = NEW.policy_id AND language = NEW.language AND number = NEW.number))
BEGIN
    SELECT RAISE(ABORT, 'PK001 a published version never changes');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_translations_changed AFTER INSERT ON policy_translations
WHEN NEW.state = 'published'
BEGIN
    UPDATE site_sequence SET last = last + 1;
    INSERT INTO site_changes (site_id, sequence)
    SELECT site_id, (SELECT last FROM site_sequence) FROM policies WHERE id = NEW.policy_id
    ON CONFLICT (site_id) DO UPDATE SET sequence = excluded.sequence;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER policy_translations_published AFTER UPDATE OF state ON policy_translations
WHEN NEW.state = 'published'
BEGIN
    UPDATE site_sequence SET last = last + 1;
    INSERT INTO site_changes (site_id, sequence)
    SELECT site_id, (SELECT last FROM site_sequence) FROM policies WHERE id = NEW.policy_id
    ON CONFLICT (site_id) DO UPDATE SET sequence = excluded.sequence;
END;
-- +goose StatementEnd

-- The public halves of the keys that versions were signed with.
CREATE TABLE signing_keys (
    id text PRIMARY KEY,
    public_key text NOT NULL,
    created_at timestamp NOT NULL
);

-- +goose StatementBegin
CREATE TRIGGER signing_keys_immutable BEFORE UPDATE ON signing_keys
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER signing_keys_permanent BEFORE DELETE ON signing_keys
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER signing_keys_not_replaced BEFORE INSERT ON signing_keys
WHEN EXISTS (SELECT 1 FROM signing_keys WHERE id = NEW.id)
BEGIN
    SELECT RAISE(IGNORE);
END;
-- +goose StatementEnd

-- From when on a key was the one that signs, until the next use of another.
CREATE TABLE signing_key_uses (
    id text PRIMARY KEY,
    key_id text NOT NULL REFERENCES signing_keys (id),
    used_from timestamp NOT NULL
);

-- +goose StatementBegin
CREATE TRIGGER signing_key_uses_immutable BEFORE UPDATE ON signing_key_uses
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER signing_key_uses_permanent BEFORE DELETE ON signing_key_uses
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

CREATE TABLE acceptances (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    policy_id text NOT NULL REFERENCES policies (id),
    number bigint NOT NULL,
    sha256 text NOT NULL,
    accepted_at timestamp NOT NULL,
    UNIQUE (user_id, policy_id, number)
);

-- Who wants a mail when a policy changes. Without confirmed_at they only asked.
CREATE TABLE policy_subscribers (
    id text PRIMARY KEY,
    site_id text NOT NULL REFERENCES sites (id),
    email text NOT NULL CHECK (email = lower(email)),
    confirmed_at timestamp,
    created_at timestamp NOT NULL,
    UNIQUE (site_id, email)
);

-- How far the telling of a version has come: up to which subscriber and member.
CREATE TABLE policy_announcements (
    version_id text PRIMARY KEY REFERENCES policy_versions (id),
    subscribers_to text NOT NULL DEFAULT '',
    members_to text NOT NULL DEFAULT '',
    finished_at timestamp,
    created_at timestamp NOT NULL
);

-- What visitors were asked, word by word, by the hash of it.
CREATE TABLE consent_questions (
    sha256 text PRIMARY KEY,
    wording text NOT NULL, -- canonical JSON
    created_at timestamp NOT NULL
);

-- +goose StatementBegin
CREATE TRIGGER consent_questions_immutable BEFORE UPDATE ON consent_questions
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER consent_questions_permanent BEFORE DELETE ON consent_questions
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER consent_questions_not_replaced BEFORE INSERT ON consent_questions
WHEN EXISTS (SELECT 1 FROM consent_questions WHERE sha256 = NEW.sha256)
BEGIN
    SELECT RAISE(IGNORE);
END;
-- +goose StatementEnd

-- The two ends of a site's chain of choices. Those up to the anchor were deleted after their
-- period; the oldest one that is left follows on the hash that is kept here.
CREATE TABLE consent_chains (
    site_id text PRIMARY KEY REFERENCES sites (id),
    last bigint NOT NULL,
    last_hash text NOT NULL,
    anchor bigint NOT NULL CHECK (anchor BETWEEN 0 AND last),
    anchor_hash text NOT NULL
);

-- +goose StatementBegin
CREATE TRIGGER consent_chains_forward BEFORE UPDATE ON consent_chains
WHEN NEW.site_id <> OLD.site_id OR NEW.last < OLD.last OR NEW.anchor < OLD.anchor
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER consent_chains_permanent BEFORE DELETE ON consent_chains
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER consent_chains_not_replaced BEFORE INSERT ON consent_chains
WHEN EXISTS (SELECT 1 FROM consent_chains WHERE site_id = NEW.site_id)
BEGIN
    SELECT RAISE(IGNORE);
END;
-- +goose StatementEnd

-- What visitors chose. No address, no browser, no account. Each row's hash covers the hash of
-- the one before it on its site.
CREATE TABLE consents (
    id text PRIMARY KEY,
    site_id text NOT NULL REFERENCES sites (id),
    sequence bigint NOT NULL,
    version_id text NOT NULL REFERENCES policy_versions (id),
    version bigint NOT NULL, -- its number
    sha256 text NOT NULL,
    fingerprint text NOT NULL,
    question_sha256 text REFERENCES consent_questions (sha256), -- null: a no to another question
    categories text NOT NULL, -- JSON: every optional category, true or false
    gpc boolean NOT NULL,
    source text NOT NULL CHECK (source IN ('banner', 'page', 'withdrawal')),
    locale text NOT NULL DEFAULT '',
    previous_id text, -- the same browser's choice before; it may be deleted already
    created_at timestamp NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL,
    UNIQUE (site_id, sequence)
);

-- +goose StatementBegin
CREATE TRIGGER consents_immutable BEFORE UPDATE ON consents
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- A row goes after three years, once the chain keeps the hash that the next one follows on.
-- +goose StatementBegin
CREATE TRIGGER consents_permanent BEFORE DELETE ON consents
WHEN OLD.created_at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-1095 days')
    OR NOT EXISTS (SELECT 1 FROM consent_chains WHERE site_id = OLD.site_id AND anchor >= OLD.sequence)
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER consents_not_replaced BEFORE INSERT ON consents
WHEN EXISTS (SELECT 1 FROM consents WHERE id = NEW.id OR site_id = NEW.site_id AND sequence = NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'PK002 this is only ever added to');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER consents_chained BEFORE INSERT ON consents
WHEN NOT EXISTS (SELECT 1 FROM consent_chains
    WHERE site_id = NEW.site_id AND last = NEW.sequence - 1 AND last_hash = NEW.previous_hash)
BEGIN
    SELECT RAISE(ABORT, 'PK006 a choice follows on the last one');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER consents_added AFTER INSERT ON consents
BEGIN
    UPDATE consent_chains SET last = NEW.sequence, last_hash = NEW.hash WHERE site_id = NEW.site_id;
END;
-- +goose StatementEnd

-- Audits ----------------------------------------------------------------

-- The audits of a site: a browser looked, and this is what it saw.
CREATE TABLE audits (
    id text PRIMARY KEY,
    site_id text NOT NULL REFERENCES sites (id),
    version_id text REFERENCES policy_versions (id), -- that the site was compared with; null: none that is known here
    asked_at timestamp NOT NULL,
    asked_by text REFERENCES users (id) ON DELETE SET NULL, -- null: the schedule
    started_at timestamp,
    ended_at timestamp,
    state text NOT NULL CHECK (state IN ('asked', 'running', 'done', 'failed')),
    problem text NOT NULL, -- why it failed, in words for people
    policy_slug text NOT NULL, -- empty: the site had no policy to compare with
    policy_version bigint NOT NULL,
    policy_sha256 text NOT NULL,
    browser text NOT NULL,
    claims_hold bigint NOT NULL,
    claims_fail bigint NOT NULL,
    claims_total bigint NOT NULL,
    findings_high bigint NOT NULL,
    findings_medium bigint NOT NULL,
    findings_low bigint NOT NULL,
    passed boolean NOT NULL,
    report text NOT NULL -- JSON
);
-- Of each site, one waits at most and one runs at most, however many servers there are.
CREATE UNIQUE INDEX audits_open ON audits (site_id, state) WHERE state IN ('asked', 'running');
CREATE INDEX audits_state ON audits (site_id, state, id);
CREATE INDEX audits_site_id ON audits (site_id, id);

CREATE TABLE audit_screenshots (
    audit_id text NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
    n bigint NOT NULL,
    journey text NOT NULL,
    url text NOT NULL,
    jpeg blob NOT NULL,
    PRIMARY KEY (audit_id, n)
);

-- Billing ---------------------------------------------------------------

-- What Stripe knows of a customer that pages show, as JSON; when it was last
-- fetched, and why that did not work since.
CREATE TABLE billing_customers (
    id text PRIMARY KEY,
    user_id text NOT NULL UNIQUE REFERENCES users (id),
    stripe_id text NOT NULL UNIQUE,
    dirty_seq bigint NOT NULL DEFAULT 0,
    synced_seq bigint NOT NULL DEFAULT 0,
    lease_token text NOT NULL DEFAULT '',
    lease_expires_at timestamp,
    created_at timestamp NOT NULL,
    details text NOT NULL DEFAULT '{}',
    synced_at timestamp,
    failures bigint NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT ''
);
CREATE INDEX billing_customers_dirty ON billing_customers (id) WHERE dirty_seq > synced_seq;

-- Every event that got a 2xx, once.
-- An event is followed once its customer's synced_seq has reached seq.
CREATE TABLE stripe_events (
    id text PRIMARY KEY,
    kind text NOT NULL,
    customer text NOT NULL,
    api_version text NOT NULL,
    received_at timestamp NOT NULL,
    customer_id text REFERENCES billing_customers (id),
    seq bigint NOT NULL DEFAULT 0,
    object_id text NOT NULL DEFAULT '',
    charge text NOT NULL DEFAULT '' -- of an event that names no customer
);
CREATE INDEX stripe_events_unclaimed ON stripe_events (charge) WHERE customer_id IS NULL AND charge <> '';
CREATE INDEX stripe_events_received_at ON stripe_events (received_at, id);
CREATE INDEX stripe_events_customer_id ON stripe_events (customer_id);

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
    updated_at timestamp NOT NULL,
    price_id text NOT NULL DEFAULT '',
    item_id text NOT NULL DEFAULT '',
    quantity bigint NOT NULL DEFAULT 1,
    trial_ends_at timestamp,
    cancel_at timestamp,
    ended_at timestamp,
    past_due_since timestamp,
    discount text NOT NULL DEFAULT '',
    payment_url text NOT NULL DEFAULT '', -- of an invoice that waits to be paid
    pending_plan_id text NOT NULL DEFAULT '', -- a change that waits for its payment
    schedule_id text NOT NULL DEFAULT '', -- that decides about it at Stripe
    next_at timestamp, -- when a scheduled change takes effect; NULL: none is
    next_plan_id text NOT NULL DEFAULT '', -- empty: it is none of ours
    next_price_id text NOT NULL DEFAULT '',
    next_quantity bigint NOT NULL DEFAULT 0,
    next_amount bigint NOT NULL DEFAULT 0,
    next_interval text NOT NULL DEFAULT ''
);
CREATE INDEX subscriptions_customer_id ON subscriptions (customer_id);

-- What a subscription costs from a time on: Stripe tells only what it costs now.
CREATE TABLE subscription_rates (
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    since timestamp NOT NULL,
    amount bigint NOT NULL,
    interval text NOT NULL, -- empty: it costs nothing
    PRIMARY KEY (subscription_id, since)
);

-- One attempt to buy, and what for: its page is offered again only for the same.
-- At most one is open for an owner.
CREATE TABLE checkouts (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id),
    plan_id text NOT NULL,
    session_id text UNIQUE,
    url text NOT NULL DEFAULT '',
    state text NOT NULL CHECK (state IN ('open', 'complete', 'expired')),
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    currency text NOT NULL DEFAULT '',
    interval text NOT NULL DEFAULT '', -- empty: bought once
    quantity bigint NOT NULL DEFAULT 1 CHECK (quantity > 0)
);
CREATE UNIQUE INDEX checkouts_one_open ON checkouts (user_id) WHERE state = 'open';
CREATE INDEX checkouts_user_id ON checkouts (user_id);
CREATE INDEX checkouts_state ON checkouts (state, created_at);

-- What Stripe billed.
CREATE TABLE invoices (
    id text PRIMARY KEY,
    customer_id text NOT NULL REFERENCES billing_customers (id),
    subscription_id text NOT NULL, -- empty: bought once
    number text NOT NULL,
    status text NOT NULL,
    reason text NOT NULL,
    description text NOT NULL,
    currency text NOT NULL,
    total bigint NOT NULL,
    tax bigint NOT NULL,
    amount_due bigint NOT NULL,
    amount_paid bigint NOT NULL,
    attempts bigint NOT NULL,
    next_attempt_at timestamp,
    hosted_url text NOT NULL,
    pdf_url text NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL
);
CREATE INDEX invoices_customer_id ON invoices (customer_id, created_at);
CREATE INDEX invoices_number ON invoices (number);

-- What was bought once, by its checkout session.
CREATE TABLE purchases (
    id text PRIMARY KEY,
    customer_id text NOT NULL REFERENCES billing_customers (id),
    product_id text NOT NULL,
    quantity bigint NOT NULL CHECK (quantity > 0),
    amount bigint NOT NULL,
    currency text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'paid', 'failed', 'refunded', 'disputed', 'lost')),
    payment_intent text NOT NULL,
    bought_at timestamp NOT NULL,
    paid_at timestamp,
    updated_at timestamp NOT NULL
);
CREATE INDEX purchases_customer_id ON purchases (customer_id);

-- Money that moved, was given back, or is argued about.
CREATE TABLE charges (
    id text PRIMARY KEY,
    customer_id text NOT NULL REFERENCES billing_customers (id),
    payment_intent text NOT NULL,
    invoice_id text NOT NULL,
    status text NOT NULL,
    amount bigint NOT NULL,
    amount_refunded bigint NOT NULL,
    currency text NOT NULL,
    dispute_id text NOT NULL,
    dispute_status text NOT NULL,
    receipt_url text NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL
);
CREATE INDEX charges_customer_id ON charges (customer_id);
CREATE INDEX charges_payment_intent ON charges (payment_intent);

-- What somebody may use, and why: access is all grants together.
CREATE TABLE grants (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id),
    source text NOT NULL CHECK (source IN ('subscription', 'purchase', 'gift')),
    source_id text NOT NULL,
    ware_id text NOT NULL,
    sites bigint NOT NULL CHECK (sites >= 0),
    audits_per_month bigint NOT NULL CHECK (audits_per_month >= 0),
    starts_at timestamp NOT NULL,
    ends_at timestamp,
    reason text NOT NULL DEFAULT '',
    given_by text REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    UNIQUE (source, source_id)
);
CREATE INDEX grants_user_id ON grants (user_id);

-- How much of an entitlement is used; period is a month like 2026-11, or empty
-- for what is held at a time.
CREATE TABLE usages (
    user_id text NOT NULL REFERENCES users (id),
    entitlement text NOT NULL,
    period text NOT NULL,
    used bigint NOT NULL CHECK (used >= 0),
    PRIMARY KEY (user_id, entitlement, period)
);

-- What was done because of something at Stripe, once for each such thing.
CREATE TABLE billing_effects (
    kind text NOT NULL,
    object_id text NOT NULL,
    customer_id text NOT NULL REFERENCES billing_customers (id),
    created_at timestamp NOT NULL,
    PRIMARY KEY (kind, object_id)
);

-- What an admin has to look at.
CREATE TABLE billing_alerts (
    id text PRIMARY KEY,
    kind text NOT NULL,
    object_id text NOT NULL,
    customer_id text REFERENCES billing_customers (id),
    note text NOT NULL,
    created_at timestamp NOT NULL,
    resolved_at timestamp,
    UNIQUE (kind, object_id)
);

-- Mails of a development server -----------------------------------------

-- Mails of a development server, which nobody sends.
CREATE TABLE outbox_mails (
    id text PRIMARY KEY,
    recipient text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    sent_at timestamp NOT NULL
);

-- The queue ---------------------------------------------------------------

-- River's own tables, as its migrator makes them up to its version 8. It finds
-- them done, and brings them further when a newer River has more.
CREATE TABLE river_job (
    id integer PRIMARY KEY AUTOINCREMENT,
    args blob NOT NULL DEFAULT (jsonb('{}')),
    attempt integer NOT NULL DEFAULT 0,
    attempted_at timestamp,
    attempted_by blob, -- json
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    errors blob, -- json
    finalized_at timestamp,
    kind text NOT NULL,
    max_attempts integer NOT NULL DEFAULT 25,
    metadata blob NOT NULL DEFAULT (jsonb('{}')),
    priority integer NOT NULL DEFAULT 1,
    queue text NOT NULL DEFAULT 'default',
    state text NOT NULL DEFAULT 'available',
    scheduled_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    tags blob NOT NULL DEFAULT (jsonb('[]')),
    unique_key blob,
    unique_states integer,
    CONSTRAINT finalized_or_finalized_at_null CHECK (
        (finalized_at IS NULL AND state NOT IN ('cancelled', 'completed', 'discarded')) OR
        (finalized_at IS NOT NULL AND state IN ('cancelled', 'completed', 'discarded'))
    ),
    CONSTRAINT priority_in_range CHECK (priority >= 1 AND priority <= 4),
    CONSTRAINT queue_length CHECK (length(queue) > 0 AND length(queue) < 128),
    CONSTRAINT kind_length CHECK (length(kind) > 0 AND length(kind) < 128),
    CONSTRAINT state_valid CHECK (state IN ('available', 'cancelled', 'completed', 'discarded', 'pending', 'retryable', 'running', 'scheduled'))
);
CREATE INDEX river_job_kind ON river_job (kind);
CREATE INDEX river_job_state_and_finalized_at_index ON river_job (state, finalized_at) WHERE finalized_at IS NOT NULL;
CREATE INDEX river_job_prioritized_fetching_index ON river_job (state, queue, priority, scheduled_at, id);
CREATE UNIQUE INDEX river_job_unique_idx ON river_job (unique_key)
    WHERE unique_key IS NOT NULL
        AND unique_states IS NOT NULL
        AND CASE state
            WHEN 'available' THEN unique_states & (1 << 0)
            WHEN 'cancelled' THEN unique_states & (1 << 1)
            WHEN 'completed' THEN unique_states & (1 << 2)
            WHEN 'discarded' THEN unique_states & (1 << 3)
            WHEN 'pending'   THEN unique_states & (1 << 4)
            WHEN 'retryable' THEN unique_states & (1 << 5)
            WHEN 'running'   THEN unique_states & (1 << 6)
            WHEN 'scheduled' THEN unique_states & (1 << 7)
            ELSE 0
        END >= 1;

CREATE TABLE river_leader (
    elected_at timestamp NOT NULL,
    expires_at timestamp NOT NULL,
    leader_id text NOT NULL,
    name text PRIMARY KEY NOT NULL DEFAULT 'default' CHECK (name = 'default'),
    CONSTRAINT name_length CHECK (length(name) > 0 AND length(name) < 128),
    CONSTRAINT leader_id_length CHECK (length(leader_id) > 0 AND length(leader_id) < 128)
);

CREATE TABLE river_notification (
    id integer PRIMARY KEY AUTOINCREMENT,
    created_at timestamp NOT NULL DEFAULT (datetime('now', 'subsec')),
    payload text NOT NULL,
    topic text NOT NULL,
    CONSTRAINT topic_length CHECK (length(topic) > 0 AND length(topic) < 128)
);
CREATE INDEX river_notification_created_at_idx ON river_notification (created_at);
CREATE INDEX river_notification_topic_id_idx ON river_notification (topic, id);

CREATE TABLE river_queue (
    name text PRIMARY KEY NOT NULL,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    metadata blob NOT NULL DEFAULT (jsonb('{}')),
    paused_at timestamp,
    updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE river_migration (
    line text NOT NULL,
    version integer NOT NULL,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT line_length CHECK (length(line) > 0 AND length(line) < 128),
    CONSTRAINT version_gte_1 CHECK (version >= 1),
    PRIMARY KEY (line, version)
);
INSERT INTO river_migration (line, version)
VALUES ('main', 1), ('main', 2), ('main', 3), ('main', 4), ('main', 5), ('main', 6), ('main', 7), ('main', 8);
