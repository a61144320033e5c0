-- +goose Up
-- How the site is called and reached, as its policies print it, and how they look.
ALTER TABLE sites ADD COLUMN name text NOT NULL DEFAULT '';
ALTER TABLE sites ADD COLUMN contact text NOT NULL DEFAULT '';
ALTER TABLE sites ADD COLUMN zone text NOT NULL DEFAULT 'UTC';
ALTER TABLE sites ADD COLUMN accent text NOT NULL DEFAULT ''; -- like #0a7d4b; empty: ours
-- How many days after it was confirmed a contradiction shows on the site's page.
ALTER TABLE sites ADD COLUMN notice_days bigint NOT NULL DEFAULT 7 CHECK (notice_days BETWEEN 0 AND 30);
-- trial: asked for by somebody at the front door. paused: its owner's plan does not keep it up.
ALTER TABLE sites ADD COLUMN state text NOT NULL DEFAULT 'active' CHECK (state IN ('trial', 'active', 'paused', 'closing', 'deleted', 'taken_down'));
ALTER TABLE sites ADD COLUMN state_since timestamptz(3);
ALTER TABLE sites ADD COLUMN state_reason text NOT NULL DEFAULT ''; -- of a takedown, which everybody reads
ALTER TABLE sites ADD COLUMN network text NOT NULL DEFAULT ''; -- of whom a trial was asked for
-- When it is audited next; null: never by itself. audit_days is how many days after the last one.
ALTER TABLE sites ADD COLUMN next_audit_at timestamptz(3);
ALTER TABLE sites ADD COLUMN audit_days bigint NOT NULL DEFAULT 1 CHECK (audit_days BETWEEN 1 AND 7);
ALTER TABLE sites ADD COLUMN unchanged_since timestamptz(3); -- since when audits see the same
CREATE INDEX sites_next_audit_at ON sites (next_audit_at) WHERE next_audit_at IS NOT NULL;
CREATE INDEX sites_state ON sites (state, state_since) WHERE state <> 'active';

CREATE TABLE memberships (
    site_id uuid NOT NULL REFERENCES sites (id),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('owner')),
    created_at timestamptz(3) NOT NULL,
    PRIMARY KEY (site_id, user_id)
);
CREATE INDEX memberships_user_id ON memberships (user_id, created_at);
CREATE UNIQUE INDEX memberships_one_owner ON memberships (site_id) WHERE role = 'owner';

-- The hosts of customers' sites, and who showed that one is theirs.
CREATE TABLE site_hosts (
    site_id uuid NOT NULL REFERENCES sites (id),
    host text NOT NULL CHECK (host = lower(host) AND host <> ''),
    token text NOT NULL CHECK (token <> ''), -- that the host has to show
    method text NOT NULL DEFAULT '' CHECK (method IN ('', 'dns', 'file', 'meta')),
    verified_at timestamptz(3),
    checked_at timestamptz(3), -- when it was last looked for
    failures bigint NOT NULL DEFAULT 0, -- how often in a row it was not there any more
    created_at timestamptz(3) NOT NULL,
    PRIMARY KEY (site_id, host),
    CHECK ((verified_at IS NULL) = (method = ''))
);
CREATE UNIQUE INDEX site_hosts_verified ON site_hosts (host) WHERE verified_at IS NOT NULL;
CREATE INDEX site_hosts_checked_at ON site_hosts (checked_at) WHERE verified_at IS NOT NULL;
-- Hosts that somebody gave up: the next one shows it by DNS, since files may be left behind.
CREATE TABLE released_hosts (
    host text PRIMARY KEY,
    released_at timestamptz(3) NOT NULL
);

