package site

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

// optionals are all of them, in the order of the versions, of which the last was read.
type optionals struct {
	each []onceOptional
	last int64
}

// FormerCookies are the optional cookies that versions before the one in effect declared,
// and it does not.
func (l *Site) FormerCookies() []cookie.Declaration { return l.Snapshot().FormerCookies() }

// FormerCookies are the optional cookies that left the policy before this snapshot.
func (s *Snapshot) FormerCookies() []cookie.Declaration { return s.former }

// formerOf picks them out of all that were ever declared: each name once, as it was
// declared last.
func (s *Snapshot) formerOf(all optionals) []cookie.Declaration {
	v, found := s.Find(policy.CookiePolicy)
	if !found {
		return nil
	}
	var former []cookie.Declaration
	for _, once := range slices.Backward(all.each) {
		same := func(d cookie.Declaration) bool { return d.Name == once.cookie.Name }
		if once.number < v.Number && !slices.ContainsFunc(v.Document.Cookies, same) && !slices.ContainsFunc(former, same) {
			former = append(former, once.cookie)
		}
	}
	return former
}

// readOptional adds to what is known the optional cookies of the versions that came since.
func (l *Site) readOptional(ctx context.Context, known optionals) (optionals, error) {
	p, err := policies.BySlug(ctx, l.db, l.site.ID, policy.CookiePolicy)
	if errors.Is(err, models.ErrNotFound) {
		return optionals{}, nil
	}
	if err != nil {
		return optionals{}, err
	}
	all := optionals{slices.Clip(known.each), known.last}
	err = policies.EachPublishedAfter(ctx, l.db, p.ID, all.last, func(v policies.Version) error {
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
