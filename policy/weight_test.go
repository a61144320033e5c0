package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/weight"
)

var statistics = cookie.Declaration{
	Name: "_stats", Purpose: "Counts visits.", Category: cookie.Analytics, Path: "/",
	Lifetime: cookie.Lifetime(24 * time.Hour), Secure: true, SameSite: cookie.Lax,
}

// redeclaring changes the declaration of that name.
func redeclaring(name string, act func(c *cookie.Declaration)) policy.Change {
	return func(d policy.Document) (policy.Document, error) {
		c, _ := d.Cookie(name)
		act(&c)
		return policy.SetCookie(name, c)(d)
	}
}

// TestWeight: a change weighs at least what it means for people, whatever its author says.
func TestWeight(t *testing.T) {
	session := statistics
	session.Name, session.Category, session.Lifetime = "_session", cookie.Necessary, cookie.Session
	seed := after(t, cookiePolicy(t), policy.SetCookie("", statistics), policy.SetCookie("", session))
	day := cookie.Lifetime(24 * time.Hour)
	parties := policy.AddBlock(policy.Intro, "", policy.Block{
		UID: "b-parties", Content: block.ThirdParties{{Name: "Acme", Purpose: "Sends our mail."}},
	})
	other := statistics
	other.Name = "_more"
	kept := other
	kept.Category = cookie.Necessary
	for name, tt := range map[string]struct {
		change  policy.Change
		least   weight.Materiality
		because string
	}{
		"nothing": {policy.SetTitle("Cookie Policy"), weight.Editorial, ""},
		"a word":  {policy.SetTitle("Cookies"), weight.Editorial, ""},
		"a sign in a purpose": {
			redeclaring("_stats", func(c *cookie.Declaration) { c.Purpose = "counts visits!" }), weight.Editorial, "",
		},
		"a shorter life": {
			redeclaring("prokken_access", func(c *cookie.Declaration) { c.Lifetime = day / 2 }), weight.Editorial, "",
		},
		"a stricter cookie": {
			redeclaring("prokken_access", func(c *cookie.Declaration) { c.SameSite = cookie.Strict }), weight.Editorial, "",
		},
		"a cookie goes":          {policy.RemoveCookie("_stats"), weight.Editorial, ""},
		"a new optional cookie":  {policy.SetCookie("", other), weight.AskAgain, "_more is a new cookie that visitors"},
		"a new necessary cookie": {policy.SetCookie("", kept), weight.Notify, "_more is a new cookie."},
		"another name": {
			redeclaring("_stats", func(c *cookie.Declaration) { c.Name = "_ga" }), weight.AskAgain, "_ga is a new cookie",
		},
		"now necessary":            {redeclaring("_stats", func(c *cookie.Declaration) { c.Category = cookie.Necessary }), weight.AskAgain, "another type"},
		"now optional":             {redeclaring("prokken_access", func(c *cookie.Declaration) { c.Category = cookie.Analytics }), weight.AskAgain, "another type"},
		"an optional one lives on": {redeclaring("_stats", func(c *cookie.Declaration) { c.Lifetime = 2 * day }), weight.AskAgain, "2 days instead of 24 hours"},
		"beyond the session": {
			redeclaring("_stats", func(c *cookie.Declaration) { c.Lifetime = cookie.Session }), weight.Notify, "another way",
		},
		"no longer of the session": {
			redeclaring("_session", func(c *cookie.Declaration) { c.Lifetime = day }), weight.Notify, "_session lives longer",
		},
		"a necessary one lives on": {
			redeclaring("prokken_refresh", func(c *cookie.Declaration) { c.Lifetime = 30 * day }), weight.Notify, "lives longer",
		},
		"another party": {
			redeclaring("_stats", func(c *cookie.Declaration) { c.Party = "Acme" }), weight.AskAgain, "set by Acme",
		},
		"a party of a necessary one": {
			redeclaring("prokken_access", func(c *cookie.Declaration) { c.Party = "Acme" }), weight.Notify, "set by Acme",
		},
		"another domain":              {redeclaring("_stats", func(c *cookie.Declaration) { c.Domain = "example.com" }), weight.AskAgain, "sent to example.com"},
		"a domain of a necessary one": {redeclaring("prokken_access", func(c *cookie.Declaration) { c.Domain = "example.com" }), weight.Notify, "sent to example.com"},
		"another purpose":             {redeclaring("_stats", func(c *cookie.Declaration) { c.Purpose = "Follows you." }), weight.AskAgain, "purpose of _stats"},
		"a purpose of a necessary one": {
			redeclaring("prokken_access", func(c *cookie.Declaration) { c.Purpose = "Follows you." }), weight.Notify, "purpose of prokken_access",
		},
		"readable by scripts": {
			redeclaring("prokken_access", func(c *cookie.Declaration) { c.HTTPOnly = false }), weight.Notify, "Scripts can read",
		},
		"without encryption": {
			redeclaring("prokken_access", func(c *cookie.Declaration) { c.Secure = false }), weight.Notify, "without encryption",
		},
		"a laxer cookie": {redeclaring("prokken_access", func(c *cookie.Declaration) { c.SameSite = cookie.None }), weight.Notify, "SameSite=None"},
		"a wider path": {
			redeclaring("prokken_refresh", func(c *cookie.Declaration) { c.Path = "/" }), weight.Notify, "sent to / now",
		},
		"an optional narrower": {
			redeclaring("_stats", func(c *cookie.Declaration) { c.Path = "/x" }), weight.Notify, "another way",
		},
		"a third party": {parties, weight.Notify, "Acme takes part"},
		"a lost check": {
			policy.RemoveClaim("strictly-necessary-cookies-1", 0, count), weight.Notify, "Less is checked of one sentence.",
		},
		"two lost checks": {
			policy.RemoveBlock("advertising-marketing-cookies-1"), weight.Notify, "Less is checked of 2 sentences.",
		},
	} {
		next := after(t, seed, tt.change)
		w := weight.Of(seed, next, weight.LostChecks(seed, next, claim.Evidence{}))
		if w.Least != tt.least || (len(w.Reasons) > 0) != (tt.because != "") {
			t.Errorf("%s: at least %s: %v", name, w.Least, w.Reasons)
			continue
		}
		if tt.because != "" && !strings.Contains(w.Reasons[0].Words, tt.because) {
			t.Errorf("%s: because %q", name, w.Reasons[0].Words)
		}
	}
}

// TestWeightOfParties: what somebody else does is no wording.
func TestWeightOfParties(t *testing.T) {
	of := func(purpose string) policy.Document {
		return after(t, cookiePolicy(t), policy.AddBlock(policy.Intro, "", policy.Block{
			UID: "b-parties", Content: block.ThirdParties{{Name: "Acme", Purpose: purpose}},
		}))
	}
	for purpose, least := range map[string]weight.Materiality{
		"sends our mail": weight.Editorial, "Sells your address.": weight.Notify,
	} {
		if w := weight.Of(of("Sends our mail."), of(purpose), nil); w.Least != least {
			t.Errorf("%s: at least %s", purpose, w.Least)
		}
	}
}

// TestAtLeast: a weight that nobody knows is none.
func TestAtLeast(t *testing.T) {
	if weight.Materiality("huge").AtLeast(weight.Editorial) || !weight.AskAgain.AtLeast(weight.Notify) ||
		weight.Editorial.AtLeast(weight.Notify) {
		t.Error("the order of the weights is another")
	}
}
