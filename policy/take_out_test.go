package policy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
)

// TestTakeOut: a sentence goes with what is checked of it, and nothing else does; a block that says
// nothing else goes, too.
func TestTakeOut(t *testing.T) {
	const says = "We set two cookies."
	check := claim.About(says, claim.CookieCount(2))
	for name, tt := range map[string]struct {
		content block.Content
		left    string // "" for no block
	}{
		"in the middle":          {block.Prose("Hello. We set two cookies. Goodbye."), "Hello. Goodbye."},
		"at the start":           {block.Prose("We set two cookies. Goodbye."), "Goodbye."},
		"at the end":             {block.Prose("Hello. We set two cookies."), "Hello."},
		"a paragraph":            {block.Prose("Hello.\n\nWe set two cookies.\n\nGoodbye."), "Hello.\n\nGoodbye."},
		"the start of one":       {block.Prose("Hello.\n\nWe set two cookies. Goodbye."), "Hello.\n\nGoodbye."},
		"quoted in a longer one": {block.Prose("Hello. Today: We set two cookies. Goodbye."), "Hello. Goodbye."},
		"alone":                  {block.Prose(says), ""},
		"alone in a box":         {block.InShort(says), ""},
		"an item":                {block.List{"Hello.", says}, "Hello."},
		"the only item":          {block.List{says}, ""},
	} {
		d := after(t, cookiePolicy(t), policy.AddBlock(policy.Intro, "", policy.Block{
			UID: "b-out", Content: tt.content, Claims: []claim.Claim{check},
		}))
		d = after(t, d, policy.TakeOut("b-out", says))
		b, found := d.Block("b-out")
		if found != (tt.left != "") {
			t.Errorf("%s: the block is there: %v", name, found)
		}
		if found && (b.Content.Values().Get(b.Kind().Name) != tt.left || len(b.Claims) > 0) {
			t.Errorf("%s: %q, %v", name, b.Content, b.Claims)
		}
	}
}

// TestCannotTakeOut: what has to be there, what goes on behind the sentence, and what is not there.
func TestCannotTakeOut(t *testing.T) {
	d := after(t, cookiePolicy(t), policy.AddBlock(policy.Intro, "", policy.Block{
		UID: "b-out", Content: block.Prose("**We set two cookies. Both are small.** Bye."),
	}), redeclaring("prokken_refresh", func(c *cookie.Declaration) { c.Purpose = "It renews log-ins." }))
	for uid, says := range map[string]string{
		"b-out": "We set two cookies.", "cookie-table": "It renews log-ins.", "intro-1": "Not there.", "b-none": "Bye.",
	} {
		if _, err := policy.TakeOut(uid, says)(d); !errors.Is(err, policy.ErrConflict) {
			t.Errorf("%s, %s: %v", uid, says, err)
		}
	}
	longer := after(t, d, redeclaring("prokken_refresh", func(c *cookie.Declaration) { c.Purpose += " Really." }))
	c, _ := after(t, longer, policy.TakeOut("cookie-table", "Really.")).Cookie("prokken_refresh")
	if strings.TrimSpace(c.Purpose) != "It renews log-ins." {
		t.Errorf("it says %q", c.Purpose)
	}
}

// TestSummary names the cookies that are new.
func TestSummary(t *testing.T) {
	d := cookiePolicy(t)
	one := after(t, d, policy.SetCookie("", statistics))
	other := statistics
	other.Name = "zz"
	for want, is := range map[string]policy.Document{
		"": d, "A new cookie: " + statistics.Name + ".": one,
		"New cookies: " + statistics.Name + " and zz.": after(t, one, policy.SetCookie("", other)),
	} {
		if got := is.Summary(d); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
