package rendering

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// mostCookies is up to which number of cookies a sentence is looked for that counts them.
const mostCookies = 12

// Known are sentences of a language with what each says.
type Known map[string][]claim.Condition

// KnownOf returns the sentences that are known in the language of the cookies that the evidence
// declares, and of cookies as such.
func KnownOf(code string, f claim.Evidence) Known {
	all := Known{}
	for _, condition := range statementsAbout(f.Cookies) {
		for _, sentence := range Sentences(code, []claim.Condition{condition}) {
			key := fold(sentence)
			all[key] = append(all[key], condition)
		}
	}
	return all
}

// Of returns what the sentence says; nothing, if it is none of these.
func (k Known) Of(sentence string) []claim.Condition { return k[fold(sentence)] }

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
