package site

import (
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// ConsentRequest is what visitors are asked while a snapshot is in effect. There is none
// where only necessary cookies are declared.
type ConsentRequest struct {
	Version     *Version          // of the Cookie Policy
	Categories  []cookie.Category // that can be granted
	Fingerprint string
	Life        time.Duration // of an answer: that of its cookie
	// Wording is the question exactly as it is shown. An answer names its hash: nobody
	// agrees to other words than they read, though a choice outlives better words.
	Wording       Wording
	WordingSHA256 string
}

// Question is what there is to ask; false if there is nothing.
func (s *Snapshot) Question() (ConsentRequest, bool) {
	v, found := s.Find(policy.CookiePolicy)
	categories := s.Optional()
	if !found || len(categories) == 0 {
		return ConsentRequest{}, false
	}
	kept, _ := claim.Evidence{Cookies: s.Cookies()}.Find(string(cookie.Consent))
	wording := wordingOf(categories, s.Cookies())
	_, hash := wording.canonical()
	return ConsentRequest{
		Version:       v,
		Categories:    categories,
		Fingerprint:   s.Fingerprint(),
		Life:          time.Duration(kept.Lifetime),
		Wording:       wording,
		WordingSHA256: hash,
	}, true
}

// Optional are the categories that visitors choose among: those, in the order of
// the policy, of which a cookie is declared.
func (s *Snapshot) Optional() []cookie.Category {
	evidence := claim.Evidence{Cookies: s.Cookies()}
	return slices.DeleteFunc(slices.Clone(cookie.Categories), func(c cookie.Category) bool {
		return c == cookie.Necessary || !evidence.Declares(c)
	})
}

// Fingerprint is the hash of what a visitor agrees to: the optional cookies, but
// for their order, their flags and the words of their purpose, and the last
// version that asked again. With another fingerprint there is another question,
// and everyone is asked anew; a mended typo is none. A purpose that really is
// another is published to ask again.
func (s *Snapshot) Fingerprint() string {
	asked := struct {
		Cookies    []cookie.Declaration
		AskedAgain int64
	}{}
	if v, found := s.Find(policy.CookiePolicy); found {
		asked.AskedAgain = v.AskedAgain
	}
	for _, d := range s.Cookies() {
		if d.Optional() {
			d.Purpose, d.HTTPOnly, d.Secure, d.SameSite = "", false, false, ""
			asked.Cookies = append(asked.Cookies, d)
		}
	}
	slices.SortFunc(asked.Cookies, func(a, b cookie.Declaration) int { return strings.Compare(a.Name, b.Name) })
	_, hash, _ := policy.Canonical(asked) // plain data does not fail
	return hash
}

// Asked is the start of the fingerprint, as choices carry it; "" of no question.
func (q ConsentRequest) Asked() string { return q.Fingerprint[:min(16, len(q.Fingerprint))] }

// ConsentStatus is where a visitor stands.
type ConsentStatus int

// The states. Whatever cannot be read is Undecided: nothing is granted.
const (
	Undecided ConsentStatus = iota
	Signalled               // not asked: Sec-GPC stands for a no
	Decided
)

// ConsentState is where a visitor stands, and what they granted. Two visitors with
// the same decision get the same page.
type ConsentState struct {
	State   ConsentStatus
	Granted Categories
}

// slack is how far the clocks of two instances may be apart.
const slack = time.Minute

// Decide says where a visitor stands with the choice that their browser keeps.
// A choice counts until its cookie's lifetime is over, whatever the browser keeps, while
// the question is the same. The signal counts as a no, unless the choice was made
// in its presence: then the visitor chose otherwise.
func (q ConsentRequest) Decide(c ConsentRecord, gpc bool, now time.Time) ConsentState {
	counts := c.Asked == q.Asked() && now.Before(c.At.Add(q.Life)) && !c.At.After(now.Add(slack))
	switch {
	case counts && (c.GPC || !gpc):
		return ConsentState{Decided, q.among(c.Granted.Names())}
	case gpc:
		return ConsentState{State: Signalled}
	}
	return ConsentState{}
}

// Ends is when the choice counts no longer.
func (q ConsentRequest) Ends(c ConsentRecord) time.Time { return c.At.Add(q.Life) }

// among is the set of those categories that can be granted.
func (q ConsentRequest) among(categories []cookie.Category) Categories {
	return Grant(
		slices.DeleteFunc(
			slices.Clone(categories),
			func(c cookie.Category) bool { return !slices.Contains(q.Categories, c) },
		)...)
}

// Decisions are all that there can be.
func (q ConsentRequest) Decisions() []ConsentState {
	all := []ConsentState{{State: Undecided}, {State: Signalled}}
	for set := range 1 << len(q.Categories) {
		var granted []cookie.Category
		for i, c := range q.Categories {
			if set&(1<<i) != 0 {
				granted = append(granted, c)
			}
		}
		all = append(all, ConsentState{Decided, Grant(granted...)})
	}
	return all
}
