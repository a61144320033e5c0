package site

import (
	"context"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/policies"
)

// Terms is the slug of the policy that everyone agrees to by signing up.
const Terms = "terms"

// SiteID is the site whose policies these are.
func (l *Site) SiteID() models.SiteID { return l.site.ID }

// Agreed are the policies in effect that signing up agrees to: the terms, and
// each that members were asked to accept.
func (s *Snapshot) Agreed() []*Version {
	var agreed []*Version
	for _, v := range s.Policies {
		if v.Document.Slug == Terms || v.AskedAgain > 0 {
			agreed = append(agreed, v)
		}
	}
	return agreed
}

// AgreedNext are the scheduled versions that whoever agrees now should know of:
// of what they agree to, and what members will be asked to accept.
func (s *Snapshot) AgreedNext() []*Version {
	var next []*Version
	agreed := s.Agreed()
	for _, v := range s.Upcoming {
		same := func(now *Version) bool { return now.Document.Slug == v.Document.Slug }
		if v.Materiality == policies.AskAgain || slices.ContainsFunc(agreed, same) {
			next = append(next, v)
		}
	}
	return next
}

// Asks reports whether any policy in effect has to be accepted by those who
// were members before. While none has, nobody need look what they accepted.
func (s *Snapshot) Asks() bool { return len(s.owed(nil)) > 0 }

// Owed is a policy in effect that a member has yet to agree to. Accepted is the
// version that they agreed to last; 0: none.
type Owed struct {
	*Version
	Accepted int64
}

func (s *Snapshot) owed(accepted map[uuid.UUID]int64) []Owed {
	var owed []Owed
	for _, v := range s.Policies {
		if last := accepted[v.policyID]; v.AskedAgain > 1 && last < v.AskedAgain {
			owed = append(owed, Owed{v, last})
		}
	}
	return owed
}

// Owed is what a member has yet to agree to. It asks the database only where
// some policy asks for agreement, and no more about who owes nothing.
func (l *Site) Owed(ctx context.Context, user uuid.UUID) ([]Owed, error) {
	snapshot := l.Snapshot()
	if !snapshot.Asks() || l.settled.has(snapshot, user) {
		return nil, nil
	}
	accepted, err := consents.AcceptedNumbers(ctx, l.db, user)
	if err != nil {
		return nil, err
	}
	owed := snapshot.owed(accepted)
	if len(owed) == 0 {
		l.settled.add(snapshot, user)
	}
	return owed, nil
}

// Accept notes that a member agrees to what they owe of the named versions, as
// [Version.Name] names them, and returns whether anything is left: a newer
// version may have taken effect since they looked. Again it changes nothing.
func (l *Site) Accept(ctx context.Context, user uuid.UUID, named []string) (left bool, err error) {
	owed, err := l.Owed(ctx, user)
	if err != nil {
		return false, err
	}
	err = l.db.Transaction(ctx, func(tx *models.DB) error {
		for _, v := range owed {
			if !slices.Contains(named, v.Name()) {
				left = true
				continue
			}
			a := v.Acceptance()
			a.ID, a.UserID, a.AcceptedAt = models.NewID(), user, l.Now()
			if err := consents.Accept(ctx, tx, &a); err != nil {
				return err
			}
		}
		return nil
	})
	return left, err
}

// Name names the version in a form: terms@2.
func (v *Version) Name() string { return v.Document.Slug + "@" + strconv.FormatInt(v.Number, 10) }

// Acceptance is agreement to the version; whose, and when, is yet to be filled in.
func (v *Version) Acceptance() consents.Acceptance {
	return consents.Acceptance{PolicyID: v.policyID, Number: v.Number, SHA256: v.SHA256}
}

// Since are the versions of a policy after the number, up to one that is in
// effect, newest first and without those that were withdrawn.
func (h *History) Since(ctx context.Context, v *Version, number int64) ([]Version, error) {
	rows, err := policies.NotWithdrawn(ctx, h.db, v.policyID, v.Number+1, int(v.Number-number))
	var since []Version
	for _, row := range rows {
		if *row.Number > number {
			since = append(since, detailsOf(row))
		}
	}
	return since, err
}

// Before is the number of the version before one, leaving out those that were
// withdrawn; 0 if it is the first.
func (h *History) Before(ctx context.Context, slug string, number int64) (int64, error) {
	p, err := policies.BySlug(ctx, h.db, h.site, slug)
	if err != nil {
		return 0, err
	}
	rows, err := policies.NotWithdrawn(ctx, h.db, p.ID, number, 1)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return *rows[0].Number, nil
}
