package grammar

import (
	"fmt"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// Sentences that say that a cookie is there, and what it stores. What it is like, the files of
// the properties read.
var _ = register(fragment{
	kind: "cookie",
	rules: []rule{
		say("clause", `<we> [<now>] [also] <use> <cookies> [<device>] [<here>]`, declared),
		say("clause", `<we> [<now>] [also] <use> (a cookie | cookies) (called | named) <names>`, declaredNames),
		say("clause", `there is [also] (a cookie | cookies) (called | named) <names>`, declaredNames),
		say("clause", `<we> <use> <cookies> , <that> <predicates>`, allDeclared),

		say("acting", `<stores> [your | the | an] <stored> token`, stores),
		words("stores", `store | stores | hold | holds | contain | contains | keep | keeps`),
		say("clause", `(your | the) <stored> token is (stored | kept | held) in (<cookies> | a cookie (called | named)
			<cookies>)`, theyAreAs(stores)),
		say("being", `<used> <by-us> [itself | ourselves | alone]`, func(v values) any { return setByUs(v.context) }),
	},
	facts: func(c claim.Condition) []fact { return cookieFacts(c.(claim.Cookie)) },
})

func declared(v values) any {
	return predicate(last[subject](v, "cookies"), []property{trait(claim.Cookie{})})
}

func declaredNames(v values) any {
	return predicate(these(last[[]string](v, "names")...), []property{trait(claim.Cookie{})})
}

func allDeclared(v values) any {
	is := append([]property{trait(claim.Cookie{})}, last[[]property](v, "predicates")...)
	return predicate(last[subject](v, "cookies"), is)
}

// stores is the property to store a token of the kind. The program knows which cookie does.
func stores(v values) any {
	kind, tokens := last[string](v, "stored"), v.context.Tokens
	if len(tokens) == 0 {
		return nil
	}
	return property{
		of: func(c cookies) []claim.Condition {
			return c.each(func(name string) []claim.Condition { return storing(name, kind, tokens[name] == kind) })
		},
		notOf: func(c cookies) []claim.Condition {
			return c.each(func(name string) []claim.Condition { return storing(name, kind, tokens[name] != kind) })
		},
	}
}

// setByUs is the property to be a cookie of the site itself.
func setByUs(c discourse.Context) property {
	by := func(isOurs bool) func(cookies) []claim.Condition {
		return func(of cookies) []claim.Condition {
			return of.each(func(name string) []claim.Condition {
				if c.Party(name) == "" != isOurs {
					return []claim.Condition{negation.Contradiction("Who sets " + name + " is declared otherwise.")}
				}
				return []claim.Condition{claim.Cookie{Name: name}}
			})
		}
	}
	return property{of: by(true), notOf: by(false)}
}

func storing(name, kind string, isTrue bool) []claim.Condition {
	if !isTrue {
		why := fmt.Sprintf("What is said here of %s and the %s token is not so.", name, kind)
		return []claim.Condition{negation.Contradiction(why)}
	}
	return []claim.Condition{claim.Cookie{Name: name}}
}
