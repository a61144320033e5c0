package consent

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// Policy is the version of the Cookie Policy that is in effect, as far as visitors are asked
// about it and choices name it.
type Policy struct {
	VersionID  uuid.UUID
	Number     int64
	SHA256     string // of its document
	AskedAgain int64  // the newest version up to it that asked everyone again; 0: none
	Cookies    []cookie.Declaration
}

// Request is what visitors are asked while a version is in effect. There is none
// where only necessary cookies are declared.
type Request struct {
	Policy      Policy
	Categories  []cookie.Category // that can be granted
	Fingerprint string
	Life        time.Duration // of an answer: that of its cookie
	// Wording is the question exactly as it is shown. An answer names its hash: nobody
	// agrees to other words than they read, though a choice outlives better words.
	Wording       Wording
	WordingSHA256 string
}

// Question is what there is to ask; false if there is nothing.
func (p Policy) Question() (Request, bool) {
	categories := p.optional()
	if len(categories) == 0 {
		return Request{}, false
	}
	kept, _ := claim.Evidence{Cookies: p.Cookies}.Find(string(cookie.Consent))
	wording := wordingOf(categories, p.Cookies)
	_, hash := wording.canonical()
	return Request{
		Policy:        p,
		Categories:    categories,
		Fingerprint:   p.Fingerprint(),
		Life:          time.Duration(kept.Lifetime),
		Wording:       wording,
		WordingSHA256: hash,
	}, true
}

// optional are the categories that visitors choose among: those, in the order of
// the policy, of which a cookie is declared.
func (p Policy) optional() []cookie.Category {
	evidence := claim.Evidence{Cookies: p.Cookies}
	return slices.DeleteFunc(slices.Clone(cookie.Categories), func(c cookie.Category) bool {
		return c == cookie.Necessary || !evidence.Declares(c)
	})
}

// Fingerprint is the hash of what a visitor agrees to: the optional cookies, but
// for their order, their flags and the words of their purpose, and the last
// version that asked again. With another fingerprint there is another question,
// and everyone is asked anew; a mended typo is none. A purpose that really is
// another is published to ask again.
func (p Policy) Fingerprint() string {
	asked := struct {
		Cookies    []cookie.Declaration
		AskedAgain int64
	}{AskedAgain: p.AskedAgain}
	for _, d := range p.Cookies {
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
func (q Request) Asked() string { return q.Fingerprint[:min(16, len(q.Fingerprint))] }

// Status is where a visitor stands.
type Status int

// The states. Whatever cannot be read is Undecided: nothing is granted.
const (
	Undecided Status = iota
	Signalled        // not asked: Sec-GPC stands for a no
	Decided
)

// State is where a visitor stands, and what they granted. Two visitors with
// the same decision get the same page.
type State struct {
	State   Status
	Granted Categories
}

// slack is how far the clocks of two instances may be apart.
const slack = time.Minute

// Decide says where a visitor stands with the choice that their browser keeps.
// A choice counts until its cookie's lifetime is over, whatever the browser keeps, while
// the question is the same. The signal counts as a no, unless the choice was made
// in its presence: then the visitor chose otherwise.
func (q Request) Decide(c Record, gpc bool, now time.Time) State {
	counts := c.Asked == q.Asked() && now.Before(c.At.Add(q.Life)) && !c.At.After(now.Add(slack))
	switch {
	case counts && (c.GPC || !gpc):
		return State{Decided, q.among(c.Granted.Names())}
	case gpc:
		return State{State: Signalled}
	}
	return State{}
}

// Ends is when the choice counts no longer.
func (q Request) Ends(c Record) time.Time { return c.At.Add(q.Life) }

// among is the set of those categories that can be granted.
func (q Request) among(categories []cookie.Category) Categories {
	return Grant(
		slices.DeleteFunc(
			slices.Clone(categories),
			func(c cookie.Category) bool { return !slices.Contains(q.Categories, c) },
		)...)
}

// Decisions are all that there can be.
func (q Request) Decisions() []State {
	all := []State{{State: Undecided}, {State: Signalled}}
	for set := range 1 << len(q.Categories) {
		var granted []cookie.Category
		for i, c := range q.Categories {
			if set&(1<<i) != 0 {
				granted = append(granted, c)
			}
		}
		all = append(all, State{Decided, Grant(granted...)})
	}
	return all
}
