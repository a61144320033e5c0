package policy

import (
	"slices"

	"github.com/prokken/prokken/policy/claim"
)

// AddClaim adds one more check of a sentence of the block.
func AddClaim(uid string, c claim.Claim) Change {
	return changeClaims(uid, func(claims []claim.Claim) ([]claim.Claim, error) {
		for i, other := range claims {
			if both, fit := other.And(c); fit {
				claims[i] = both
				return claims, nil
			}
		}
		return append(claims, c), nil
	})
}

// RemoveClaim takes the n-th claim of the block away, if that is what it says.
func RemoveClaim(uid string, n int, says string) Change {
	return changeClaims(uid, func(claims []claim.Claim) ([]claim.Claim, error) {
		if n < 0 || n >= len(claims) || claims[n].Says != says {
			return nil, ErrConflict
		}
		return slices.Delete(claims, n, n+1), nil
	})
}

func changeClaims(uid string, change func([]claim.Claim) ([]claim.Claim, error)) Change {
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
