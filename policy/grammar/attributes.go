package grammar

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// HttpOnly, by its name and by what it does.
var (
	httpOnly = trait(claim.Cookie{HTTPOnly: true})

	_ = register(fragment{rules: []rule{
		words("scripts", `[any] [client-side | client side | page | browser] (javascript | scripts | script) [code]
			[[running] (on | in) (the page | the browser | your browser)]`),
		words("http-only", `httponly | http-only | http only`),
		words("xss", `cross-site scripting [\( xss \)] [attacks] | xss [attacks]`),
		words("against-xss", `, protecting against <xss> | to protect against <xss> | , <that> protects against <xss>`),
		words("attribute", `attribute | flag | property`),
		words("attributes", `attributes | flags | properties`),
		meaning("flag", `<http-only>`, httpOnly),
		say("flags", `<flag>`, single("flag")),
		say("flags", `<flag> (and | , | , and) <flags>`, func(v values) any {
			return append([]property{last[property](v, "flag")}, last[[]property](v, "flags")...)
		}),
		say("predicate", `(<carries> | use | uses) [the [<attributes>]] <flags> [<attributes>]`,
			func(v values) any { return last[[]property](v, "flags") }),
		say("state", `<is> (marked | flagged | set) with [the [<attributes>]] <flags> [<attributes>]`,
			func(v values) any { return last[[]property](v, "flags") }),
		words("read", `read | accessed | seen | reached`),
		words("carries", `has | have | carries | carry | bears | bear`),

		meaning("being", `[(marked | flagged | set) [as]] <http-only> [<against-xss>]`, httpOnly),
		meaning("being", `[a | an] <http-only> (cookie | cookies)`, httpOnly),
		meaning("being", `(marked | flagged | set) with [the] <http-only> [<attribute>]`, httpOnly),
		meaning("acting", `<carries> [the | an] <http-only> <attribute> [set]`, httpOnly),
		meaning("being", `protected (from | against) [access by] <scripts>`, httpOnly),
		meaning("able", `be <read> by <scripts> [<against-xss>]`, httpOnly.not().plainly()),
		meaning("able-adjective", `(accessible | readable | visible | available) (to | by | from) <scripts>
			[<against-xss>]`,
			httpOnly.not().plainly()),
		meaning("being", `(inaccessible | invisible | unavailable) to <scripts> | hidden from <scripts> | out of reach
			(of | for) <scripts>`,
			httpOnly.negative()),

		say("clause", `<scripts> can (not | never) (read | access | see | reach) <cookies>`, theyAre(httpOnly)),
		say("clause", `<scripts> can (read | access | see | reach) <cookies>`, theyAre(httpOnly.not())),
		say("clause", `<scripts> can (read | access | see | reach) <no-cookies>`, func(v values) any {
			return predicate(last[subject](v, "no-cookies"), []property{httpOnly})
		}),
		say("clause", `no (script | scripts) can (read | access | see | reach) <cookies>`, theyAre(httpOnly)),
		say("clause", `<scripts> (has | have) no access to <cookies>`, theyAre(httpOnly)),
		say("clause", `<scripts> (has | have) access to <cookies>`, theyAre(httpOnly.not())),
		say("clause", `it is (not possible | impossible) for <scripts> to (read | access | see | reach) <cookies>`,
			theyAre(httpOnly)),
		say("clause", `<we> (mark | marks | flag | flags) <cookies> [as] <http-only>`, theyAre(httpOnly)),
		say("clause", `<http-only> (- | :) <clause> [<against-xss>]`, heading("http_only", httpOnly)),
	}})
)

// Secure, by its name and by what it does.
var (
	secure = trait(claim.Cookie{Secure: true})

	_ = register(fragment{rules: []rule{
		words("https", `https | encrypted connections | an encrypted connection | tls`),
		words("unencrypted", `plain http | unencrypted connections | an unencrypted connection | insecure connections |
			http`),
		words("sent", `sent | transmitted | transferred`),
		words("production", `in production`),

		meaning("flag", `secure`, secure),
		meaning("being", `<sent> (over | via) <https> [<production>]`, secure),
		meaning("being", `[(marked | flagged | set) [as]] secure`, secure),
		meaning("being", `(marked | flagged | set) with [the] secure [<attribute>]`, secure),
		meaning("acting", `<carries> the secure <attribute> [set]`, secure),
		meaning("being", `(<only> <sent> | <sent> <only>) (over | via) <https> [<production>] | <sent> over <https> only
			[<production>]`, secure),
		meaning("being", `<sent> (over | via) <unencrypted>`, secure.not().plainly()),
		meaning("acting", `[<only>] (travel | travels) <only> over <https> [<production>]`, secure),
		say("clause", `secure (- | :) [<production> ,] <clause>`, heading("secure", secure)),
	}})
)

