-- +goose Up
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
