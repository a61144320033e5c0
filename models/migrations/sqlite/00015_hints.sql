-- +goose Up
-- queued_seq: up to which hint there is a job that follows it.
ALTER TABLE billing_customers ADD COLUMN queued_seq integer NOT NULL DEFAULT 0;
CREATE INDEX billing_customers_hinted ON billing_customers (id) WHERE dirty_seq > synced_seq AND dirty_seq > queued_seq;
