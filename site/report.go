package site

import (
	"context"
	"net/mail"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/abuse"
	"github.com/prokken/prokken/validation"
)

// MaxReport is how long a report may be, in letters.
const MaxReport = 2000

// maxEmail is how long an address may be, in bytes (RFC 5321).
const maxEmail = 254

// Report stores what a visitor says against the pages of the site, with an address to answer to,
// which may be empty. What cannot be stored is answered with validation.Errors.
func (l *Site) Report(ctx context.Context, why, email string) error {
	why, email = strings.TrimSpace(why), strings.TrimSpace(email)
	invalid := validation.Errors{}
	switch n := utf8.RuneCountInString(why); {
	case n == 0:
		invalid["why"] = "Please say what is wrong with the page."
	case n > MaxReport:
		invalid["why"] = "That is a little long. Please keep it under " + strconv.Itoa(MaxReport) + " characters."
	}
	if email != "" && !isEmail(email) {
		invalid["email"] = "Please check the address: it should look like ada@example.com. Or leave it empty."
	}
	if len(invalid) > 0 {
		return invalid
	}
	return abuse.Create(ctx, l.db, &abuse.Report{
		ID: models.NewID(), SiteID: l.site.ID, Why: why, Email: email, CreatedAt: l.Now(),
	})
}

// isEmail reports whether one can write to the text, and it is nothing else than an address.
func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text && len(text) <= maxEmail
}
