package rendering

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// mostCookies is up to which number of cookies a sentence is looked for that counts them.
const mostCookies = 12

// States returns what the sentence says in the language, as far as it is one that is known here: of
// the cookies that the evidence declares, and of cookies as such.
func States(code, sentence string, f claim.Evidence) []claim.Condition {
	var all []claim.Condition
	for _, condition := range statementsAbout(f.Cookies) {
		if Says(code, sentence, []claim.Condition{condition}) {
			all = append(all, condition)
		}
	}
	return all
}

// statementsAbout are the conditions that sentences are looked for of.
func statementsAbout(declared []cookie.Declaration) []claim.Condition {
	all := []claim.Condition{
		claim.NoThirdPartyCookies(true),
		claim.NothingLoadedFrom{claim.Elsewhere},
		claim.NoCookies{cookie.Analytics, cookie.Marketing},
	}
	for n := range mostCookies + 1 {
		all = append(all, claim.CookieCount(n))
	}
	for _, category := range cookie.Categories {
		all = append(all, claim.NoCookies{category}, claim.ConsentBefore{category})
	}
	all = append(all, traitsOf(nil)...)
	for _, d := range declared {
		all = append(all, claim.Cookie{Name: d.Name}, claim.OnlyTheseCookies{d.Name})
		all = append(all, traitsOf([]string{d.Name})...)
	}
	return all
}

// traitsOf are the properties that cookies of those names can have; all cookies, where there are none.
func traitsOf(names []string) []claim.Condition {
	all := []claim.Condition{
		claim.AllCookies{Among: names, HTTPOnly: true}, claim.AllCookies{Among: names, Secure: true},
	}
	for _, value := range []cookie.SameSite{cookie.Lax, cookie.Strict, cookie.None} {
		all = append(all, claim.AllCookies{Among: names, SameSite: value})
	}
	for _, category := range cookie.Categories {
		all = append(all, claim.AllCookies{Among: names, Category: category})
	}
	return all
}
