package sites

import (
	"time"

	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views/display"
)

// notSeen is what keeps a draft back that no complete audit has looked at.
var notSeen = policy.FailedClaims{{
	Reason: "The site needs a complete audit first. The notes above say what stopped the last one.",
}}

// staleOf is what keeps a draft back whose evidence is old.
func staleOf(at, now time.Time) policy.FailedClaims {
	if now.Sub(at) <= freshFor {
		return nil
	}
	return policy.FailedClaims{{
		Reason: "The last complete audit is of " + display.Moment(at) + ". Please audit the website again: a version is based on what was seen in the last 24 hours.",
	}}
}

// withTyped is the row with the settings that were typed, where they were not taken.
func withTyped(row, typed sites.Site) sites.Site {
	if typed.Settings != (sites.Settings{}) {
		row.Settings = typed.Settings
	}
	return row
}
