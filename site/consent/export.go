package consent

import (
	"context"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/validation"
)

// Search is which choices somebody asks for, as they typed it. Days are those of
// the site's zone, both of them included. Empty fields choose nothing out.
type Search struct {
	From, Until, Version, Number string
}

// String says what is searched for; "all" for everything.
func (s Search) String() string {
	var said []string
	for _, part := range []struct{ name, value string }{
		{"from", s.From}, {"until", s.Until}, {"version", s.Version}, {"number", s.Number},
	} {
		if part.value != "" {
			said = append(said, part.name+" "+part.value)
		}
	}
	if len(said) == 0 {
		return "all"
	}
	return strings.Join(said, ", ")
}

// ParseSearch reads what was typed; what cannot be read is named by its field.
func (l *Ledger) ParseSearch(s Search) (consents.Filter, error) {
	var f consents.Filter
	invalid := validation.Errors{}
	day := func(field, text string) time.Time {
		t, err := time.ParseInLocation(time.DateOnly, text, l.Zone)
		if err != nil && text != "" {
			invalid[field] = "Please enter the day like 2026-11-29."
		}
		return t
	}
	f.From, f.Until = day("from", s.From), day("until", s.Until)
	if !f.Until.IsZero() {
		f.Until = f.Until.AddDate(0, 0, 1)
	}
	var err error
	if f.Version, err = strconv.ParseInt(s.Version, 10, 64); s.Version != "" && (err != nil || f.Version < 1) {
		invalid["version"] = "A version is a number, starting from 1."
	}
	if f.ID, err = uuid.Parse(s.Number); s.Number != "" && err != nil {
		invalid["number"] = "A choice's number looks like 0198a1b2-0000-7000-8000-000000000001."
	}
	if len(invalid) > 0 {
		return consents.Filter{}, invalid
	}
	return f, nil
}

// Count is how many choices are on record that the filter chooses.
func (l *Ledger) Count(ctx context.Context, f consents.Filter) (int64, error) {
	return consents.Count(ctx, l.DB, l.Site, f)
}

// Export writes the choices that the filter chooses, each in a line of JSON (a
// [Line]), in the order of the chain. It holds few of them in memory. An error
// leaves a part written: the caller has to say so.
func (l *Ledger) Export(ctx context.Context, w io.Writer, f consents.Filter) (int64, error) {
	lines, n := json.NewEncoder(w), int64(0)
	err := consents.Each(ctx, l.DB, l.Site, f, func(c consents.Consent) error {
		n++
		return lines.Encode(lineOf(c))
	})
	return n, err
}

// ByNumber finds a choice by its number. A number cannot be guessed: 62 of its bits
// are random. So whoever has one got it from the browser that chose, and what it opens
// names nobody.
func (l *Ledger) ByNumber(ctx context.Context, number uuid.UUID) (consents.Consent, error) {
	return consents.ByID(ctx, l.DB, l.Site, number)
}
