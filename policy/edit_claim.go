package policy

import (
	"slices"

	"github.com/prokken/prokken/models"
)

// ClaimKind is one kind of condition, named as in YAML.
type ClaimKind string

// The kinds of conditions.
const (
	ClaimNoCookies      ClaimKind = "no_cookies"
	ClaimAllCookies     ClaimKind = "all_cookies"
	ClaimCookie         ClaimKind = "cookie"
	ClaimCookieCount    ClaimKind = "cookie_count"
	ClaimOnlyThese      ClaimKind = "only_these_cookies"
	ClaimNeeded         ClaimKind = "needed"
	ClaimOutlives       ClaimKind = "outlives"
	ClaimNoThirdParty   ClaimKind = "no_third_party_cookies"
	ClaimNothingLoaded  ClaimKind = "nothing_loaded_from"
	ClaimConsentBefore  ClaimKind = "consent_before"
	ClaimDatedByPublish ClaimKind = "dated_by_publication"
)

// ClaimKinds are all of them, as an editor offers them.
var ClaimKinds = []ClaimKind{
	ClaimCookie, ClaimAllCookies, ClaimNoCookies, ClaimOnlyThese, ClaimCookieCount, ClaimOutlives, ClaimNeeded,
	ClaimNoThirdParty, ClaimNothingLoaded, ClaimConsentBefore, ClaimDatedByPublish,
}

// AddClaim has one more thing checked of a sentence of the block.
func AddClaim(uid string, c Claim) Change {
	return changeClaims(uid, func(claims []Claim) ([]Claim, error) {
		for i, other := range claims {
			if both, fit := other.and(c); fit {
				claims[i] = both
				return claims, nil
			}
		}
		return append(claims, c), nil
	})
}

// RemoveClaim takes the n-th claim of the block away, if that is what it says.
func RemoveClaim(uid string, n int, says string) Change {
	return changeClaims(uid, func(claims []Claim) ([]Claim, error) {
		if n < 0 || n >= len(claims) || claims[n].Says != says {
			return nil, models.ErrConflict
		}
		return slices.Delete(claims, n, n+1), nil
	})
}

func changeClaims(uid string, change func([]Claim) ([]Claim, error)) Change {
	return changed(func(d *Document) error {
		_, list, i := d.listOf(uid)
		if list == nil {
			return gone
		}
		claims, err := change(slices.Clone((*list)[i].Claims))
		(*list)[i].Claims = claims
		return err
	})
}

// and puts what both check into one claim, where they are about the same
// sentence and do not check the same kind of thing.
func (c Claim) and(o Claim) (Claim, bool) {
	if c.Says != o.Says || c.AllCookies != nil && o.AllCookies != nil || c.Cookie != nil && o.Cookie != nil ||
		c.CookieCount > 0 && o.CookieCount > 0 || c.Outlives != nil && o.Outlives != nil || len(c.OnlyTheseCookies) > 0 && len(o.OnlyTheseCookies) > 0 {
		return c, false
	}
	c.NoCookies, c.ConsentBefore = union(c.NoCookies, o.NoCookies), union(c.ConsentBefore, o.ConsentBefore)
	c.Needed, c.NothingLoadedFrom = union(c.Needed, o.Needed), union(c.NothingLoadedFrom, o.NothingLoadedFrom)
	c.OnlyTheseCookies = union(c.OnlyTheseCookies, o.OnlyTheseCookies)
	c.AllCookies, c.Cookie, c.Outlives = either(c.AllCookies, o.AllCookies), either(c.Cookie, o.Cookie), either(c.Outlives, o.Outlives)
	c.CookieCount = max(c.CookieCount, o.CookieCount)
	c.NoThirdPartyCookie = c.NoThirdPartyCookie || o.NoThirdPartyCookie
	c.DatedByPublication = c.DatedByPublication || o.DatedByPublication
	return c, true
}

func either[T any](a, b *T) *T {
	if a == nil {
		return b
	}
	return a
}

// union is the first list and what the second has besides.
func union[T comparable](a, b []T) []T {
	all := slices.Clone(a)
	for _, one := range b {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}
