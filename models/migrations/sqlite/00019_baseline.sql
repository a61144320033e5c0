-- +goose Up
-- The first nineteen were brought into this one before there was a release: a database that all of
-- them made is as this one makes it, and one that some of them made is refused, since it has tables of these.
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
    erased_at timestamp CHECK (erased_at IS NULL OR (password_hash = '' AND role = 'member' AND verified_at IS NULL)),
    -- When a mail server last said for good that the address takes no mail; NULL: it takes it.
    bounced_at timestamp
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
    created_at timestamp NOT NULL,
    -- How the site is called and reached, as its policies print it, and how they look.
    name text NOT NULL DEFAULT '',
    contact text NOT NULL DEFAULT '',
    zone text NOT NULL DEFAULT 'UTC',
    accent text NOT NULL DEFAULT '', -- like #0a7d4b; empty: ours
    -- How many days after it was confirmed a contradiction shows on the site's page.
    notice_days bigint NOT NULL DEFAULT 7 CHECK (notice_days BETWEEN 0 AND 30),
    -- trial: asked for by somebody at the front door. paused: its owner's plan does not keep it up.
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('trial', 'active', 'paused', 'closing', 'deleted', 'taken_down')),
    state_since timestamp,
    state_reason text NOT NULL DEFAULT '', -- of a takedown, which everybody reads
    network text NOT NULL DEFAULT '', -- of whom a trial was asked for
    -- When it is audited next; null: never by itself. audit_days is how many days after the last one.
    next_audit_at timestamp,
    audit_days bigint NOT NULL DEFAULT 1 CHECK (audit_days BETWEEN 1 AND 7),
    unchanged_since timestamp, -- since when audits see the same
    -- What a look without a browser saw, as JSON: the pages, and a hash of what they set and load.
    -- look_audit_id: the audit that was asked for with it; null: the next one takes a browser. looked_at is when a look that saw the same
    -- last stood in for an audit.
    look text NOT NULL DEFAULT '' CHECK (length(look) <= 10000),
    look_audit_id text,
    looked_at timestamp,
    -- When it is paused, since its owner's plan has no room for it; and whether the owner chose it to stay.
    pauses_at timestamp,
    preferred boolean NOT NULL DEFAULT false,
    host_lost_at timestamp -- since when it does not show its token any more
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
    by text NOT NULL CHECK (by IN ('admin', 'owner', 'shipped', 'operator')),
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
    anchor_hash text NOT NULL,
    -- The end of a chain of choices is signed each time that it moves: without the key nobody can cut
    -- choices off its end, or write all of it again. Empty until the first choice after this.
    key_id text NOT NULL DEFAULT '',
    signed_at text NOT NULL DEFAULT '',
    signature text NOT NULL DEFAULT ''
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
    report text NOT NULL, -- JSON
    -- How far the audit is that runs, as JSON; empty where it has not begun or is over.
    progress text NOT NULL DEFAULT '',
    -- When an admin asked the audit to stop; null: nobody did.
    stop_asked_at timestamp,
    -- Why it was asked for, and whether it saw all that it set out to see.
    cause text NOT NULL DEFAULT 'schedule' CHECK (cause IN ('schedule', 'asked', 'trial', 'confirm')),
    complete boolean NOT NULL DEFAULT false,
    -- Whether it was taken from the owner's plan, and not given back.
    counted boolean NOT NULL DEFAULT false
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
    last_error text NOT NULL DEFAULT '',
    -- queued_seq: up to which hint there is a job that follows it.
    queued_seq integer NOT NULL DEFAULT 0,
    -- Whether the movements of the customer are noted.
    counted boolean NOT NULL DEFAULT false
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
    charge text NOT NULL DEFAULT '', -- of an event that names no customer
    -- Whose an event is: one of another mode or account is stored and not followed.
    livemode boolean NOT NULL DEFAULT false,
    account text NOT NULL DEFAULT '',
    is_other boolean NOT NULL DEFAULT false
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
    next_interval text NOT NULL DEFAULT '',
    -- How the payment of the current period was reversed: 'refunded', 'disputed', 'lost';
    -- empty: it was not.
    reversal text NOT NULL DEFAULT '',
    -- What else a subscription made in Stripe's dashboard can be: paid every three months, its
    -- payments paused, of several items, of a product that is none of ours.
    interval_count bigint NOT NULL DEFAULT 1,
    pause text NOT NULL DEFAULT '', -- what becomes of bills; empty: they are collected
    resumes_at timestamp,
    items bigint NOT NULL DEFAULT 1,
    title text NOT NULL DEFAULT '', -- of what is not sold here
    -- What is off the price of a subscription, and until when, as a list in JSON.
    discounts text NOT NULL DEFAULT '[]',
    -- What the tax does to the price of a subscription: 'exclusive', 'inclusive'; empty: none is
    -- taken.
    tax_behavior text NOT NULL DEFAULT '',
    next_tax_behavior text NOT NULL DEFAULT ''
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
    updated_at timestamp NOT NULL,
    -- Stripe's word for the payment of an invoice: 'processing' while a bank debit is under
    -- way; empty: nobody has tried.
    payment_state text NOT NULL DEFAULT ''
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

