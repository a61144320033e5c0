package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
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
		least   policy.Materiality
		because string
	}{
		"nothing":                  {policy.SetTitle("Cookie Policy"), policy.Editorial, ""},
		"a word":                   {policy.SetTitle("Cookies"), policy.Editorial, ""},
		"a sign in a purpose":      {redeclaring("_stats", func(c *cookie.Declaration) { c.Purpose = "counts visits!" }), policy.Editorial, ""},
		"a shorter life":           {redeclaring("prokken_access", func(c *cookie.Declaration) { c.Lifetime = day / 2 }), policy.Editorial, ""},
		"a stricter cookie":        {redeclaring("prokken_access", func(c *cookie.Declaration) { c.SameSite = cookie.Strict }), policy.Editorial, ""},
		"a cookie goes":            {policy.RemoveCookie("_stats"), policy.Editorial, ""},
		"a new optional cookie":    {policy.SetCookie("", other), policy.AskAgain, "_more is a new cookie that visitors"},
		"a new necessary cookie":   {policy.SetCookie("", kept), policy.Notify, "_more is a new cookie."},
		"another name":             {redeclaring("_stats", func(c *cookie.Declaration) { c.Name = "_ga" }), policy.AskAgain, "_ga is a new cookie"},
		"now necessary":            {redeclaring("_stats", func(c *cookie.Declaration) { c.Category = cookie.Necessary }), policy.AskAgain, "another type"},
		"now optional":             {redeclaring("prokken_access", func(c *cookie.Declaration) { c.Category = cookie.Analytics }), policy.AskAgain, "another type"},
		"an optional one lives on": {redeclaring("_stats", func(c *cookie.Declaration) { c.Lifetime = 2 * day }), policy.AskAgain, "2 days instead of 24 hours"},
		"beyond the session":       {redeclaring("_stats", func(c *cookie.Declaration) { c.Lifetime = cookie.Session }), policy.Notify, "another way"},
		"no longer of the session": {
			redeclaring("_session", func(c *cookie.Declaration) { c.Lifetime = day }), policy.Notify, "_session lives longer",
		},
		"a necessary one lives on":    {redeclaring("prokken_refresh", func(c *cookie.Declaration) { c.Lifetime = 30 * day }), policy.Notify, "lives longer"},
		"another party":               {redeclaring("_stats", func(c *cookie.Declaration) { c.Party = "Acme" }), policy.AskAgain, "set by Acme"},
		"a party of a necessary one":  {redeclaring("prokken_access", func(c *cookie.Declaration) { c.Party = "Acme" }), policy.Notify, "set by Acme"},
		"another domain":              {redeclaring("_stats", func(c *cookie.Declaration) { c.Domain = "example.com" }), policy.AskAgain, "sent to example.com"},
		"a domain of a necessary one": {redeclaring("prokken_access", func(c *cookie.Declaration) { c.Domain = "example.com" }), policy.Notify, "sent to example.com"},
		"another purpose":             {redeclaring("_stats", func(c *cookie.Declaration) { c.Purpose = "Follows you." }), policy.AskAgain, "purpose of _stats"},
		"a purpose of a necessary one": {
			redeclaring("prokken_access", func(c *cookie.Declaration) { c.Purpose = "Follows you." }), policy.Notify, "purpose of prokken_access",
		},
		"readable by scripts":  {redeclaring("prokken_access", func(c *cookie.Declaration) { c.HTTPOnly = false }), policy.Notify, "Scripts can read"},
		"without encryption":   {redeclaring("prokken_access", func(c *cookie.Declaration) { c.Secure = false }), policy.Notify, "without encryption"},
		"a laxer cookie":       {redeclaring("prokken_access", func(c *cookie.Declaration) { c.SameSite = cookie.None }), policy.Notify, "SameSite=None"},
		"a wider path":         {redeclaring("prokken_refresh", func(c *cookie.Declaration) { c.Path = "/" }), policy.Notify, "sent to / now"},
		"an optional narrower": {redeclaring("_stats", func(c *cookie.Declaration) { c.Path = "/x" }), policy.Notify, "another way"},
		"a third party":        {parties, policy.Notify, "Acme takes part"},
		"a lost check":         {policy.RemoveClaim("strictly-necessary-cookies-1", 0, count), policy.Notify, "Less is checked of one sentence."},
		"two lost checks":      {policy.RemoveBlock("advertising-marketing-cookies-1"), policy.Notify, "Less is checked of 2 sentences."},
	} {
		next := after(t, seed, tt.change)
		w := policy.Weigh(seed, next, policy.LostChecks(seed, next, claim.Evidence{}))
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
	for purpose, least := range map[string]policy.Materiality{
		"sends our mail": policy.Editorial, "Sells your address.": policy.Notify,
	} {
		if w := policy.Weigh(of("Sends our mail."), of(purpose), nil); w.Least != least {
			t.Errorf("%s: at least %s", purpose, w.Least)
		}
	}
}

// TestAtLeast: a weight that nobody knows is none.
func TestAtLeast(t *testing.T) {
	if policy.Materiality("huge").AtLeast(policy.Editorial) || !policy.AskAgain.AtLeast(policy.Notify) ||
		policy.Editorial.AtLeast(policy.Notify) {
		t.Error("the order of the weights is another")
	}
}
