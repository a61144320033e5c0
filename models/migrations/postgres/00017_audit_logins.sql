-- +goose Up
-- The log-in with which one audit logs in, sealed; empty: it was forgotten before the audit ran.
CREATE TABLE audit_logins (
    audit_id uuid PRIMARY KEY REFERENCES audits (id) ON DELETE CASCADE,
    sealed text NOT NULL,
    given_at timestamptz(3) NOT NULL
);
CREATE INDEX audit_logins_given_at ON audit_logins (given_at) WHERE sealed <> '';

-- It goes with the end of its audit, however that ends and whoever ends it.
-- +goose StatementBegin
CREATE FUNCTION forget_audit_login() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM audit_logins WHERE audit_id = NEW.id;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER audits_forget_login AFTER UPDATE OF state ON audits
FOR EACH ROW WHEN (NEW.state NOT IN ('asked', 'running')) EXECUTE FUNCTION forget_audit_login();
