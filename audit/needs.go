package audit

import (
	"slices"

	"github.com/chromedp/cdproto/network"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy/claim"
)

// proofs are cookies by name, and whether the log-in needed them.
type proofs = map[string]report.Result

// tryNeeds takes away each cookie that the policy calls needed, and looks whether
// one is still logged in.
func (r *run) tryNeeds(t *browser.Tab, home string) {
	for _, name := range r.neededNames() {
		r.proofs[name] = r.tryWithout(t, home, name)
	}
}

func (r *run) neededNames() []string {
	if r.Document == nil {
		return nil
	}
	var names []string
	for _, b := range r.Document.Blocks() {
		for _, c := range b.Claims {
			names = append(names, c.Tried()...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// needsOfClaims are, for each claim, the journeys without which it cannot be judged.
func (r *run) needsOfClaims() [][]claim.Journey {
	if r.Document == nil {
		return nil
	}
	var all [][]claim.Journey
	for _, of := range r.Document.Claims(claim.Evidence{Cookies: r.Document.Cookies}) {
		var needed []claim.Journey
		for _, condition := range of.Conditions {
			needed = append(needed, condition.Needs()...)
		}
		if len(of.Tried()) > 0 {
			needed = append(needed, claim.Member)
		}
		all = append(all, needed)
	}
	return all
}

// progress adds to what is told of the walk how many claims are settled: the journeys
// that they need are over.
func (r *run) progress() func(Progress) {
	if r.Progress == nil {
		return nil
	}
	needs := r.needsOfClaims()
	return func(p Progress) {
		p.Claims = len(needs)
		for _, needed := range needs {
			if !slices.ContainsFunc(needed, func(j claim.Journey) bool {
				return !slices.Contains(p.Walked, j) && (j != claim.Member || r.Account != nil)
			}) {
				p.Settled++
			}
		}
		r.Progress(p)
	}
}

// tryWithout: a cookie is needed if without it one is logged out, or the site
// sets it again at once. Where neither happens, those that end before it are
// taken away too: then it is needed if one is logged out without it, and not with
// it.
func (r *run) tryWithout(t *browser.Tab, home, name string) report.Result {
	before, one := t.JarAndCookie(name)
	if one == nil {
		return report.Unseen
	}
	alone := without(t, home, one)
	if alone != report.Fails {
		t.Restore(before)
		return alone
	}
	if _, again := t.JarAndCookie(name); again != nil {
		return report.Holds
	}
	shorter := slices.DeleteFunc(
		slices.Clone(before),
		func(c *network.Cookie) bool { return c.Name == name || c.Expires >= one.Expires },
	)
	if len(shorter) == 0 {
		return report.Fails
	}
	if both := without(t, home, shorter...); both != report.Holds {
		return both
	}
	t.Restore(before)
	if without(t, home, shorter...) == report.Fails {
		return report.Holds
	}
	return report.Unseen
}

// without takes the cookies away and tells whether one is logged out then. A page
// that does not come to its end tells neither.
func without(t *browser.Tab, home string, gone ...*network.Cookie) report.Result {
	t.DeleteCookies(gone...)
	t.Visit(home)
	p := t.Drop() // no page of the site as people see it
	switch asks, err := t.AsksPassword(); {
	case p.Cut || p.Status == 0 || err != nil:
		return report.Unseen
	case asks:
		return report.Holds
	}
	return report.Fails
}
