package grammar

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/token"
)

// Parties, and the hosts that pages would load them from.
var _ = register(fragment{rules: []rule{
	// A tracker does its work through what pages load, so that who loads nothing of it does not
	// use it. Of the other parties one can use more than that.
	meaning("tracker", `google analytics | google tag manager`, hosts{"google-analytics.com", "googletagmanager.com"}),
	meaning("tracker", `google ads | doubleclick`,
		hosts{"doubleclick.net", "googleadservices.com", "googlesyndication.com"}),
	meaning("tracker", `[the] (facebook | meta) pixel`, hosts{"facebook.net", "facebook.com"}),
	meaning("tracker", `hotjar`, hosts{"hotjar.com", "hotjar.io"}),
	meaning("tracker", `mixpanel`, hosts{"mixpanel.com", "mxpnl.com"}),
	words("trackers", `<tracker>`),
	say("trackers", `<tracker> (or | and | nor | , | , or | , and) <trackers>`, func(v values) any {
		return append(slices.Clone(last[hosts](v, "tracker")), last[hosts](v, "trackers")...)
	}),
	words("party", `<tracker>`),
	meaning("party", `stripe`, hosts{"stripe.com"}),
	words("parties", `<party>`),
	say("parties", `<party> (or | and | nor | , | , or | , and) <parties>`, func(v values) any {
		return append(slices.Clone(last[hosts](v, "party")), last[hosts](v, "parties")...)
	}),
	meaning("elsewhere", `(other | different) (sites | websites | servers | companies) | third parties | anyone else
		| elsewhere`,
		hosts{claim.Elsewhere}),
	meaning("elsewhere", `any (other | third) (site | website | server | party)`, hosts{claim.Elsewhere}),
	words("third-party", `third-party | third party`),
	words("third-parties", `third parties | [any] third party | other (sites | websites | companies) | anyone else`),
}})

// hosts are where pages would load something of a party from.
type hosts []string

func (h hosts) condition() claim.NothingLoadedFrom { return claim.NothingLoadedFrom(h) }

// People and places: who uses cookies, whose browser keeps them, where.
var _ = register(fragment{
	lexical: []lexical{{"site", readSite}, {"site's", readOwner}},
	rules: []rule{
		words("we", `we | <site> | (our | this) (site | website | platform | service) | the platform`),
		words("us", `us | <site> | (our | this) (site | website | platform | service) | the platform`),
		words("our", `our | <site's>`),
		words("you", `you | (users | visitors | members | people)`),
		words("by-us", `by <us>`),
		words("here", `<place> | <now>`),
		words("place", `here | on (<site> | (our | this) (site | website | platform | pages)) | on the (site | website |
			platform)`),
		words("device", `(on | to) (your | the user 's) (device | computer | browser) | in your browser`),
	},
})

func readSite(t token.Token, c discourse.Context) any {
	if c.IsSite(t.Text) {
		return t.Text
	}
	return nil
}

func readOwner(t token.Token, c discourse.Context) any {
	if name, isOwner := strings.CutSuffix(t.Text, "'s"); isOwner && c.IsSite(name) {
		return name
	}
	return nil
}

// Verbs of using cookies. They differ in words alone.
var _ = register(fragment{rules: []rule{
	words("use", `use | uses | set | sets | place | places | employ | employs | store | stores | rely on | relies on
		| have | has | serve | serves`),
	words("use-base", `use | set | place | employ | store | rely on | have | serve`),
	words("used", `used | set | placed | employed | stored | in use`),
	words("using", `using | setting | placing | employing | storing`),
	words("does-not", `(do | does) not [<now>] | never`),
	words("not-use", `<does-not> [<ever>] <use-base> | never (uses | sets | places | employs | stores)`),
	words("is", `is | are`),
}})

// Words that change nothing where they stand: what holds of the present is checked of the present.
var _ = register(fragment{rules: []rule{
	words("now", `currently | presently | at present | at the moment | at this time | right now`),
	words("ever", `ever`),
	words("at-all", `at all | whatsoever | of any kind`),
	words("any", `any | any kind of | any type of`),
	words("only", `only | solely | exclusively`),
	words("exactly", `exactly | just | only`),
	words("that", `that | which`),
}})

// Paths, by themselves or by what is found there.
var _ = register(fragment{
	lexical: []lexical{{"path", func(t token.Token, _ discourse.Context) any {
		if strings.HasPrefix(t.Raw, "/") && len(t.Raw) > 1 && cookie.IsPath(t.Raw) {
			return t.Raw
		}
		return nil
	}}},
	rules: []rule{
		words("endpoints", `[the path | paths under] <path>`),
		say("endpoints", `[the] <path> (endpoint | endpoints | path | routes)`, path),
		say("endpoints", `[our | the] authentication (endpoints | routes)`, func(v values) any {
			if path := v.context.Endpoints["authentication"]; path != "" {
				return path
			}
			return nil
		}),
	},
})

func path(v values) any { return last[string](v, "path") }
