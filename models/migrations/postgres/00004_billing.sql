-- +goose Up
-- What an attempt to buy is for: its page is offered again only for the same.
ALTER TABLE checkouts ADD COLUMN currency text NOT NULL DEFAULT '';
ALTER TABLE checkouts ADD COLUMN interval text NOT NULL DEFAULT ''; -- empty: bought once
ALTER TABLE checkouts ADD COLUMN quantity bigint NOT NULL DEFAULT 1 CHECK (quantity > 0);
CREATE INDEX checkouts_state ON checkouts (state, created_at);

-- What Stripe knows of a customer that pages show, as JSON; when it was last
-- fetched, and why that did not work since.
ALTER TABLE billing_customers ADD COLUMN details text NOT NULL DEFAULT '{}';
ALTER TABLE billing_customers ADD COLUMN synced_at timestamptz(3);
ALTER TABLE billing_customers ADD COLUMN failures bigint NOT NULL DEFAULT 0;
ALTER TABLE billing_customers ADD COLUMN last_error text NOT NULL DEFAULT '';
CREATE INDEX billing_customers_dirty ON billing_customers (id) WHERE dirty_seq > synced_seq;

-- An event is followed once its customer's synced_seq has reached seq.
ALTER TABLE stripe_events ADD COLUMN customer_id uuid REFERENCES billing_customers (id);
ALTER TABLE stripe_events ADD COLUMN seq bigint NOT NULL DEFAULT 0;
ALTER TABLE stripe_events ADD COLUMN object_id text NOT NULL DEFAULT '';
ALTER TABLE stripe_events ADD COLUMN charge text NOT NULL DEFAULT ''; -- of an event that names no customer
CREATE INDEX stripe_events_unclaimed ON stripe_events (charge) WHERE customer_id IS NULL AND charge <> '';
CREATE INDEX stripe_events_received_at ON stripe_events (received_at, id);
CREATE INDEX stripe_events_customer_id ON stripe_events (customer_id);

ALTER TABLE subscriptions ADD COLUMN price_id text NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN item_id text NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN quantity bigint NOT NULL DEFAULT 1;
ALTER TABLE subscriptions ADD COLUMN trial_ends_at timestamptz(3);
ALTER TABLE subscriptions ADD COLUMN cancel_at timestamptz(3);
ALTER TABLE subscriptions ADD COLUMN ended_at timestamptz(3);
ALTER TABLE subscriptions ADD COLUMN past_due_since timestamptz(3);
ALTER TABLE subscriptions ADD COLUMN discount text NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN payment_url text NOT NULL DEFAULT ''; -- of an invoice that waits to be paid
ALTER TABLE subscriptions ADD COLUMN pending_plan_id text NOT NULL DEFAULT ''; -- a change that waits for its payment
ALTER TABLE subscriptions ADD COLUMN schedule_id text NOT NULL DEFAULT ''; -- that decides about it at Stripe
ALTER TABLE subscriptions ADD COLUMN next_at timestamptz(3); -- when a scheduled change takes effect; NULL: none is
ALTER TABLE subscriptions ADD COLUMN next_plan_id text NOT NULL DEFAULT ''; -- empty: it is none of ours
ALTER TABLE subscriptions ADD COLUMN next_price_id text NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN next_quantity bigint NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN next_amount bigint NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN next_interval text NOT NULL DEFAULT '';

-- What a subscription costs from a time on: Stripe tells only what it costs now.
CREATE TABLE subscription_rates (
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    since timestamptz(3) NOT NULL,
    amount bigint NOT NULL,
    interval text NOT NULL, -- empty: it costs nothing
    PRIMARY KEY (subscription_id, since)
);

-- What Stripe billed.
CREATE TABLE invoices (
    id text PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES billing_customers (id),
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
    next_attempt_at timestamptz(3),
    hosted_url text NOT NULL,
    pdf_url text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL
);
CREATE INDEX invoices_customer_id ON invoices (customer_id, created_at);
CREATE INDEX invoices_number ON invoices (number);

-- What was bought once, by its checkout session.
CREATE TABLE purchases (
    id text PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES billing_customers (id),
    product_id text NOT NULL,
    quantity bigint NOT NULL CHECK (quantity > 0),
    amount bigint NOT NULL,
    currency text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'paid', 'failed', 'refunded', 'disputed', 'lost')),
    payment_intent text NOT NULL,
    bought_at timestamptz(3) NOT NULL,
    paid_at timestamptz(3),
    updated_at timestamptz(3) NOT NULL
);
CREATE INDEX purchases_customer_id ON purchases (customer_id);

-- Money that moved, was given back, or is argued about.
CREATE TABLE charges (
    id text PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES billing_customers (id),
    payment_intent text NOT NULL,
    invoice_id text NOT NULL,
    status text NOT NULL,
    amount bigint NOT NULL,
    amount_refunded bigint NOT NULL,
    currency text NOT NULL,
    dispute_id text NOT NULL,
    dispute_status text NOT NULL,
    receipt_url text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL
);
CREATE INDEX charges_customer_id ON charges (customer_id);
CREATE INDEX charges_payment_intent ON charges (payment_intent);

-- What somebody may use, and why: access is all grants together.
CREATE TABLE grants (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    source text NOT NULL CHECK (source IN ('subscription', 'purchase', 'gift')),
    source_id text NOT NULL,
    ware_id text NOT NULL,
    sites bigint NOT NULL CHECK (sites >= 0),
    audits_per_month bigint NOT NULL CHECK (audits_per_month >= 0),
    starts_at timestamptz(3) NOT NULL,
    ends_at timestamptz(3),
    reason text NOT NULL DEFAULT '',
    given_by uuid REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    UNIQUE (source, source_id)
);
CREATE INDEX grants_user_id ON grants (user_id);

-- How much of an entitlement is used; period is a month like 2026-11, or empty
-- for what is held at a time.
CREATE TABLE usages (
    user_id uuid NOT NULL REFERENCES users (id),
    entitlement text NOT NULL,
    period text NOT NULL,
    used bigint NOT NULL CHECK (used >= 0),
    PRIMARY KEY (user_id, entitlement, period)
);

-- What was done because of something at Stripe, once for each such thing.
CREATE TABLE billing_effects (
    kind text NOT NULL,
    object_id text NOT NULL,
    customer_id uuid NOT NULL REFERENCES billing_customers (id),
    created_at timestamptz(3) NOT NULL,
    PRIMARY KEY (kind, object_id)
);

-- Why an admin did something to an account: admins read it, its owner does not.
ALTER TABLE audit_entries ADD COLUMN reason text NOT NULL DEFAULT '';

-- What an admin has to look at.
CREATE TABLE billing_alerts (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    object_id text NOT NULL,
    customer_id uuid REFERENCES billing_customers (id),
    note text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    resolved_at timestamptz(3),
    UNIQUE (kind, object_id)
);
