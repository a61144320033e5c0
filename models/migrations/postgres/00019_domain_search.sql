-- +goose Up
-- The first accounts of a domain are read from the index alone: what it is computed from stands in it, too. A domain
-- of very many accounts was read whole and sorted instead.
DROP INDEX users_domain_start;
CREATE INDEX users_domain_start ON users ((substr(email, strpos(email, '@') + 1)) COLLATE "C", id) INCLUDE (email) WHERE erased_at IS NULL;
