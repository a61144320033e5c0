package site

import (
	"log/slog"
	"slices"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/site/translation"
)

// Snapshot is what is in effect at one moment. It never changes; publishing, or the
// time for which something was scheduled, puts another in its place, so that
// page, mint, gate and CSP change together.
type Snapshot struct {
	Policies []*Version
	Upcoming []*Version // published, not yet in effect; the next one first
	// Integrations are those that pages may load: see [Snapshot.Evidence].
	Integrations []claim.Integration
	published    []*Version // all of the policies and upcoming ones
	// translations are the newest of each version in each language.
	translations translation.Set
	names        []string // of the site
	program      claim.Program
	observed     bool // it is a customer's
	optionals    consent.Optionals
	former       []cookie.Declaration
	state        int64
	until        time.Time // when the next one takes effect; zero: none is known
}

// newSnapshot is what is in effect, with the integrations that it lets in.
func (l *Site) newSnapshot(
	published []*Version, translations translation.Set, all consent.Optionals, state int64, now time.Time,
) *Snapshot {
	s := l.timeline(published).at(now)
	s.translations, s.state, s.optionals = translations, state, all
	s.former = all.Former(s.cookiePolicy())
	var refused []claim.Integration
	s.Integrations, refused = s.admit(l.Integrations)
	for _, i := range refused {
		slog.Error("an integration is not loaded: a sentence of a policy in effect would not be true", "name", i.Name)
	}
	return s
}

// holds reports whether nothing scheduled has taken effect since.
func (s *Snapshot) holds(now time.Time) bool { return s.until.IsZero() || now.Before(s.until) }

// Find returns the version of a policy that is in effect.
func (s *Snapshot) Find(slug string) (*Version, bool) {
	for _, v := range s.Policies {
		if v.Document.Slug == slug {
			return v, true
		}
	}
	return nil, false
}

// Next returns the version of a policy that takes effect next, if one is
// scheduled.
func (s *Snapshot) Next(slug string) (*Version, bool) {
	for _, v := range s.Upcoming {
		if v.Document.Slug == slug {
			return v, true
		}
	}
	return nil, false
}

// Live returns the version of a policy with the number, if it is in effect or scheduled.
func (s *Snapshot) Live(slug string, number int64) (*Version, bool) {
	for _, v := range slices.Concat(s.Policies, s.Upcoming) {
		if v.Document.Slug == slug && v.Number == number {
			return v, true
		}
	}
	return nil, false
}

// Evidence is what is true of the pages while this is in effect.
func (s *Snapshot) Evidence() claim.Evidence {
	return s.evidence(s.Integrations)
}

func (s *Snapshot) evidence(integrations []claim.Integration) claim.Evidence {
	return claim.Evidence{Site: s.names, Cookies: s.Cookies(), Integrations: integrations, Program: s.program, Observed: s.observed}
}

// Cookies are the declarations in force.
func (s *Snapshot) Cookies() []cookie.Declaration {
	if v, found := s.Find(policy.CookiePolicy); found {
		return v.Document.Cookies
	}
	return nil
}
