-- +goose Up
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

-- Whether the movements of the customer are noted.
ALTER TABLE billing_customers ADD COLUMN counted boolean NOT NULL DEFAULT false;
CREATE INDEX billing_customers_uncounted ON billing_customers (id) WHERE NOT counted;
