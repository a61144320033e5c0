package audit

import (
	"context"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// proofs are cookies by name, and whether the log-in needed them.
type proofs = map[string]Result

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
func (r *run) tryWithout(t *tab, home, name string) Result {
	before, one := t.jarAndCookie(name)
	if one == nil {
		return Unseen
	}
	alone := t.without(home, one)
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
	if both := t.without(home, shorter...); both != Holds {
		return both
	}
	t.restore(before)
	if t.without(home, shorter...) == Fails {
		return Holds
	}
	return Unseen
}

// without takes the cookies away and tells whether one is logged out then. A page
// that does not come to its end tells neither.
func (t *tab) without(home string, gone ...*network.Cookie) Result {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	for _, c := range gone {
		_, _ = chromedp.Call(ctx, network.DeleteCookies, network.DeleteCookiesParams{Name: c.Name, Domain: c.Domain, Path: c.Path})
	}
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

func (t *tab) jarAndCookie(name string) (jar []*network.Cookie, one *network.Cookie) {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	jar, err := t.jar(ctx)
	if err != nil {
		return nil, nil
	}
	if i := slices.IndexFunc(jar, func(c *network.Cookie) bool { return c.Name == name }); i >= 0 {
		one = jar[i]
	}
	return jar, one
}

// restore puts the cookies back as they were.
func (t *tab) restore(jar []*network.Cookie) {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	params := storage.SetCookiesParams{}
	for _, c := range jar {
		params.Cookies = append(params.Cookies, asParam(c, t.rec.site.Scheme))
	}
	_, _ = chromedp.CallBrowser(ctx, storage.SetCookies, params)
}

// asParam names the address of a cookie of one host alone: by its domain it would
// become one of the hosts below, too.
func asParam(c *network.Cookie, scheme string) *network.CookieParam {
	p := &network.CookieParam{
		Name: c.Name, Value: c.Value, Path: c.Path, Secure: c.Secure, HTTPOnly: c.HTTPOnly, SameSite: c.SameSite,
		Priority: c.Priority, SourceScheme: c.SourceScheme, SourcePort: c.SourcePort, PartitionKey: c.PartitionKey,
	}
	if strings.HasPrefix(c.Domain, ".") {
		p.Domain = c.Domain
	} else {
		p.URL = scheme + "://" + c.Domain + c.Path
	}
	if !c.Session {
		p.Expires = cdp.TimeSinceEpoch(c.Expires)
	}
	return p
}
