-- +goose Up
-- The life of a version: draft, in review, published. One that was published
-- to take effect later is scheduled until then, and superseded when a newer one
-- is in effect: both follow from effective_at.
DROP TRIGGER policy_versions_immutable ON policy_versions;
ALTER TABLE policy_versions DROP CONSTRAINT policy_versions_state_check;
ALTER TABLE policy_versions DROP CONSTRAINT policy_versions_check;
ALTER TABLE policy_versions ADD COLUMN effective_at timestamptz(3);
ALTER TABLE policy_versions ADD COLUMN materiality text NOT NULL DEFAULT 'editorial' CHECK (materiality IN ('editorial', 'notify', 'ask_again'));
ALTER TABLE policy_versions ADD COLUMN record text NOT NULL DEFAULT ''; -- canonical JSON, what is signed
ALTER TABLE policy_versions ADD COLUMN record_sha256 text NOT NULL DEFAULT '';
ALTER TABLE policy_versions ADD COLUMN signature text NOT NULL DEFAULT '';
ALTER TABLE policy_versions ADD COLUMN key_id text NOT NULL DEFAULT '';
ALTER TABLE policy_versions ADD COLUMN submitted_by uuid REFERENCES users (id);
ALTER TABLE policy_versions ADD COLUMN approved_by uuid REFERENCES users (id);
ALTER TABLE policy_versions ADD COLUMN approved_at timestamptz(3);
UPDATE policy_versions SET effective_at = published_at;
ALTER TABLE policy_versions ADD CONSTRAINT policy_versions_state_check CHECK (state IN ('draft', 'review', 'published'));
ALTER TABLE policy_versions ADD CONSTRAINT policy_versions_check CHECK (
    state <> 'published' OR (number IS NOT NULL AND published_on IS NOT NULL AND published_at IS NOT NULL
    AND effective_at IS NOT NULL AND effective_at >= published_at));
ALTER TABLE policy_versions ADD CONSTRAINT policy_versions_approved_check CHECK (approved_by IS NULL OR (approved_by <> author_id AND approved_at IS NOT NULL));
DROP INDEX policy_versions_one_draft;
CREATE UNIQUE INDEX policy_versions_one_draft ON policy_versions (policy_id) WHERE state <> 'published';
CREATE INDEX policy_versions_asked_again ON policy_versions (policy_id, number) WHERE materiality = 'ask_again';

-- A published version never changes. One of before there were records gets its
-- record, once.
CREATE TRIGGER policy_versions_permanent BEFORE DELETE ON policy_versions
FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_published_change();
CREATE TRIGGER policy_versions_immutable BEFORE UPDATE ON policy_versions
FOR EACH ROW WHEN (OLD.state = 'published' AND NOT (
    OLD.record = '' AND NEW.record <> '' AND NEW.document = OLD.document AND NEW.sha256 = OLD.sha256 AND NEW.state = OLD.state AND NEW.number = OLD.number
    AND NEW.policy_id = OLD.policy_id AND NEW.published_at = OLD.published_at AND NEW.effective_at = OLD.effective_at AND NEW.summary = OLD.summary
    AND NEW.published_on = OLD.published_on AND NEW.materiality = OLD.materiality
)) EXECUTE FUNCTION refuse_published_change();

-- +goose StatementBegin
CREATE FUNCTION refuse_any_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this is only ever added to';
END
$$;
-- +goose StatementEnd

-- A version that was published and then taken back before it took effect.
CREATE TABLE policy_withdrawals (
    version_id uuid PRIMARY KEY REFERENCES policy_versions (id),
    author_id uuid REFERENCES users (id),
    reason text NOT NULL,
    withdrawn_at timestamptz(3) NOT NULL
);
-- +goose StatementBegin
CREATE FUNCTION refuse_late_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM policy_versions WHERE id = NEW.version_id AND (state <> 'published' OR effective_at <= NEW.withdrawn_at OR effective_at <= now())) THEN
        RAISE EXCEPTION 'a version in effect is not withdrawn';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER policy_withdrawals_in_time BEFORE INSERT ON policy_withdrawals FOR EACH ROW EXECUTE FUNCTION refuse_late_withdrawal();
CREATE TRIGGER policy_withdrawals_immutable BEFORE UPDATE OR DELETE ON policy_withdrawals FOR EACH ROW EXECUTE FUNCTION refuse_any_change();

-- What a draft was before each change, for undo.
CREATE TABLE policy_revisions (
    id uuid PRIMARY KEY,
    version_id uuid NOT NULL REFERENCES policy_versions (id) ON DELETE CASCADE,
    author_id uuid REFERENCES users (id) ON DELETE SET NULL,
    document text NOT NULL,
    sha256 text NOT NULL,
    created_at timestamptz(3) NOT NULL
);
CREATE INDEX policy_revisions_version_id ON policy_revisions (version_id, id);

