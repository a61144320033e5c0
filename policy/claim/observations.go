package claim

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/prokken/prokken/cookie"
)

// Observations are what a browser saw of a site, as far as conditions are judged by
// it. The audit fills them in.
type Observations struct {
	Cookies  []ObservedCookie
	Declared []cookie.Declaration
	Requests []ObservedRequest // to other sites
	// Trials say for each cookie that was taken away (see [Trial]) whether the log-in
	// needed it.
	Trials map[string]Result
	// Looked says of each journey why it was not seen to its end; "" if it was, or if
	// there was nothing to walk it for. One that is not in it was not walked.
	Looked map[Journey]string
	// PlainLocal: the site is on this machine alone, without HTTPS, so that Secure
	// says nothing.
	PlainLocal bool
	// PublishedOn is the day in the version's record and PrintedDay the one on its
	// page, both like "2026-04-16"; "" where it is not known.
	PublishedOn, PrintedDay string
}

// ObservedCookie is a cookie as the browser got it.
type ObservedCookie struct {
	Name, Domain, Path string // as declared, where a pattern means it
	As                 string // the name that a pattern's cookie was set under; "" for others
	Lifetime           cookie.Lifetime
	HTTPOnly, Secure   bool
	SameSite           cookie.SameSite // with what browsers make of a missing one
	Rejected           bool            // the browser did not keep it
	ThirdParty         bool            // of another site than the audited one
	Declared           bool
	Category           cookie.Category // as declared; "" for undeclared ones
	BeforeConsent      bool            // it is optional, and was set though nobody had agreed
}

// ObservedRequest is what pages asked another host for.
type ObservedRequest struct {
	Host    string
	Blocked bool // it never left
}

// Result is what became of a claim or of one of its conditions.
type Result string

// The results.
const (
	Holds  Result = "holds"
	Fails  Result = "fails"
	Unseen Result = "unseen" // this audit could not tell
)

// Verdict is one thing that a claim says, judged by what was observed.
type Verdict struct {
	Words  string `json:"words"`
	Result Result `json:"result"`
	Reason string `json:"reason,omitempty"`
}

// Held returns a verdict that the condition holds, until something is seen.
func Held(words string) Verdict { return Verdict{Words: words, Result: Holds} }

// Fail says what was seen against the condition.
func (v *Verdict) Fail(format string, values ...any) {
	v.Result, v.Reason = Fails, fmt.Sprintf(format, values...)
}

// Cannot says why the condition cannot be judged: nothing was seen that is against
// it, and not what would show it.
func (v *Verdict) Cannot(format string, values ...any) {
	if v.Result == Holds {
		v.Result, v.Reason = Unseen, fmt.Sprintf(format, values...)
	}
}

// Names are the cookies that were seen, each once. Another site's cookie is not
// the one that the policy means, whatever its name.
func (o Observations) Names() []string {
	return o.namesBy(func(seen ObservedCookie) string { return seen.Name })
}

// namesBy returns the names of the cookies that were seen, sorted and each once, as asked for.
func (o Observations) namesBy(nameOf func(ObservedCookie) string) []string {
	var names []string
	for _, seen := range o.Cookies {
		name := nameOf(seen)
		if !seen.Declared && seen.ThirdParty {
			name += " of " + seen.Domain
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// count is how many cookies were seen: those that one pattern means, each.
func (o Observations) count() int {
	return len(o.namesBy(func(seen ObservedCookie) string { return cmp.Or(seen.As, seen.Name) }))
}

// Find returns the cookie of that name that was seen first.
func (o Observations) Find(name string) (ObservedCookie, bool) {
	i := slices.IndexFunc(o.Cookies, func(seen ObservedCookie) bool { return seen.Name == name })
	if i < 0 {
		return ObservedCookie{}, false
	}
	return o.Cookies[i], true
}

// Slack is how far a lifetime may be off: a header that names a moment is as old
// as the answer.
const Slack = cookie.Lifetime(5 * time.Second)

// LivesAs reports whether a cookie lives as it is said to, if the site asks for a life of
// so much: that long, or as long as browsers keep such a cookie.
func LivesAs(asked, said cookie.Lifetime) bool {
	isNear := func(a cookie.Lifetime) bool {
		return a == said || a != cookie.Session && said != cookie.Session && max(a-said, said-a) <= Slack
	}
	return isNear(asked) || isNear(asked.Kept())
}

// LifetimeWords is a lifetime in round words.
func LifetimeWords(l cookie.Lifetime) string {
	if l == cookie.Session {
		return "until the browser is closed"
	}
	d := time.Duration(l)
	for _, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute, time.Second} {
		if d >= unit {
			return cookie.Lifetime(d.Round(unit)).String()
		}
	}
	return d.String()
}

// hasSeen reports whether a cookie of the category was seen.
func (o Observations) hasSeen(category cookie.Category) bool {
	return slices.ContainsFunc(o.Cookies, func(seen ObservedCookie) bool { return seen.Category == category })
}
