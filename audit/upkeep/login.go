package upkeep

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/program"
)

// Login is how one audit of a customer's site logs in. It is sealed where it is given, and opened by
// the server alone that does the audit.
type Login struct {
	Page     string `json:"page"` // address of the page with the form, on the site's own host
	User     string `json:"user"` // a name or an e-mail address
	Password string `json:"password"`
}

// String tells nothing of the log-in, wherever somebody prints it.
func (Login) String() string { return "a log-in" }

// Sealer seals what the database has to keep, for a purpose and an owner.
type Sealer interface {
	Encrypt(purpose, owner string, secret []byte) (string, error)
}

// Opener opens what a [Sealer] sealed for the same purpose and owner.
type Opener interface {
	Decrypt(purpose, owner, sealed string) ([]byte, error)
}

// forLogin is what a log-in is sealed for.
const forLogin = "audit log-in"

// Seal hides the log-in for that one audit.
func (l Login) Seal(with Sealer, of uuid.UUID) (string, error) {
	text, err := json.Marshal(l)
	if err != nil {
		return "", err
	}
	return with.Encrypt(forLogin, of.String(), text)
}

// Why an audit that was given a log-in does not log in.
const (
	loginForgotten = "The log-in that you gave was deleted before the audit began: we keep none for longer than a day."
	loginNotYours  = "Nobody logged in: that takes a website of which you have shown that it is yours, and it is not any more."
	loginSealed    = "The log-in that you gave could not be opened, so nobody logged in."
)

// logIn has the audit log in, where a log-in was given for it and the host is still verified.
func (s *Service) logIn(ctx context.Context, a audits.Audit, row sites.Site, host sites.Host, request *audit.Request) error {
	sealed, err := audits.LoginOf(ctx, s.db, a.SiteID, a.ID)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	switch {
	case sealed.Sealed == "" || s.Clock.Now().Sub(sealed.GivenAt) >= program.AuditLoginsKept:
		request.NoAccount = loginForgotten
	case host.VerifiedAt == nil:
		request.NoAccount = loginNotYours
	default:
		request.Account, request.NoAccount = s.open(ctx, sealed, row)
	}
	return nil
}

// open is the account that the log-in is of, or why there is none.
func (s *Service) open(ctx context.Context, sealed audits.Login, row sites.Site) (*audit.Account, string) {
	text, err := s.Secrets.Decrypt(forLogin, sealed.AuditID.String(), sealed.Sealed)
	var l Login
	if err == nil {
		err = json.Unmarshal(text, &l)
	}
	if err != nil {
		slog.ErrorContext(ctx, "the log-in of an audit could not be opened", "audit", sealed.AuditID)
		return nil, loginSealed
	}
	if !IsOn(l.Page, row.Address) {
		return nil, loginNotYours
	}
	return &audit.Account{Email: l.User, Password: l.Password, Page: l.Page, Guest: true}, ""
}

// IsOn reports whether the page is at the address of the site: with its scheme, its host and its port.
func IsOn(page, site string) bool {
	p, err1 := url.Parse(page)
	s, err2 := url.Parse(site)
	return err1 == nil && err2 == nil && p.User == nil && p.Scheme == s.Scheme && strings.EqualFold(p.Host, s.Host)
}
