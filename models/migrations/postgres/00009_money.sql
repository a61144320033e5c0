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
    created_at timestamptz(3) NOT NULL
);
CREATE INDEX trial_marks_owner ON trial_marks (owner);