-- Who had a free trial, by keyed hashes that outlive the account for a year.
CREATE TABLE trial_marks (
    mark text PRIMARY KEY, -- of a card or an address
    owner text NOT NULL, -- of a customer
    created_at timestamp NOT NULL
);
CREATE INDEX trial_marks_owner ON trial_marks (owner);
CREATE INDEX users_bounced_at ON users (bounced_at) WHERE bounced_at IS NOT NULL;
CREATE INDEX sites_next_audit_at ON sites (next_audit_at) WHERE next_audit_at IS NOT NULL;
CREATE INDEX sites_state ON sites (state, state_since) WHERE state <> 'active';

CREATE TABLE memberships (
    site_id text NOT NULL REFERENCES sites (id),
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('owner')),
    created_at timestamp NOT NULL,
    PRIMARY KEY (site_id, user_id)
);
CREATE INDEX memberships_user_id ON memberships (user_id, created_at);
CREATE UNIQUE INDEX memberships_one_owner ON memberships (site_id) WHERE role = 'owner';

-- The hosts of customers' sites, and who showed that one is theirs.
CREATE TABLE site_hosts (
    site_id text NOT NULL REFERENCES sites (id),
    host text NOT NULL CHECK (host = lower(host) AND host <> ''),
    token text NOT NULL CHECK (token <> ''), -- that the host has to show
    method text NOT NULL DEFAULT '' CHECK (method IN ('', 'dns', 'file', 'meta')),
    verified_at timestamp,
    checked_at timestamp, -- when it was last looked for
    failures bigint NOT NULL DEFAULT 0, -- how often in a row it was not there any more
    created_at timestamp NOT NULL,
    PRIMARY KEY (site_id, host),
    CHECK ((verified_at IS NULL) = (method = ''))
);
CREATE UNIQUE INDEX site_hosts_verified ON site_hosts (host) WHERE verified_at IS NOT NULL;
CREATE INDEX site_hosts_checked_at ON site_hosts (checked_at) WHERE verified_at IS NOT NULL;

-- Hosts that somebody gave up: the next one shows it by DNS, since files may be left behind.
CREATE TABLE released_hosts (
    host text PRIMARY KEY,
    released_at timestamp NOT NULL
);

-- What audits saw on a site, and when.
CREATE TABLE observations (
    site_id text NOT NULL REFERENCES sites (id),
    kind text NOT NULL CHECK (kind IN ('cookie', 'local_storage', 'session_storage', 'indexed_db', 'cache', 'service_worker', 'request', 'other')),
    name text NOT NULL,
    host text NOT NULL,
    path text NOT NULL,
    attributes text NOT NULL, -- in words, as last seen
    setter text NOT NULL, -- the address of what set it; empty: not known
    states text NOT NULL, -- the journeys on which it was seen, JSON
    first_seen_at timestamp NOT NULL,
    last_seen_at timestamp NOT NULL,
    last_audit_id text NOT NULL,
    PRIMARY KEY (site_id, kind, name, host, path)
);

-- What a published policy of a site says and audits contradict, and what its owner did about it.
CREATE TABLE proposals (
    id text PRIMARY KEY,
    site_id text NOT NULL REFERENCES sites (id),
    kind text NOT NULL, -- of the finding
    subject text NOT NULL,
    detail text NOT NULL,
    what text NOT NULL, -- in words for people
    audit_id text NOT NULL, -- that found it first
    found_at timestamp NOT NULL,
    confirmed_at timestamp, -- when a second audit agreed
    shows_at timestamp, -- from when on the public page says it
    state text NOT NULL CHECK (state IN ('open', 'mended', 'dismissed')),
    reason text NOT NULL DEFAULT '', -- the owner's, why it is wrong: everybody reads it
    closed_at timestamp,
    CHECK ((confirmed_at IS NULL) = (shows_at IS NULL)),
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK (state <> 'dismissed' OR reason <> '')
);
CREATE UNIQUE INDEX proposals_open ON proposals (site_id, kind, subject, detail) WHERE state = 'open';
CREATE INDEX proposals_site_id ON proposals (site_id, state, found_at);