-- What audits saw on a site, and when.
CREATE TABLE observations (
    site_id uuid NOT NULL REFERENCES sites (id),
    kind text NOT NULL CHECK (kind IN ('cookie', 'local_storage', 'session_storage', 'indexed_db', 'cache', 'service_worker', 'request', 'other')),
    name text NOT NULL,
    host text NOT NULL,
    path text NOT NULL,
    attributes text NOT NULL, -- in words, as last seen
    setter text NOT NULL, -- the address of what set it; empty: not known
    states text NOT NULL, -- the journeys on which it was seen, JSON
    first_seen_at timestamptz(3) NOT NULL,
    last_seen_at timestamptz(3) NOT NULL,
    last_audit_id uuid NOT NULL,
    PRIMARY KEY (site_id, kind, name, host, path)
);

-- What a published policy of a site says and audits contradict, and what its owner did about it.
CREATE TABLE proposals (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites (id),
    kind text NOT NULL, -- of the finding
    subject text NOT NULL,
    detail text NOT NULL,
    what text NOT NULL, -- in words for people
    audit_id uuid NOT NULL, -- that found it first
    found_at timestamptz(3) NOT NULL,
    confirmed_at timestamptz(3), -- when a second audit agreed
    shows_at timestamptz(3), -- from when on the public page says it
    state text NOT NULL CHECK (state IN ('open', 'mended', 'dismissed')),
    reason text NOT NULL DEFAULT '', -- the owner's, why it is wrong: everybody reads it
    closed_at timestamptz(3),
    CHECK ((confirmed_at IS NULL) = (shows_at IS NULL)),
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK (state <> 'dismissed' OR reason <> '')
);
CREATE UNIQUE INDEX proposals_open ON proposals (site_id, kind, subject, detail) WHERE state = 'open';
CREATE INDEX proposals_site_id ON proposals (site_id, state, found_at);

CREATE TABLE abuse_reports (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites (id),
    why text NOT NULL CHECK (why <> ''),
    email text NOT NULL DEFAULT '', -- of who reported; empty: none was named
    created_at timestamptz(3) NOT NULL,
    handled_at timestamptz(3)
);
CREATE INDEX abuse_reports_site_id ON abuse_reports (site_id);
CREATE INDEX abuse_reports_open ON abuse_reports (created_at) WHERE handled_at IS NULL;

-- Why it was asked for, and whether it saw all that it set out to see.
ALTER TABLE audits ADD COLUMN cause text NOT NULL DEFAULT 'schedule' CHECK (cause IN ('schedule', 'asked', 'trial', 'confirm'));
ALTER TABLE audits ADD COLUMN complete boolean NOT NULL DEFAULT false;
CREATE INDEX audits_complete ON audits (site_id, id) WHERE complete;
CREATE INDEX audits_open_order ON audits (asked_at) WHERE state IN ('asked', 'running');

-- What visitors of a customer's page see changes with its settings, its state, its audits and what
-- those contradict, too.
-- +goose StatementBegin
CREATE FUNCTION note_customer_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed uuid;
    n bigint;
BEGIN
    IF TG_TABLE_NAME = 'sites' THEN
        changed := NEW.id;
    ELSE
        changed := NEW.site_id;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sites WHERE id = changed AND kind = 'customer') THEN
        RETURN NULL;
    END IF;
    UPDATE site_sequence SET last = last + 1 RETURNING last INTO n;
    INSERT INTO site_changes (site_id, sequence) VALUES (changed, n) ON CONFLICT (site_id) DO UPDATE SET sequence = n;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER sites_changed AFTER UPDATE OF slug, address, name, contact, zone, accent, state, state_reason ON sites
    FOR EACH ROW EXECUTE FUNCTION note_customer_change();
CREATE TRIGGER audits_changed AFTER UPDATE OF state ON audits
    FOR EACH ROW WHEN (NEW.state = 'done') EXECUTE FUNCTION note_customer_change();
CREATE TRIGGER proposals_added AFTER INSERT ON proposals FOR EACH ROW EXECUTE FUNCTION note_customer_change();
CREATE TRIGGER proposals_changed AFTER UPDATE ON proposals FOR EACH ROW EXECUTE FUNCTION note_customer_change();
