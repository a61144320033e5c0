-- +goose Up

-- When a mail server last said for good that the address takes no mail; NULL: it takes it.
ALTER TABLE users ADD COLUMN bounced_at timestamptz(3);
CREATE INDEX users_bounced_at ON users (bounced_at) WHERE bounced_at IS NOT NULL;
