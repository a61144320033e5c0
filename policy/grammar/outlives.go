package grammar

import "github.com/prokken/prokken/policy/claim"

// Sentences that say that one cookie lives longer than another.
var _ = register(fragment{
	kind: "outlives",
	rules: []rule{
		say("clause", `<cookies> ((live | lives | last | lasts) longer than | (outlive | outlives)) <cookies>`,
			longer(0, 1)),
		say("clause", `<cookies> (live | lives | last | lasts | (expire | expires)) (shorter | sooner | earlier) than
			<cookies>`, longer(1, 0)),
		say("clause", `<cookies> (expires | expire) before <cookies>`, longer(1, 0)),
		say("acting", `<stores> [your | the] refresh token [,] [<that> is] used to <renew>`, renews),
		say("acting", `<stores> (your | the) refresh token , with which <renewed>`, renews),
		say("being", `used to <renew>`, renews),
		say("clause", `when the current access token expires , <cookies> is used to (obtain | get | request) a new one`,
			theyAreAs(renews)),
		words("renewed", `a new access token is (obtained | requested) (when | once | after) the (current | old) (one |
			access token) (expires | has expired)`),
		words("renew", `(obtain | get | request) a new access token (when | once | after) the (current | old) (one |
			access token) (expires | has expired)`),
	},
	facts: func(c claim.Condition) []fact {
		o := c.(claim.Outlives)
		return []fact{{"outlives", o.Name, o.Than}, declaredFact(o.Name), declaredFact(o.Than)}
	},
})

// longer returns the meaning of a comparison of two cookies: which is said to live longer. It is
// about both, so that "it" means neither afterwards.
func longer(name, than int) func(values) any {
	return func(v values) any {
		whom := all[subject](v, "cookies")
		return clause(func(before []string) (statement, bool) {
			a, fitsA := whom[name](before)
			b, fitsB := whom[than](before)
			if !fitsA || !fitsB || len(a.names) != 1 || len(b.names) != 1 {
				return statement{}, false
			}
			says := claim.Outlives{Name: a.names[0], Than: b.names[0]}
			return statement{[]claim.Condition{says}, []string{says.Name, says.Than}}, true
		})
	}
}

// renews is the property to store the refresh token, which is of use only while it outlives the
// access token.
func renews(v values) any {
	access, tokens := v.context.Storing("access"), v.context.Tokens
	if len(access) != 1 {
		return nil
	}
	return property{
		of: func(c cookies) []claim.Condition {
			return c.each(func(name string) []claim.Condition {
				stored := storing(name, "refresh", tokens[name] == "refresh")
				return append(stored, claim.Outlives{Name: name, Than: access[0]})
			})
		},
		notOf: func(cookies) []claim.Condition { return nil },
	}
}
