package policy_test

import (
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

func claimBorders() map[string]border {
	inClaim := func(change func(c *claim.Claim)) func(*policy.Document, *policy.Block) {
		return func(_ *policy.Document, b *policy.Block) {
			b.Claims = []claim.Claim{claim.About("We do.", claim.CookieCount(1))}
			change(&b.Claims[0])
		}
	}
	says := func(d *policy.Document, b *policy.Block, v string) {
		inClaim(func(c *claim.Claim) { c.Says = v })(d, b)
	}
	checking := func(condition func(v string) claim.Condition) func(*policy.Document, *policy.Block, string) {
		return func(d *policy.Document, b *policy.Block, v string) {
			inClaim(func(c *claim.Claim) { c.Conditions = []claim.Condition{condition(v)} })(d, b)
		}
	}
	return map[string]border{
		"says":        of("do", "", says),
		"says, words": of("do.", ".", says),
		"checks something": {
			with(inClaim(func(*claim.Claim) {})),
			with(inClaim(func(c *claim.Claim) { c.Conditions[0] = claim.CookieCount(0) })),
		},
		"count, high": {
			with(inClaim(func(c *claim.Claim) { c.Conditions[0] = claim.CookieCount(200) })),
			with(inClaim(func(c *claim.Claim) { c.Conditions[0] = claim.CookieCount(201) })),
		},
		"count, low": {
			with(inClaim(func(c *claim.Claim) { c.Conditions[0] = claim.CookieCount(1) })),
			with(inClaim(func(c *claim.Claim) { c.Conditions[0] = claim.CookieCount(-1) })),
		},
		"no cookies": of(
			"analytics",
			"fun",
			checking(func(v string) claim.Condition { return claim.NoCookies{cookie.Category(v)} }),
		),
		"consent before": of(
			"analytics",
			"fun",
			checking(func(v string) claim.Condition { return claim.ConsentBefore{cookie.Category(v)} }),
		),
		"all cookies": of(
			"analytics",
			"",
			checking(func(v string) claim.Condition { return claim.AllCookies{Category: cookie.Category(v)} }),
		),
		"all cookies among": of(
			"a",
			"",
			checking(func(v string) claim.Condition { return claim.AllCookies{Among: []string{v}, Secure: true} }),
		),
		"all cookies, category": of(
			"analytics",
			"fun",
			checking(func(v string) claim.Condition { return claim.AllCookies{Secure: true, Category: cookie.Category(v)} }),
		),
		"all cookies, same": of(
			"lax",
			"Lax",
			checking(func(v string) claim.Condition { return claim.AllCookies{SameSite: cookie.SameSite(v)} }),
		),
		"cookie": of("a", "", checking(func(v string) claim.Condition { return claim.Cookie{Name: v} })),
		"cookie, category": of(
			"necessary",
			"fun",
			checking(func(v string) claim.Condition { return claim.Cookie{Name: "a", Category: cookie.Category(v)} }),
		),
		"cookie, path": of(
			"/",
			"a",
			checking(func(v string) claim.Condition { return claim.Cookie{Name: "a", Path: v} }),
		),
		"cookie, same site": of(
			"none",
			"some",
			checking(func(v string) claim.Condition { return claim.Cookie{Name: "a", SameSite: cookie.SameSite(v)} }),
		),
		"only these": of(
			"a",
			",",
			checking(func(v string) claim.Condition { return claim.OnlyTheseCookies{v} }),
		),
		"needed": of("a", "a b", checking(func(v string) claim.Condition { return claim.Needed{v} })),
		"outlives": of(
			"a",
			"",
			checking(func(v string) claim.Condition { return claim.Outlives{Name: "a", Than: v} }),
		),
		"loaded from": of(
			"stripe.com",
			"https://stripe.com",
			checking(func(v string) claim.Condition { return claim.NothingLoadedFrom{v} }),
		),
		"loaded from, length": of(
			strings.Repeat("a", 253),
			strings.Repeat("a", 254),
			checking(func(v string) claim.Condition { return claim.NothingLoadedFrom{v} }),
		),
	}
}
