package audit

import (
	"slices"

	"github.com/chromedp/cdproto/network"
)

// proofs are cookies by name, and whether the log-in needed them.
type proofs map[string]Result

// tryNeeds takes away each cookie that the policy calls needed, and looks whether
// one is still logged in.
func (r *run) tryNeeds(t *tab, home string) {
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
			names = append(names, c.Needed...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// tryWithout: a cookie is needed if without it one is logged out, or the site
// sets it again at once. Where neither happens, those that end before it are
// taken away too: then it is needed if one is logged out without it, and not with
// it.
func (r *run) tryWithout(t *tab, home, name string) Result {
	before, one := t.jarAndCookie(name)
	if one == nil {
		return Unseen
	}
	alone := without(t, home, one)
	if alone != Fails {
		t.restore(before)
		return alone
	}
	if _, again := t.jarAndCookie(name); again != nil {
		return Holds
	}
	shorter := slices.DeleteFunc(slices.Clone(before), func(c *network.Cookie) bool { return c.Name == name || c.Expires >= one.Expires })
	if len(shorter) == 0 {
		return Fails
	}
	if both := without(t, home, shorter...); both != Holds {
		return both
	}
	t.restore(before)
	if without(t, home, shorter...) == Fails {
		return Holds
	}
	return Unseen
}

// without takes the cookies away and tells whether one is logged out then. A page
// that does not come to its end tells neither.
func without(t *tab, home string, gone ...*network.Cookie) Result {
	t.take(gone...)
	t.visit(home)
	p := t.drop() // no page of the site as people see it
	switch asks, err := t.asksPassword(); {
	case p.Cut || p.Status == 0 || err != nil:
		return Unseen
	case asks:
		return Holds
	}
	return Fails
}
