package consent

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
)

// onceOptional is an optional cookie and a version of the Cookie Policy that declares it.
type onceOptional struct {
	number int64
	cookie cookie.Declaration
}

// Optionals are the optional cookies that published versions of a site's Cookie Policy ever
// declared, in the order of the versions, of which the last was read.
type Optionals struct {
	each []onceOptional
	last int64
}

// Former picks the optional cookies that versions before the one in effect declared, and it
// does not: each name once, as it was declared last.
func (o Optionals) Former(inEffect Policy) []cookie.Declaration {
	var former []cookie.Declaration
	for _, once := range slices.Backward(o.each) {
		same := func(d cookie.Declaration) bool { return d.Name == once.cookie.Name }
		if once.number < inEffect.Number && !slices.ContainsFunc(inEffect.Cookies, same) &&
			!slices.ContainsFunc(former, same) {
			former = append(former, once.cookie)
		}
	}
	return former
}

// ReadOptionals adds to what is known of a site the optional cookies of the versions that
// came since.
func ReadOptionals(ctx context.Context, db *models.DB, site models.SiteID, known Optionals) (Optionals, error) {
	p, err := policies.BySlug(ctx, db, site, policy.CookiePolicy)
	if errors.Is(err, models.ErrNotFound) {
		return Optionals{}, nil
	}
	if err != nil {
		return Optionals{}, err
	}
	all := Optionals{slices.Clip(known.each), known.last}
	err = policies.EachPublishedAfter(ctx, db, p.ID, all.last, func(v policies.Version) error {
		var d struct {
			Cookies []cookie.Declaration `json:"cookies"`
		}
		if err := json.Unmarshal([]byte(v.Document), &d); err != nil {
			return err
		}
		for _, declared := range d.Cookies {
			if declared.Optional() {
				all.each = append(all.each, onceOptional{*v.Number, declared})
			}
		}
		all.last = *v.Number
		return nil
	})
	return all, err
}
