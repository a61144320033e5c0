-- +goose Up
-- Postgres alone has something to change.
SELECT 1;