-- Who is editing a policy, and who wrote in its draft.
CREATE TABLE policy_editors (
    policy_id uuid NOT NULL REFERENCES policies (id),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    seen_at timestamptz(3) NOT NULL,
    wrote_at timestamptz(3),
    PRIMARY KEY (policy_id, user_id)
);

-- Every anchor that a published version ever had: none is given to another section.
CREATE TABLE policy_anchors (
    policy_id uuid NOT NULL REFERENCES policies (id),
    anchor text NOT NULL,
    PRIMARY KEY (policy_id, anchor)
);

-- The public halves of the keys that versions were signed with.
CREATE TABLE signing_keys (
    id text PRIMARY KEY,
    public_key text NOT NULL,
    created_at timestamptz(3) NOT NULL
);
CREATE TRIGGER signing_keys_immutable BEFORE UPDATE OR DELETE ON signing_keys FOR EACH ROW EXECUTE FUNCTION refuse_any_change();

-- A version in another language: words by the key of their place.
CREATE TABLE policy_translations (
    id uuid PRIMARY KEY,
    policy_id uuid NOT NULL REFERENCES policies (id),
    version_id uuid NOT NULL REFERENCES policy_versions (id),
    language text NOT NULL,
    number bigint, -- in the order of publication, of the policy in the language
    state text NOT NULL CHECK (state IN ('draft', 'published')),
    words text NOT NULL,
    sha256 text NOT NULL,
    author_id uuid REFERENCES users (id) ON DELETE SET NULL,
    published_at timestamptz(3),
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    UNIQUE (policy_id, language, number),
    CHECK ((state = 'published') = (published_at IS NOT NULL AND number IS NOT NULL))
);
CREATE UNIQUE INDEX policy_translations_one_draft ON policy_translations (policy_id, language) WHERE state = 'draft';
CREATE INDEX policy_translations_version_id ON policy_translations (version_id, language);
CREATE TRIGGER policy_translations_immutable BEFORE UPDATE OR DELETE ON policy_translations
FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_published_change();

-- Who wants a mail when a policy changes. Without confirmed_at they only asked.
CREATE TABLE policy_subscribers (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites (id),
    email text NOT NULL CHECK (email = lower(email)),
    confirmed_at timestamptz(3),
    created_at timestamptz(3) NOT NULL,
    UNIQUE (site_id, email)
);

-- How far the telling of a version has come: up to which subscriber and member.
CREATE TABLE policy_announcements (
    version_id uuid PRIMARY KEY REFERENCES policy_versions (id),
    subscribers_to text NOT NULL DEFAULT '',
    members_to text NOT NULL DEFAULT '',
    finished_at timestamptz(3),
    created_at timestamptz(3) NOT NULL
);

-- What visitors chose. No address, no browser, no account.
CREATE TABLE consents (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites (id),
    version_id uuid NOT NULL REFERENCES policy_versions (id),
    sha256 text NOT NULL,
    fingerprint text NOT NULL,
    categories text NOT NULL, -- JSON: every optional category, true or false
    source text NOT NULL CHECK (source IN ('banner', 'page', 'withdrawal')),
    locale text NOT NULL DEFAULT '',
    previous_id uuid REFERENCES consents (id),
    created_at timestamptz(3) NOT NULL
);
CREATE TRIGGER consents_immutable BEFORE UPDATE OR DELETE ON consents FOR EACH ROW EXECUTE FUNCTION refuse_any_change();


-- Nothing of this is emptied as a whole either, and no version is put in unsigned.
-- +goose StatementBegin
CREATE FUNCTION refuse_unsigned_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published version is signed';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER policy_versions_signed BEFORE INSERT ON policy_versions
FOR EACH ROW WHEN (NEW.state = 'published' AND NEW.record = '') EXECUTE FUNCTION refuse_unsigned_version();
CREATE TRIGGER policy_versions_not_emptied BEFORE TRUNCATE ON policy_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_any_change();
CREATE TRIGGER policy_withdrawals_not_emptied BEFORE TRUNCATE ON policy_withdrawals FOR EACH STATEMENT EXECUTE FUNCTION refuse_any_change();
CREATE TRIGGER signing_keys_not_emptied BEFORE TRUNCATE ON signing_keys FOR EACH STATEMENT EXECUTE FUNCTION refuse_any_change();
CREATE TRIGGER policy_translations_not_emptied BEFORE TRUNCATE ON policy_translations FOR EACH STATEMENT EXECUTE FUNCTION refuse_any_change();
CREATE TRIGGER consents_not_emptied BEFORE TRUNCATE ON consents FOR EACH STATEMENT EXECUTE FUNCTION refuse_any_change();
CREATE TRIGGER audit_entries_not_emptied BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_any_change();
