-- +goose Up
-- What a look without a browser saw, as JSON: the pages, and a hash of what they set and load.
-- look_audit_id: the audit that was asked for with it; null: the next one takes a browser. looked_at is when a look that saw the same
-- last stood in for an audit.
ALTER TABLE sites ADD COLUMN look text NOT NULL DEFAULT '' CHECK (length(look) <= 10000);
ALTER TABLE sites ADD COLUMN look_audit_id uuid;
ALTER TABLE sites ADD COLUMN looked_at timestamptz(3);
-- When it is paused, since its owner's plan has no room for it; and whether the owner chose it to stay.
ALTER TABLE sites ADD COLUMN pauses_at timestamptz(3);
ALTER TABLE sites ADD COLUMN preferred boolean NOT NULL DEFAULT false;
ALTER TABLE sites ADD COLUMN host_lost_at timestamptz(3); -- since when it does not show its token any more
-- Whether it was taken from the owner's plan, and not given back.
ALTER TABLE audits ADD COLUMN counted boolean NOT NULL DEFAULT false;
CREATE INDEX sites_pauses_at ON sites (pauses_at) WHERE pauses_at IS NOT NULL;
CREATE INDEX audits_to_give_back ON audits (id) WHERE counted AND state = 'failed';

DROP TRIGGER sites_changed ON sites;
CREATE TRIGGER sites_changed AFTER UPDATE OF slug, address, name, contact, zone, accent, state, state_reason, looked_at, host_lost_at ON sites
    FOR EACH ROW EXECUTE FUNCTION note_customer_change();

-- Who owns a site confirms what its policies say.
ALTER TABLE policy_confirmations DROP CONSTRAINT policy_confirmations_by_check;
ALTER TABLE policy_confirmations ADD CONSTRAINT policy_confirmations_by_check CHECK (by IN ('admin', 'owner', 'shipped', 'operator'));
