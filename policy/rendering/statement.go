package rendering

import (
	"strconv"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// statement is a kind of what a sentence says of cookies.
type statement int

// The statements that every language has forms for. "All" is said of every cookie of the site,
// "one" and "several" of cookies by their names.
const (
	allOfCategory statement = iota
	oneOfCategory
	severalOfCategory
	allHTTPOnly
	oneHTTPOnly
	severalHTTPOnly
	allSecure
	oneSecure
	severalSecure
	allSameSite
	oneSameSite
	severalSameSite
	noneOfCategory
	noCookies
	countOfCookies
	onlyThese
	isSet
	sentToPath
	livesFor
	livesForSession
	outlives
	neededToLogIn
	noThirdParties
	nothingFromElsewhere
	nothingFrom
	consentBefore
	datedByPublication
	statements // how many there are
)

// clauses returns the forms of what the condition says, the usual one first, without capitals and
// marks of sentences; none where no form says it.
func (l language) clauses(condition claim.Condition) []string {
	switch c := condition.(type) {
	case claim.AllCookies:
		return l.traits(c.Among, claim.Cookie{
			Category: c.Category, HTTPOnly: c.HTTPOnly, Secure: c.Secure, SameSite: c.SameSite,
		})
	case claim.Cookie:
		return l.traits([]string{c.Name}, c)
	case claim.NoCookies:
		return l.say(noneOfCategory, "{none}", l.noneOf(c))
	case claim.CookieCount:
		return l.count(int(c))
	case claim.OnlyTheseCookies:
		return l.say(onlyThese, "{names}", l.list(c))
	case claim.Needed:
		return l.say(neededToLogIn, "{any}", strings.Join(c, l.or))
	case claim.Outlives:
		return l.say(outlives, "{name}", c.Name, "{than}", c.Than)
	case claim.NoThirdPartyCookies:
		return l.sayIf(bool(c), noThirdParties)
	case claim.NothingLoadedFrom:
		return l.nothingFrom(c)
	case claim.ConsentBefore:
		return l.say(consentBefore, "{kinds}", l.kindsOf(c))
	case claim.DatedByPublication:
		return l.sayIf(bool(c), datedByPublication)
	}
	return nil
}

// traits returns the forms of the one property that the condition names, said of the cookies of
// these names; of every cookie where there are none. Of several properties nothing is said: the
// grammar states each by itself.
func (l language) traits(names []string, of claim.Cookie) []string {
	of.Name = ""
	place := min(len(names), 2)
	list := []string{"{names}", l.list(names)}
	is := func(other claim.Cookie) bool { return of == other }
	switch {
	case is(claim.Cookie{Category: of.Category}) && of.Category != "":
		list = append(list, "{kind}", l.kinds[of.Category], "{a kind}", l.aKind[of.Category])
		return l.say(allOfCategory+statement(place), list...)
	case is(claim.Cookie{HTTPOnly: true}):
		return l.say(allHTTPOnly+statement(place), list...)
	case is(claim.Cookie{Secure: true}):
		return l.say(allSecure+statement(place), list...)
	case is(claim.Cookie{SameSite: of.SameSite}) && of.SameSite != "":
		return l.say(allSameSite+statement(place), append(list, "{value}", of.SameSite.Words())...)
	case len(names) != 1:
		return nil
	case is(claim.Cookie{}):
		return l.say(isSet, list...)
	case is(claim.Cookie{Path: of.Path}):
		return l.say(sentToPath, append(list, "{path}", of.Path)...)
	case is(claim.Cookie{Lifetime: of.Lifetime}):
		return l.lives(*of.Lifetime, list)
	}
	return nil
}

// lives returns the forms of how long the cookie lives.
func (l language) lives(life cookie.Lifetime, list []string) []string {
	if life == cookie.Session {
		return l.say(livesForSession, list...)
	}
	d := time.Duration(life)
	for _, unit := range l.units {
		n := int(d / unit.length)
		if n < 1 || d%unit.length != 0 || unit.length == 24*time.Hour && n == 1 {
			continue // a single day is 24 hours, as the page prints it
		}
		words := unit.several
		if n == 1 {
			words = unit.one
		}
		return l.say(livesFor, append(list, "{life}", l.number(n)+" "+words)...)
	}
	return nil
}

// count returns the forms of how many cookies there are: in words, then in digits.
func (l language) count(n int) []string {
	if n == 0 {
		return l.say(noCookies)
	}
	var all []string
	if n < len(l.counts) {
		all = l.say(countOfCookies, "{count}", l.counts[n])
	}
	cookies := l.cookies
	if n == 1 {
		cookies = l.cookie
	}
	return append(all, l.say(countOfCookies, "{count}", l.number(n)+cookies)...)
}

func (l language) nothingFrom(hosts claim.NothingLoadedFrom) []string {
	if len(hosts) == 1 && hosts[0] == claim.Elsewhere {
		return l.say(nothingFromElsewhere)
	}
	return l.say(nothingFrom, "{hosts}", strings.Join(hosts, l.or))
}

// say returns the forms of the statement with the values in their places.
func (l language) say(what statement, values ...string) []string {
	replacer := strings.NewReplacer(values...)
	var all []string
	for _, form := range l.forms[what] {
		all = append(all, replacer.Replace(form))
	}
	return all
}

// sayIf returns the forms of a statement that only holds where the condition is set.
func (l language) sayIf(isSet bool, what statement) []string {
	if !isSet {
		return nil
	}
	return l.say(what)
}

// number returns the number in the digits of the language.
func (l language) number(n int) string {
	return strings.Map(func(r rune) rune { return l.zero + r - '0' }, strconv.Itoa(n))
}

// list returns the names as "a, b and c".
func (l language) list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + l.andNames + names[last]
}