// SameSite, by its name. What it does differs from browser to browser and from value to value, so
// the words for that are read behind the name alone.
var _ = register(fragment{rules: []rule{
	words("same-site", `<isolated>`),
	meaning("isolated", `samesite [: | = | set to] lax`, sameSite(cookie.Lax)),
	meaning("isolated", `samesite [: | = | set to] strict`, sameSite(cookie.Strict)),
	meaning("same-site", `samesite [: | = | set to] none`, sameSite(cookie.None)),
	words("flag", `<same-site>`),
	words("csrf", `cross-site request forgery [\( csrf \)] [attacks] | csrf [attacks]`),

	say("being", `[(marked | flagged | set) [as | to]] <same-site>`,
		func(v values) any { return last[property](v, "same-site") }),
	say("being", `(marked | flagged | set) with <same-site>`,
		func(v values) any { return last[property](v, "same-site") }),
	say("acting", `<carries> [the <attribute>] <same-site>`,
		func(v values) any { return last[property](v, "same-site") }),
	say("clause", `<isolated> (- | :) [the] cookies are not sent with cross-site requests [, protecting against
		<csrf>]`, func(v values) any {
		return predicate(these(v.context.Properties...), []property{last[property](v, "isolated")})
	}),
}})

func sameSite(value cookie.SameSite) property { return trait(claim.Cookie{SameSite: value}) }

// The path that a cookie is restricted to.
var _ = register(fragment{rules: []rule{
	say("being", `(<only> [ever] <sent> | <sent> <only>) to <endpoints>`, restricted),
	say("being", `<sent> to <endpoints> <only> | <sent> to <endpoints> and nowhere else`, restricted),
	say("being", `(restricted | limited | scoped) to <endpoints>`, restricted),
	say("being", `<used> with the path <path>`,
		func(v values) any { return trait(claim.Cookie{Path: last[string](v, "path")}) }),
	say("acting", `<carries> (the path | a path of) <path>`,
		func(v values) any { return trait(claim.Cookie{Path: last[string](v, "path")}) }),
	say("clause", `(the | your) <stored> token is (<only> <sent> | <sent> <only>) to <endpoints>`, func(v values) any {
		whom := these(v.context.Storing(last[string](v, "stored"))...).one()
		return predicate(whom, []property{restricted(v).(property)})
	}),
	say("acting", `(go | goes) <only> to <endpoints> | <only> (go | goes) to <endpoints>`, restricted),
	say("clause", `its path is <endpoints>`, itIsAs(restricted)),
	say("clause", `path-restricted (- | :) <clause> [, minimizing exposure]`, func(v values) any {
		return explains(last[clause](v, "clause"), "path")
	}),
	say("clause", `[your | the] (browser | browsers) (send | sends) <cookies> <only> to <endpoints>`,
		theyAreAs(restricted)),
	say("clause", `[your | the] (browser | browsers) <only> (send | sends) <cookies> to <endpoints>`,
		theyAreAs(restricted)),
}})

func restricted(v values) any { return trait(claim.Cookie{Path: last[string](v, "endpoints")}) }

// How long a cookie lives.
var _ = register(fragment{rules: []rule{
	say("acting", `(live | lives | last | lasts | remain | remains | stay | stays) [for] <duration>`, lives),
	say("acting", `(expire | expires) (after | in) <duration>`, lives),
	say("acting", `(expire | expires) <duration> after (it is | they are) set`, lives),
	say("acting", `(remain | remains | stay | stays) valid for <duration>`, lives),
	say("clause", `after <duration> [,] <cookies> ((expire | expires) | (is | are) (deleted | removed))`,
		theyAreAs(lives)),
	say("acting", `<carries> a (lifetime | duration | life) of <duration>`, lives),
	say("being", `(valid | kept | stored) [<device>] for <duration> | (deleted | removed) after <duration>`, lives),
	meaning("being", `[a] session (cookie | cookies)`, lifetime(cookie.Session)),
	meaning("being", `(deleted | removed) when you close (your | the) browser`, lifetime(cookie.Session)),
	meaning("acting", `(expire | expires) when you close (your | the) browser`, lifetime(cookie.Session)),
	meaning("being", `[a] persistent (cookie | cookies)`, lifetime(cookie.Session).not().plainly()),
	say("clause", `<cookies> (live | lives | last | lasts | (expire | expires) (after | in)) [for] <duration> (and |
		, | , and) <cookies> [for | after] <duration>`, eachLives),
	say("clause", `its (lifetime | duration) is <duration>`, itIsAs(lives)),
	say("clause", `the (lifetime | duration) of <cookies> is <duration>`, theyAreAs(lives)),
	say("clause", `<we> <use> <cookies> for <duration>`, theyAreAs(lives)),
}})

func lives(v values) any { return lifetime(last[cookie.Lifetime](v, "duration")) }

func lifetime(l cookie.Lifetime) property { return trait(claim.Cookie{Lifetime: &l}) }

// eachLives is the meaning of "a lives for 24 hours and b for 7 days".
func eachLives(v values) any {
	whom, durations := all[subject](v, "cookies"), all[cookie.Lifetime](v, "duration")
	first := predicate(whom[0], []property{lifetime(durations[0])})
	return both(first, predicate(whom[1], []property{lifetime(durations[1])}))
}
