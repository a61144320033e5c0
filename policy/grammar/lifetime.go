package grammar

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

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
