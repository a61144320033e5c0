package consent_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/site/consent"
)

var someChoice = consent.Record{
	ID: uuid.MustParse("0198a1b2-0000-7000-8000-000000000001"), At: time.Unix(1767225600, 0).UTC(),
	Asked: "0123456789abcdef", Granted: consent.Grant(cookie.Analytics),
}

const someText = "1.0198a1b2-0000-7000-8000-000000000001.1767225600.0123456789abcdef.0.analytics"

func TestChoiceAsText(t *testing.T) {
	other := someChoice
	other.GPC, other.Granted = true, consent.Grant()
	both := someChoice
	both.Granted = consent.Grant(cookie.Marketing, cookie.Necessary, cookie.Analytics, cookie.Marketing)
	for text, choice := range map[string]consent.Record{
		someText: someChoice,
		strings.Replace(someText, "0.analytics", "1.none", 1):            other,
		strings.Replace(someText, "analytics", "analytics-marketing", 1): both,
	} {
		if got := choice.String(); got != text {
			t.Errorf("got %s, want %s", got, text)
		}
		if got, read := consent.ParseRecord(text); !read || got != choice {
			t.Errorf("%s reads as %+v", text, got)
		}
	}
}

// TestParseChoiceIsStrict: one letter off, and it is no choice.
func TestParseChoiceIsStrict(t *testing.T) {
	replaced := func(old, by string) string { return strings.Replace(someText, old, by, 1) }
	for name, text := range map[string]string{
		"empty":               "",
		"another version":     "2" + someText[1:],
		"more behind it":      someText + ".",
		"a blank":             " " + someText,
		"a line":              someText + "\n",
		"id in capitals":      replaced("0198a1b2", "0198A1B2"),
		"id without dashes":   replaced("0198a1b2-0000-7000-8000-000000000001", "0198a1b2000070008000000000000001"),
		"no time":             replaced("1767225600", ""),
		"negative time":       replaced("1767225600", "-1767225600"),
		"time with a nought":  replaced("1767225600", "01767225600"),
		"a huge time":         replaced("1767225600", "99999999999999999999"),
		"short fingerprint":   replaced("0123456789abcdef", "0123"),
		"no signal":           replaced(".0.", "."),
		"other signal":        replaced(".0.", ".2."),
		"no category":         replaced("analytics", ""),
		"unknown category":    replaced("analytics", "telemetry"),
		"necessary":           replaced("analytics", "necessary"),
		"twice":               replaced("analytics", "analytics-analytics"),
		"out of order":        replaced("analytics", "marketing-analytics"),
		"none and something":  replaced("analytics", "none-analytics"),
		"empty among them":    replaced("analytics", "analytics--marketing"),
		"ends with a dash":    replaced("analytics", "analytics-"),
		"category in letters": replaced("analytics", "Analytics"),
	} {
		if got, read := consent.ParseRecord(text); read {
			t.Errorf("%s: %q reads as %+v", name, text, got)
		}
	}
}

// FuzzParseChoice: what is read is written alike, is a cookie's value as it
// stands, and grants nothing but optional categories.
func FuzzParseChoice(f *testing.F) {
	for _, text := range []string{
		someText, strings.Replace(someText, "analytics", "none", 1),
		strings.Replace(someText, "analytics", "analytics-marketing", 1), "", "1.....",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, read := consent.ParseRecord(text)
		if !read {
			return
		}
		if c.String() != text || strings.ContainsAny(text, " \",;\\\r\n\x00") || c.Granted.Has(cookie.Necessary) {
			t.Errorf("%q reads as %+v", text, c)
		}
		for _, category := range c.Granted.Names() {
			if category.Words() == "" {
				t.Errorf("%q grants %q", text, category)
			}
		}
	})
}
