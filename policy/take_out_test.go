package policy_test

import (
	"errors"
	"fmt"
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
		"behind a longer one":    {block.Prose("Nobody says: “We set two cookies.” We set two cookies."), "Nobody says: “We set two cookies.”"},
		"behind a longer item":   {block.List{"Today: We set two cookies.", says}, "Today: We set two cookies."},
		"twice":                  {block.Prose("We set two cookies. Hello. We set two cookies."), "Hello. We set two cookies."},
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
		stays := strings.Contains(tt.left, says) // a check of words that still stand there
		if found && (b.Content.Values().Get(b.Kind().Name) != tt.left || len(b.Claims) > 0 != stays) {
			t.Errorf("%s: %q, %v", name, b.Content, b.Claims)
		}
	}
}

// TestCannotTakeOut: what has to be there, what goes on behind the sentence, what is not there, and words
// that two sentences have.
func TestCannotTakeOut(t *testing.T) {
	d := after(t, cookiePolicy(t), policy.AddBlock(policy.Intro, "", policy.Block{
		UID: "b-out", Content: block.Prose("**We set two cookies. Both are small.** Bye."),
	}), redeclaring("prokken_refresh", func(c *cookie.Declaration) { c.Purpose = "It renews log-ins." }))
	d = after(t, d, policy.AddBlock(policy.Intro, "", policy.Block{
		UID: "b-two", Content: block.Prose("Today we set two cookies. Tomorrow we set two cookies."),
	}))
	for uid, says := range map[string]string{
		"b-two": "we set two cookies", "b-out": "We set two cookies.", "cookie-table": "It renews log-ins.", "intro-1": "Not there.", "b-none": "Bye.",
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
	if got := d.Summary(policy.Document{}); got != "First version." {
		t.Errorf("of the first version: %q", got)
	}
	for name, change := range map[string]policy.Change{
		"one is gone":   policy.RemoveCookie("prokken_refresh"),
		"one is longer": redeclaring("prokken_refresh", func(c *cookie.Declaration) { c.Lifetime *= 2 }),
	} {
		if got := after(t, one, change).Summary(d); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
	many := d
	for i := range 20 {
		other.Name = fmt.Sprintf("cookie_with_a_name_%d", i)
		many = after(t, many, policy.SetCookie("", other))
	}
	if got := many.Summary(d); got != "20 new cookies." {
		t.Errorf("of many: %q", got)
	}
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