CREATE TABLE abuse_reports (
    id text PRIMARY KEY,
    site_id text NOT NULL REFERENCES sites (id),
    why text NOT NULL CHECK (why <> ''),
    email text NOT NULL DEFAULT '', -- of who reported; empty: none was named
    created_at timestamp NOT NULL,
    handled_at timestamp
);
CREATE INDEX abuse_reports_site_id ON abuse_reports (site_id);
CREATE INDEX abuse_reports_open ON abuse_reports (created_at) WHERE handled_at IS NULL;
CREATE INDEX audits_complete ON audits (site_id, id) WHERE complete;
CREATE INDEX audits_open_order ON audits (asked_at) WHERE state IN ('asked', 'running');

-- What visitors of a customer's page see changes with its settings, its state, its audits and what
-- those contradict, too.
-- +goose StatementBegin
CREATE TRIGGER sites_changed AFTER UPDATE OF slug, address, name, contact, zone, accent, state, state_reason, looked_at, host_lost_at ON sites
WHEN NEW.kind = 'customer'
BEGIN
    UPDATE site_sequence SET last = last + 1;
    INSERT INTO site_changes (site_id, sequence) VALUES (NEW.id, (SELECT last FROM site_sequence))
    ON CONFLICT (site_id) DO UPDATE SET sequence = excluded.sequence;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audits_changed AFTER UPDATE OF state ON audits
WHEN NEW.state = 'done' AND (SELECT kind FROM sites WHERE id = NEW.site_id) = 'customer'
BEGIN
    UPDATE site_sequence SET last = last + 1;
    INSERT INTO site_changes (site_id, sequence) VALUES (NEW.site_id, (SELECT last FROM site_sequence))
    ON CONFLICT (site_id) DO UPDATE SET sequence = excluded.sequence;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER proposals_added AFTER INSERT ON proposals
BEGIN
    UPDATE site_sequence SET last = last + 1;
    INSERT INTO site_changes (site_id, sequence) VALUES (NEW.site_id, (SELECT last FROM site_sequence))
    ON CONFLICT (site_id) DO UPDATE SET sequence = excluded.sequence;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER proposals_changed AFTER UPDATE ON proposals
BEGIN
    UPDATE site_sequence SET last = last + 1;
    INSERT INTO site_changes (site_id, sequence) VALUES (NEW.site_id, (SELECT last FROM site_sequence))
    ON CONFLICT (site_id) DO UPDATE SET sequence = excluded.sequence;
END;
-- +goose StatementEnd
CREATE INDEX sites_pauses_at ON sites (pauses_at) WHERE pauses_at IS NOT NULL;
CREATE INDEX audits_to_give_back ON audits (id) WHERE counted AND state = 'failed';
CREATE INDEX billing_customers_hinted ON billing_customers (id) WHERE dirty_seq > synced_seq AND dirty_seq > queued_seq;

-- What lists of accounts are filtered by. Addresses are compared byte by byte.
CREATE INDEX users_address_start ON users (email, id) WHERE erased_at IS NULL;
CREATE INDEX users_domain_start ON users (substr(email, instr(email, '@') + 1), id) WHERE erased_at IS NULL;
CREATE INDEX users_admins ON users (id) WHERE role = 'admin';
CREATE INDEX users_disabled ON users (id) WHERE disabled_at IS NOT NULL;
CREATE INDEX users_unconfirmed ON users (id) WHERE verified_at IS NULL AND erased_at IS NULL;
CREATE INDEX users_unconfirmed_since ON users (created_at) WHERE verified_at IS NULL AND erased_at IS NULL;
CREATE INDEX users_leaving ON users (id) WHERE erase_after IS NOT NULL;
CREATE INDEX users_bounced ON users (id) WHERE bounced_at IS NOT NULL;
CREATE INDEX users_erase_after ON users (erase_after, id) WHERE erase_after IS NOT NULL AND erased_at IS NULL;
CREATE INDEX users_erased_at ON users (erased_at) WHERE erased_at IS NOT NULL;

