package audit

import (
	"slices"

	"github.com/chromedp/cdproto/network"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
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
