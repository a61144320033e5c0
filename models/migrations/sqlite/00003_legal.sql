-- +goose Up
-- The life of a version: draft, in review, published. One that was published
-- to take effect later is scheduled until then, and superseded when a newer one
-- is in effect: both follow from effective_at.
DROP TRIGGER policy_versions_immutable;
DROP TRIGGER policy_versions_permanent;
CREATE TABLE new_policy_versions (
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
INSERT INTO new_policy_versions (id, policy_id, number, state, document, sha256, summary, basis, author_id, published_on, published_at, created_at, updated_at, effective_at)
SELECT id, policy_id, number, state, document, sha256, summary, basis, author_id, published_on, published_at, created_at, updated_at, published_at FROM policy_versions;
DROP TABLE policy_versions;
ALTER TABLE new_policy_versions RENAME TO policy_versions;
CREATE UNIQUE INDEX policy_versions_one_draft ON policy_versions (policy_id) WHERE state <> 'published';
CREATE INDEX policy_versions_asked_again ON policy_versions (policy_id, number) WHERE materiality = 'ask_again';

-- A published version never changes. One of before there were records gets its
-- record, once.
-- +goose StatementBegin
CREATE TRIGGER policy_versions_permanent BEFORE DELETE ON policy_versions
WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'a published version never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_versions_immutable BEFORE UPDATE ON policy_versions
WHEN OLD.state = 'published' AND NOT (
    OLD.record = '' AND NEW.record <> '' AND NEW.document = OLD.document AND NEW.sha256 = OLD.sha256 AND NEW.state = OLD.state AND NEW.number = OLD.number
    AND NEW.policy_id = OLD.policy_id AND NEW.published_at = OLD.published_at AND NEW.effective_at = OLD.effective_at AND NEW.summary = OLD.summary
    AND NEW.published_on = OLD.published_on AND NEW.materiality = OLD.materiality
)
BEGIN
    SELECT RAISE(ABORT, 'a published version never changes');
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
    SELECT RAISE(ABORT, 'a version in effect is not withdrawn');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_withdrawals_immutable BEFORE UPDATE ON policy_withdrawals
BEGIN
    SELECT RAISE(ABORT, 'this is only ever added to');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_withdrawals_permanent BEFORE DELETE ON policy_withdrawals
BEGIN
    SELECT RAISE(ABORT, 'this is only ever added to');
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

-- Every anchor that a published version ever had: none is given to another section.
CREATE TABLE policy_anchors (
    policy_id text NOT NULL REFERENCES policies (id),
    anchor text NOT NULL,
    PRIMARY KEY (policy_id, anchor)
);

-- The public halves of the keys that versions were signed with.
CREATE TABLE signing_keys (
    id text PRIMARY KEY,
    public_key text NOT NULL,
    created_at timestamp NOT NULL
);
-- +goose StatementBegin
CREATE TRIGGER signing_keys_immutable BEFORE UPDATE ON signing_keys
BEGIN
    SELECT RAISE(ABORT, 'this is only ever added to');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER signing_keys_permanent BEFORE DELETE ON signing_keys
BEGIN
    SELECT RAISE(ABORT, 'this is only ever added to');
END;
-- +goose StatementEnd

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
    UNIQUE (policy_id, language, number),
    CHECK ((state = 'published') = (published_at IS NOT NULL AND number IS NOT NULL))
);
CREATE UNIQUE INDEX policy_translations_one_draft ON policy_translations (policy_id, language) WHERE state = 'draft';
CREATE INDEX policy_translations_version_id ON policy_translations (version_id, language);
-- +goose StatementBegin
CREATE TRIGGER policy_translations_immutable BEFORE UPDATE ON policy_translations
WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'a published version never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_translations_permanent BEFORE DELETE ON policy_translations
WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'a published version never changes');
END;
-- +goose StatementEnd

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

-- What visitors chose. No address, no browser, no account.
CREATE TABLE consents (
    id text PRIMARY KEY,
    site_id text NOT NULL REFERENCES sites (id),
    version_id text NOT NULL REFERENCES policy_versions (id),
    sha256 text NOT NULL,
    fingerprint text NOT NULL,
    categories text NOT NULL, -- JSON: every optional category, true or false
    source text NOT NULL CHECK (source IN ('banner', 'page', 'withdrawal')),
    locale text NOT NULL DEFAULT '',
    previous_id text REFERENCES consents (id),
    created_at timestamp NOT NULL
);
-- +goose StatementBegin
CREATE TRIGGER consents_immutable BEFORE UPDATE ON consents
BEGIN
    SELECT RAISE(ABORT, 'this is only ever added to');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER consents_permanent BEFORE DELETE ON consents
BEGIN
    SELECT RAISE(ABORT, 'this is only ever added to');
END;
-- +goose StatementEnd


-- REPLACE deletes without asking the triggers above: these ask before. And no
-- version is put in unsigned.
-- +goose StatementBegin
CREATE TRIGGER policy_versions_signed BEFORE INSERT ON policy_versions
WHEN NEW.state = 'published' AND NEW.record = ''
BEGIN
    SELECT RAISE(ABORT, 'a published version is signed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_versions_not_replaced BEFORE INSERT ON policy_versions
WHEN EXISTS (SELECT 1 FROM policy_versions WHERE state = 'published' AND (id = NEW.id OR policy_id = NEW.policy_id AND number = NEW.number))
BEGIN
    SELECT RAISE(ABORT, 'a published version never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_withdrawals_not_replaced BEFORE INSERT ON policy_withdrawals
WHEN EXISTS (SELECT 1 FROM policy_withdrawals WHERE version_id = NEW.version_id)
BEGIN
    SELECT RAISE(ABORT, 'this is only ever added to');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER signing_keys_not_replaced BEFORE INSERT ON signing_keys
WHEN EXISTS (SELECT 1 FROM signing_keys WHERE id = NEW.id)
BEGIN
    SELECT RAISE(IGNORE);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_translations_not_replaced BEFORE INSERT ON policy_translations
WHEN EXISTS (SELECT 1 FROM policy_translations WHERE state = 'published' AND (id = NEW.id OR policy_id = NEW.policy_id AND language = NEW.language AND number = NEW.number))
BEGIN
    SELECT RAISE(ABORT, 'a published version never changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER consents_not_replaced BEFORE INSERT ON consents
WHEN EXISTS (SELECT 1 FROM consents WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'this is only ever added to');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_not_replaced BEFORE INSERT ON audit_entries
WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only ever added to');
END;
-- +goose StatementEnd