-- What the hourly work deletes by.
CREATE INDEX exports_expires_at ON exports (expires_at);
CREATE INDEX trial_marks_created_at ON trial_marks (created_at);
CREATE INDEX audits_over ON audits (asked_at) WHERE ended_at IS NOT NULL;
CREATE INDEX proposals_mended ON proposals (closed_at) WHERE state = 'mended';
CREATE INDEX abuse_reports_handled ON abuse_reports (handled_at) WHERE handled_at IS NOT NULL;
CREATE INDEX policy_subscribers_unconfirmed ON policy_subscribers (created_at) WHERE confirmed_at IS NULL;

-- What the back office looks at.
CREATE INDEX billing_customers_in_trouble ON billing_customers (failures DESC, id) WHERE dirty_seq > synced_seq OR failures > 0;
CREATE INDEX subscriptions_unpaid ON subscriptions (current_period_end, id) WHERE status IN ('past_due', 'unpaid');
CREATE INDEX subscriptions_trialing ON subscriptions (currency, customer_id, ended_at) WHERE status = 'trialing';
CREATE INDEX subscriptions_currency ON subscriptions (currency, ended_at);

-- When what a customer pays in a year changes in a currency, and by how much: paying is 1 where
-- they begin to pay, -1 where they stop. Only customers that are counted have movements.
CREATE TABLE billing_movements (
    customer_id text NOT NULL REFERENCES billing_customers (id),
    currency text NOT NULL,
    moved_at timestamp NOT NULL,
    yearly bigint NOT NULL,
    paying bigint NOT NULL CHECK (paying IN (-1, 0, 1)),
    PRIMARY KEY (customer_id, currency, moved_at)
);
CREATE INDEX billing_movements_moved_at ON billing_movements (moved_at);
CREATE INDEX billing_movements_ends ON billing_movements (moved_at) WHERE paying = -1;

-- The sums of the movements of a day (UTC); one at midnight belongs to the day before. On the first day of a month, lost is how many customers
-- paid at its beginning and did not any more at its end.
CREATE TABLE billing_days (
    currency text NOT NULL,
    day text NOT NULL,
    yearly bigint NOT NULL,
    paying bigint NOT NULL,
    lost bigint NOT NULL,
    PRIMARY KEY (currency, day)
);
CREATE INDEX billing_customers_uncounted ON billing_customers (id) WHERE NOT counted;

-- Log-ins of audits -----------------------------------------------------

-- The log-in with which one audit logs in, sealed; empty: it was forgotten before the audit ran.
CREATE TABLE audit_logins (
    audit_id text PRIMARY KEY REFERENCES audits (id) ON DELETE CASCADE,
    sealed text NOT NULL,
    given_at timestamp NOT NULL
);
CREATE INDEX audit_logins_given_at ON audit_logins (given_at) WHERE sealed <> '';

-- It goes with the end of its audit, however that ends and whoever ends it.
-- +goose StatementBegin
CREATE TRIGGER audits_forget_login AFTER UPDATE OF state ON audits
WHEN NEW.state NOT IN ('asked', 'running')
BEGIN
    DELETE FROM audit_logins WHERE audit_id = NEW.id;
END;
-- +goose StatementEnd

-- What is looked for as rows go ------------------------------------------

-- What hourly work deletes by, or a database looks for as it deletes what they refer to.
CREATE INDEX billing_effects_customer_id ON billing_effects (customer_id);
CREATE INDEX billing_alerts_customer_id ON billing_alerts (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX stripe_events_of_nobody ON stripe_events (customer) WHERE customer_id IS NULL AND customer <> '';
CREATE INDEX audits_asked_by ON audits (asked_by) WHERE asked_by IS NOT NULL;
CREATE INDEX grants_given_by ON grants (given_by) WHERE given_by IS NOT NULL;
CREATE INDEX policy_confirmations_user_id ON policy_confirmations (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX policy_editors_user_id ON policy_editors (user_id);
CREATE INDEX policy_revisions_author_id ON policy_revisions (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX policy_translations_author_id ON policy_translations (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX policy_versions_author_id ON policy_versions (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX policy_versions_submitted_by ON policy_versions (submitted_by) WHERE submitted_by IS NOT NULL;
CREATE INDEX policy_versions_approved_by ON policy_versions (approved_by) WHERE approved_by IS NOT NULL;
CREATE INDEX policy_withdrawals_author_id ON policy_withdrawals (author_id) WHERE author_id IS NOT NULL;
