-- +goose Up
-- What a look without a browser saw, as JSON: the pages, and a hash of what they set and load.
-- look_audit_id: the audit that was asked for with it; null: the next one takes a browser. looked_at is when a look that saw the same
-- last stood in for an audit.
ALTER TABLE sites ADD COLUMN look text NOT NULL DEFAULT '' CHECK (length(look) <= 10000);
ALTER TABLE sites ADD COLUMN look_audit_id text;
ALTER TABLE sites ADD COLUMN looked_at timestamp;
-- When it is paused, since its owner's plan has no room for it; and whether the owner chose it to stay.
ALTER TABLE sites ADD COLUMN pauses_at timestamp;
ALTER TABLE sites ADD COLUMN preferred boolean NOT NULL DEFAULT false;
ALTER TABLE sites ADD COLUMN host_lost_at timestamp; -- since when it does not show its token any more
-- Whether it was taken from the owner's plan, and not given back.
ALTER TABLE audits ADD COLUMN counted boolean NOT NULL DEFAULT false;
CREATE INDEX sites_pauses_at ON sites (pauses_at) WHERE pauses_at IS NOT NULL;
CREATE INDEX audits_to_give_back ON audits (id) WHERE counted AND state = 'failed';

DROP TRIGGER sites_changed;
-- +goose StatementBegin
CREATE TRIGGER sites_changed AFTER UPDATE OF slug, address, name, contact, zone, accent, state, state_reason, looked_at, host_lost_at ON sites
WHEN NEW.kind = 'customer'
BEGIN
    UPDATE site_sequence SET last = last + 1;
    INSERT INTO site_changes (site_id, sequence) VALUES (NEW.id, (SELECT last FROM site_sequence))
    ON CONFLICT (site_id) DO UPDATE SET sequence = excluded.sequence;
END;
-- +goose StatementEnd

-- Who owns a site confirms what its policies say.
CREATE TABLE with_owners (
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
INSERT INTO with_owners SELECT * FROM policy_confirmations;
DROP TABLE policy_confirmations;
ALTER TABLE with_owners RENAME TO policy_confirmations;
