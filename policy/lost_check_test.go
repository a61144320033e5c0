package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/weight"
)

// after applies changes to a document, which all have to work.
func after(t *testing.T, d policy.Document, changes ...policy.Change) policy.Document {
	t.Helper()
	for _, change := range changes {
		var err error
		if d, err = change(d); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// claims puts other claims in the place of a block's.
func claims(uid string, act func(all []claim.Claim) []claim.Claim) policy.Change {
	return func(d policy.Document) (policy.Document, error) {
		b, _ := d.Block(uid)
		b.Claims = act(slices.Clone(b.Claims))
		return policy.SetBlock(b)(d)
	}
}

// says puts other words in the place of a block's, and leaves its claims.
func says(uid string, content block.Content) policy.Change {
	return func(d policy.Document) (policy.Document, error) {
		b, _ := d.Block(uid)
		b.Content = content
		return policy.SetBlock(b)(d)
	}
}

func lostSentences(lost []weight.LostCheck) []string {
	var all []string
	for _, l := range lost {
		all = append(all, l.Says)
	}
	return all
}

const (
	count      = "Both cookies listed above are strictly necessary for the platform to function."
	tracking   = "We do not use advertising or tracking cookies."
	refreshRow = "This cookie is httpOnly and is only sent to authentication endpoints."
	ads        = "We do not use any advertising or marketing cookies."
	across     = "We do not track you across other websites."
)

// TestLostChecks: however a check is lost, it is told of; what is only said in other words, or
// stands elsewhere, has lost nothing.
func TestLostChecks(t *testing.T) {
	seed := cookiePolicy(t)
	necessary, _ := seed.Block("strictly-necessary-cookies-1")
	weeks := cookie.Lifetime(14 * 24 * time.Hour)
	longer, _ := seed.Cookie("prokken_refresh")
	longer.Lifetime = weeks
	for name, tt := range map[string]struct {
		changes []policy.Change
		lost    []string
	}{
		"nothing": {nil, nil},
		"a title": {[]policy.Change{policy.SetTitle("Cookies")}, nil},
		"the claim goes and the sentence stays": {
			[]policy.Change{policy.RemoveClaim("strictly-necessary-cookies-1", 0, count)}, []string{count},
		},
		"the sentence goes with its claim": {
			[]policy.Change{policy.RemoveBlock("advertising-marketing-cookies-1")}, []string{ads, across},
		},
		"a section goes": {
			[]policy.Change{policy.RemoveSection("advertising-marketing-cookies")}, []string{ads, across},
		},
		"a condition of a claim goes": {[]policy.Change{
			claims("strictly-necessary-cookies-1", func(all []claim.Claim) []claim.Claim {
				all[0] = claim.About(count, claim.CookieCount(2))
				return all
			}),
		}, []string{count}},
		"a condition is about fewer cookies": {[]policy.Change{
			claims("strictly-necessary-cookies-1", func(all []claim.Claim) []claim.Claim {
				all[1].Conditions = []claim.Condition{claim.Needed{"prokken_access"}}
				return all
			}),
		}, []string{"Without them, you cannot log in or use authenticated features."}},
		"an attribute is checked no more": {[]policy.Change{
			claims("cookie-table", func(all []claim.Claim) []claim.Claim {
				all[3] = claim.About(refreshRow, claim.Cookie{Name: "prokken_refresh", Path: "/api/auth"})
				return all
			}),
		}, []string{refreshRow}},
		"a line of the security properties goes": {[]policy.Change{
			says("security-properties-2", block.SecurityProperties{
				Of: []string{"prokken_access", "prokken_refresh"}, Secure: "cookies are only transmitted over HTTPS in production",
			}),
		}, []string{"httpOnly", "SameSite: Lax", "Path"}},
		"other words without a claim": {[]policy.Change{
			says("cookies-we-use-1", block.Prose("Prokken uses a minimal set of cookies, focused entirely on essential "+
				"platform functionality. Advertising is not what we do.")),
			claims("cookies-we-use-1", func(all []claim.Claim) []claim.Claim { return all[:1] }),
		}, []string{tracking}},
		"other words that check the same": {[]policy.Change{
			says("cookies-we-use-1", block.Prose("Prokken uses a minimal set of cookies, focused entirely on essential "+
				"platform functionality. We use no advertising or tracking cookies.")),
			claims("cookies-we-use-1", func(all []claim.Claim) []claim.Claim {
				all[1].Says = "We use no advertising or tracking cookies."
				return all
			}),
		}, nil},
		"other words that check less": {[]policy.Change{
			says("cookies-we-use-1", block.Prose("Prokken uses a minimal set of cookies, focused entirely on essential "+
				"platform functionality. We use no advertising cookies.")),
			claims("cookies-we-use-1", func(all []claim.Claim) []claim.Claim {
				all[1] = claim.About("We use no advertising cookies.", claim.NoCookies{cookie.Marketing})
				return all
			}),
		}, []string{tracking}},
		"a block moves": {[]policy.Change{policy.MoveBlock("cookies-we-use-1", 1), policy.MoveBlock("changes-1", -1)}, nil},
		"a block gets another name": {[]policy.Change{
			policy.RemoveBlock(necessary.UID),
			policy.AddBlock("strictly-necessary-cookies", "", policy.Block{
				UID: "b-new", Content: necessary.Content, Claims: necessary.Claims,
			}),
		}, nil},
		"a count follows the cookies": {[]policy.Change{
			policy.SetCookie("", cookie.Declaration{
				Name: "prokken_theme", Purpose: "Remembers your colours.", Category: cookie.Necessary, Path: "/", Lifetime: weeks,
				HTTPOnly: true, Secure: true, SameSite: cookie.Lax,
			}),
			claims("strictly-necessary-cookies-1", func(all []claim.Claim) []claim.Claim {
				all[0] = claim.About(count, claim.AllCookies{Category: cookie.Necessary}, claim.CookieCount(3))
				return all
			}),
		}, nil},
		"a lifetime": {[]policy.Change{policy.SetCookie("prokken_refresh", longer)}, nil},
		"a sentence that is read and not claimed": {[]policy.Change{
			policy.RemoveBlock("b-read"),
		}, []string{"We set two cookies."}},
	} {
		old := after(t, seed, policy.AddBlock(policy.Intro, "", policy.Block{
			UID: "b-read", Content: block.Prose("We set two cookies."),
		}))
		lost := lostSentences(
			weight.LostChecks(old, after(t, old, tt.changes...), claim.Evidence{Site: []string{"Prokken"}}),
		)
		begins := func(a, b string) bool { return strings.HasPrefix(a, b) }
		if !slices.EqualFunc(lost, tt.lost, begins) {
			t.Errorf("%s: lost are %q, not %q", name, lost, tt.lost)
		}
	}
}

// TestLostPart: only the part of a claim that is gone is told of.
func TestLostPart(t *testing.T) {
	seed := cookiePolicy(t)
	less := after(t, seed, claims("cookie-table", func(all []claim.Claim) []claim.Claim {
		all[3] = claim.About(refreshRow, claim.Cookie{Name: "prokken_refresh", Path: "/api/auth"})
		return all
	}))
	lost := weight.LostChecks(seed, less, claim.Evidence{})
	want := []weight.LostCheck{{Says: refreshRow, Checked: []string{"prokken_refresh is declared as HttpOnly."}}}
	if diff := cmp.Diff(want, lost); diff != "" {
		t.Error(diff)
	}
}

// TestLostElsewhere: where the same sentence stands twice, the one does not stand in for the other.
func TestLostElsewhere(t *testing.T) {
	seed := cookiePolicy(t)
	twin := policy.Block{
		UID: "b-twin", Content: block.Prose(across), Claims: []claim.Claim{claim.About(across, claim.NoThirdPartyCookies(true))},
	}
	old := after(t, seed, policy.AddBlock(policy.Intro, "", twin))
	lost := weight.LostChecks(old, after(t, old, policy.RemoveClaim("b-twin", 0, across)), claim.Evidence{})
	if got := lostSentences(lost); !slices.Equal(got, []string{across}) {
		t.Errorf("lost are %q", got)
	}
}
