package policy_test

import (
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
)

// TestMends: where the program can work it out, it offers words that make the sentence true, and
// checks them; it never offers what is not read or does not hold.
func TestMends(t *testing.T) {
	theme := cookie.Declaration{
		Name: "prokken_theme", Purpose: "Remembers your colours.", Category: cookie.Necessary, Path: "/",
		Lifetime: cookie.Lifetime(30 * 24 * time.Hour), HTTPOnly: true, Secure: true, SameSite: cookie.Lax,
	}
	for says, tt := range map[string]struct {
		condition claim.Condition
		change    policy.Change
		old, new  string
	}{
		"We set two cookies.":     {claim.CookieCount(2), policy.SetCookie("", theme), "two", "three"},
		"We set **two** cookies.": {claim.CookieCount(2), policy.SetCookie("", theme), "**two**", "**three**"},
		"prokken_refresh lives for 7 days.": {
			claim.Cookie{Name: "prokken_refresh", Lifetime: new(cookie.Lifetime(7 * 24 * time.Hour))},
			redeclaring("prokken_refresh", func(c *cookie.Declaration) { c.Lifetime = theme.Lifetime }), "7", "30",
		},
		"We do not use any analytics cookies.": {
			claim.NoCookies{cookie.Analytics}, policy.SetCookie("", statistics), "do not use any", "use",
		},
		"We do not use advertising or analytics cookies.": {
			claim.NoCookies{cookie.Marketing, cookie.Analytics}, policy.SetCookie("", statistics), "or analytics cookies.", "cookies.",
		},
		"We do not use any analytics, advertising or tracking cookies.": {
			claim.NoCookies{cookie.Marketing, cookie.Analytics}, policy.SetCookie("", statistics), "analytics, advertising or tracking", "advertising",
		},
		"Prokken does not currently use any analytics cookies (e.g., Google Analytics).": {
			claim.NoCookies{cookie.Analytics},
			policy.SetCookie("", statistics),
			"does not currently use any analytics cookies (e.g., Google Analytics).", "currently uses analytics cookies.",
		},
		"We set two cookies, both needed to log in.": {
			claim.CookieCount(2), policy.SetCookie("", theme), "two cookies, both needed to log in.", "three cookies.",
		},
		"Both cookies listed above are strictly necessary for the platform to function.": {
			claim.AllCookies{Category: cookie.Necessary},
			policy.SetCookie("", statistics),
			"Both cookies listed above", "prokken_access and prokken_refresh",
		},
		"Since Prokken only uses strictly necessary cookies, disabling them will prevent you from logging in and using the platform.": {
			claim.AllCookies{Category: cookie.Necessary},
			policy.SetCookie("", statistics),
			"Since Prokken only uses strictly necessary cookies, disabling them", "Disabling prokken_access and prokken_refresh",
		},
		"We like cookies a lot.": {claim.CookieCount(2), policy.SetCookie("", theme), "", ""},
	} {
		d := after(t, cookiePolicy(t), policy.AddBlock(policy.Intro, "", policy.Block{
			UID: "b-mend", Content: block.Prose(says + " Goodbye."),
			Claims: []claim.Claim{claim.About(says, tt.condition)},
		}), tt.change)
		e := claim.Evidence{Site: []string{"Prokken"}}
		mends := d.Mends("b-mend", says, e)
		if n := len(mends); n == 0 || !mends[n-1].Removes() || mends[n-1].Old != says {
			t.Errorf("%s cannot be taken out: %v", says, mends)
			continue
		}
		if tt.old == "" {
			if len(mends) > 1 {
				t.Errorf("%s: %v", says, mends)
			}
			continue
		}
		if mends[0].Old != tt.old || mends[0].New != tt.new {
			t.Errorf("%s: offers %q", says, mends)
			continue
		}
		mended := after(t, d, policy.Reword("b-mend", says, mends[0].Now, e))
		b, _ := mended.Block("b-mend")
		if len(b.Claims) == 0 || b.Claims[0].Says != mends[0].Now {
			t.Errorf("%s: claims %v", says, b.Claims)
		}
		for _, failed := range mended.Check(e) {
			if failed.UID == "b-mend" {
				t.Errorf("%s: %s", says, failed)
			}
		}
	}
}

// TestMendInTheTable: what a table prints stands in a declaration.
func TestMendInTheTable(t *testing.T) {
	says := "This cookie lives for 7 days."
	d := after(t, cookiePolicy(t), redeclaring("prokken_refresh", func(c *cookie.Declaration) {
		c.Purpose += " " + says
		c.Lifetime = cookie.Lifetime(24 * time.Hour)
	}))
	e := claim.Evidence{Site: []string{"Prokken"}}
	mends := d.Mends("cookie-table", says, e)
	if len(mends) != 2 || mends[0].Now != "This cookie lives for 24 hours." {
		t.Fatalf("offers %q", mends)
	}
	c, _ := after(t, d, policy.Reword("cookie-table", says, mends[0].Now, e)).Cookie("prokken_refresh")
	if c.Purpose[len(c.Purpose)-len(mends[0].Now):] != mends[0].Now {
		t.Errorf("it says %q", c.Purpose)
	}
}

// TestNoMend: nobody rewords a sentence into what is not read or not true, or what is not there.
func TestNoMend(t *testing.T) {
	says := "We set two cookies."
	d := after(
		t,
		cookiePolicy(t),
		policy.AddBlock(policy.Intro, "", policy.Block{UID: "b-mend", Content: block.Prose(says)}),
	)
	for was, now := range map[string]string{
		says: "We set nine cookies.", "We set two": "We set some", "Not there.": says, "": says,
	} {
		if _, err := policy.Reword("b-mend", was, now, claim.Evidence{})(d); !errors.Is(err, policy.ErrConflict) {
			t.Errorf("%q to %q: %v", was, now, err)
		}
	}
}
