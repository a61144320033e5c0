-- +goose Up
-- The audits of the own site: a browser looked, and this is what it saw.
CREATE TABLE audits (
    id text PRIMARY KEY,
    asked_at timestamp NOT NULL,
    asked_by text REFERENCES users (id) ON DELETE SET NULL, -- null: the schedule
    started_at timestamp,
    ended_at timestamp,
    state text NOT NULL CHECK (state IN ('asked', 'running', 'done', 'failed')),
    problem text NOT NULL, -- why it failed, in words for people
    policy_slug text NOT NULL, -- empty: the site had no policy to compare with
    policy_version bigint NOT NULL,
    policy_sha256 text NOT NULL,
    browser text NOT NULL,
    claims_hold bigint NOT NULL,
    claims_fail bigint NOT NULL,
    claims_total bigint NOT NULL,
    findings_high bigint NOT NULL,
    findings_medium bigint NOT NULL,
    findings_low bigint NOT NULL,
    passed boolean NOT NULL,
    report text NOT NULL -- JSON
);
-- One waits at most, and one runs at most, however many servers there are.
CREATE UNIQUE INDEX audits_open ON audits (state) WHERE state IN ('asked', 'running');
CREATE INDEX audits_state ON audits (state, id);

CREATE TABLE audit_screenshots (
    audit_id text NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
    n bigint NOT NULL,
    journey text NOT NULL,
    url text NOT NULL,
    jpeg blob NOT NULL,
    PRIMARY KEY (audit_id, n)
);
