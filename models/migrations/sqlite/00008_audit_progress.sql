-- +goose Up
-- How far the audit is that runs, as JSON; empty where it has not begun or is over.
ALTER TABLE audits ADD COLUMN progress text NOT NULL DEFAULT '';
-- When an admin asked the audit to stop; null: nobody did.
ALTER TABLE audits ADD COLUMN stop_asked_at timestamp;
