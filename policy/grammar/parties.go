package grammar

import (
	"slices"

	"github.com/prokken/prokken/policy/claim"
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
