package site

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/consent"
)

// Question is what visitors are asked now; false if there is nothing to ask.
func (l *Site) Question() (consent.Request, bool) { return l.Snapshot().Question() }

// Question is what visitors are asked while this is in effect.
func (s *Snapshot) Question() (consent.Request, bool) { return s.cookiePolicy().Question() }

// FormerCookies are the optional cookies that versions before the one in effect declared,
// and it does not.
func (l *Site) FormerCookies() []cookie.Declaration { return l.Snapshot().FormerCookies() }

// FormerCookies are the optional cookies that left the policy before this snapshot.
func (s *Snapshot) FormerCookies() []cookie.Declaration { return s.former }

// cookiePolicy is the Cookie Policy in effect, as visitors are asked about it.
func (s *Snapshot) cookiePolicy() consent.Policy {
	v, found := s.Find(policy.CookiePolicy)
	if !found {
		return consent.Policy{}
	}
	return consent.Policy{
		VersionID: v.ID, Number: v.Number, SHA256: v.SHA256, AskedAgain: v.AskedAgain, Cookies: v.Document.Cookies,
	}
}
