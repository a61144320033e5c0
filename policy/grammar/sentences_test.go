package grammar_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/token"
)

// TestHonestSentences: what is so is recognized and holds, and what is not recognized is not
// called untrue.
func TestHonestSentences(t *testing.T) {
	c, evidence := own(t)
	for _, l := range lines(t, "honest.txt", "Unread") {
		if r := read(t, l.says, l.where.of(c)); !r.Holds(evidence) {
			t.Errorf("%s: stopped at %q, untrue: %s", l.says, r.Unplaced, r.Untrue(evidence))
		}
	}
	for _, l := range lines(t, "honest.txt", "") {
		if untrue := read(t, l.says, l.where.of(c)).Untrue(evidence); untrue != "" {
			t.Errorf("%s: %s", l.says, untrue)
		}
	}
}

// TestLies: no untrue sentence, and none that says less or more than is known, is recognized and
// holds.
func TestLies(t *testing.T) {
	c, evidence := own(t)
	var untrue, unread, refused int
	for _, l := range lines(t, "lies.txt", "") {
		r, err := grammar.Read(l.says, l.where.of(c))
		var at *token.Refused
		switch {
		case errors.As(err, &at):
			refused++
		case r.Holds(evidence):
			t.Errorf("%s: taken for true: %#v", l.says, r.Says)
		case r.Untrue(evidence) != "":
			untrue++
		default:
			unread++
		}
	}
	t.Logf("untrue %d, unread %d, refused %d", untrue, unread, refused)
}

// changes are other declarations than the shipped ones. Each makes some sentences untrue.
func changes(own []cookie.Declaration) map[string][]cookie.Declaration {
	changed := func(act func(access, refresh *cookie.Declaration)) []cookie.Declaration {
		all := slices.Clone(own)
		act(&all[0], &all[1])
		return all
	}
	added := func(category cookie.Category, party string) []cookie.Declaration {
		more := own[0]
		more.Name, more.Category, more.Party, more.Lifetime = "more", category, party, cookie.Session
		return append(slices.Clone(own), more)
	}
	return map[string][]cookie.Declaration{
		"an analytics cookie":  added(cookie.Analytics, ""),
		"a marketing cookie":   added(cookie.Marketing, ""),
		"a third party":        added(cookie.Necessary, "Stats"),
		"no access":            own[1:],
		"no refresh":           own[:1],
		"access is open":       changed(func(a, _ *cookie.Declaration) { a.HTTPOnly = false }),
		"refresh is open":      changed(func(_, r *cookie.Declaration) { r.HTTPOnly = false }),
		"access is insecure":   changed(func(a, _ *cookie.Declaration) { a.Secure = false }),
		"refresh is insecure":  changed(func(_, r *cookie.Declaration) { r.Secure = false }),
		"access goes anywhere": changed(func(a, _ *cookie.Declaration) { a.SameSite = cookie.None }),
		"refresh is wide":      changed(func(_, r *cookie.Declaration) { r.Path = "/" }),
		"access is long":       changed(func(a, _ *cookie.Declaration) { a.Lifetime *= 30 }),
		"refresh is short":     changed(func(_, r *cookie.Declaration) { r.Lifetime /= 7 }),
		"access is optional":   changed(func(a, _ *cookie.Declaration) { a.Category = cookie.Analytics }),
	}
}

// TestEverySentenceCanBeUntrue: each honest sentence is untrue of some other declarations, so that
// none of them says nothing. What the program does by construction aside.
func TestEverySentenceCanBeUntrue(t *testing.T) {
	c, evidence := own(t)
	script := claim.Integration{
		Category: cookie.Analytics, Script: "https://js.stripe.com/", Hosts: []string{"www.google-analytics.com"},
	}
	for _, l := range lines(t, "honest.txt", "Unread") {
		isConstant := func(condition claim.Condition) bool {
			switch condition.(type) {
			case claim.ConsentBefore, claim.DatedByPublication:
				return true
			}
			return false
		}
		if slices.ContainsFunc(read(t, l.says, l.where.of(c)).Says, isConstant) {
			continue
		}
		fails := false
		for _, declared := range changes(evidence.Cookies) {
			there := c
			there.Declared = declared
			r := read(t, l.says, l.where.of(there))
			fails = fails || !r.Holds(claim.Evidence{Cookies: declared, Integrations: []claim.Integration{script}})
		}
		if !fails {
			t.Errorf("%s: nothing makes it untrue", l.says)
		}
	}
}
