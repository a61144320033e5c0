-- +goose Up

-- What the tax does to the price of a subscription: 'exclusive', 'inclusive'; empty: none is
-- taken.
ALTER TABLE subscriptions ADD COLUMN tax_behavior text NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN next_tax_behavior text NOT NULL DEFAULT '';
