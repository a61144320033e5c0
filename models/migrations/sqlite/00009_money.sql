-- +goose Up

-- How the payment of the current period was reversed: 'refunded', 'disputed', 'lost';
-- empty: it was not.
ALTER TABLE subscriptions ADD COLUMN reversal text NOT NULL DEFAULT '';

-- Stripe's word for the payment of an invoice: 'processing' while a bank debit is under
-- way; empty: nobody has tried.
ALTER TABLE invoices ADD COLUMN payment_state text NOT NULL DEFAULT '';

-- Who had a free trial, by keyed hashes that outlive the account for a year.
CREATE TABLE trial_marks (
    mark text PRIMARY KEY, -- of a card or an address
    owner text NOT NULL, -- of a customer
    created_at timestamp NOT NULL
);
CREATE INDEX trial_marks_owner ON trial_marks (owner);

-- Whose an event is: one of another mode or account is stored and not followed.
ALTER TABLE stripe_events ADD COLUMN livemode boolean NOT NULL DEFAULT false;
ALTER TABLE stripe_events ADD COLUMN account text NOT NULL DEFAULT '';
ALTER TABLE stripe_events ADD COLUMN is_other boolean NOT NULL DEFAULT false;

-- What else a subscription made in Stripe's dashboard can be: paid every three months, its
-- payments paused, of several items, of a product that is none of ours.
ALTER TABLE subscriptions ADD COLUMN interval_count bigint NOT NULL DEFAULT 1;
ALTER TABLE subscriptions ADD COLUMN pause text NOT NULL DEFAULT ''; -- what becomes of bills; empty: they are collected
ALTER TABLE subscriptions ADD COLUMN resumes_at timestamp;
ALTER TABLE subscriptions ADD COLUMN items bigint NOT NULL DEFAULT 1;
ALTER TABLE subscriptions ADD COLUMN title text NOT NULL DEFAULT ''; -- of what is not sold here

-- What is off the price of a subscription, and until when, as a list in JSON.
ALTER TABLE subscriptions ADD COLUMN discounts text NOT NULL DEFAULT '[]';
