package announce

import (
	"context"
	"errors"
	"strconv"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/subscribers"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/site"
)

// news is what is told of a version, and to whom.
type news struct {
	version  *site.Version
	audience subscribers.Audience
	facts    map[string]string
}

func (s *Service) read(ctx context.Context, id uuid.UUID) (news, error) {
	row, err := policies.PublishedByID(ctx, s.db, id)
	if err != nil {
		return news{}, err
	}
	of, err := s.Sites.ByID(ctx, row.Policy.SiteID)
	if err != nil {
		return news{}, err
	}
	v, err := of.Version(ctx, row.Policy.Slug, *row.Number)
	if err != nil {
		return news{}, err
	}
	before, err := of.Before(ctx, row.Policy.Slug, v.Number)
	if err != nil {
		return news{}, err
	}
	return news{
		version: v, facts: factsOf(of, v, before),
		audience: subscribers.Audience{
			SiteID:   row.Policy.SiteID,
			At:       v.PublishedAt,
			Material: v.Materiality != policies.Editorial,
		},
	}, nil
}

// The names of the facts that say whom a letter is for, and about what.
const (
	factVersion = "version"
	factMember  = "member"
)

func factsOf(of *site.Site, v *site.Version, before int64) map[string]string {
	slug, number := v.Document.Slug, strconv.FormatInt(v.Number, 10)
	facts := map[string]string{
		factVersion: v.ID.String(), "title": v.Document.Title, "number": number, "summary": v.Summary,
		"materiality": string(v.Materiality),
		"page":        "/legal/" + slug + "/versions/" + number,
	}
	if before > 0 {
		facts["compare"] = "/legal/" + slug + "/compare/" + strconv.FormatInt(before, 10) + "/" + number
	}
	if v.EffectiveAt.After(v.PublishedAt) {
		facts["date"] = of.Local(v.EffectiveAt).Format("January 2, 2006, 15:04") + " (" + of.Zone.String() + ")"
	}
	return facts
}

// letters are the same words to each. What they tell is read and written alike
// for all, so that they share it.
func (n news) letters(kind mail.Kind, to []subscribers.Recipient) []mail.Letter {
	plain, member := n.facts, map[string]string{factMember: "true"}
	for name, fact := range n.facts {
		member[name] = fact
	}
	letters := make([]mail.Letter, len(to))
	for i, r := range to {
		letters[i] = mail.Letter{Kind: kind, To: r.Email, Facts: plain}
		if r.Subscriber != nil {
			letters[i].Subscriber = *r.Subscriber
		}
		if r.Subscriber == nil || *r.Subscriber != r.ID {
			letters[i].Facts = member
		}
	}
	return letters
}

// IsStale reports whether a letter waited until nobody wants it any more: they
// unsubscribed, or closed their account, or the version was withdrawn.
func (s *Service) IsStale(ctx context.Context, letter mail.Letter) (bool, error) {
	switch letter.Kind {
	case mail.ConfirmSubscription:
		subscriber, err := subscribers.ByID(ctx, s.db, letter.Subscriber)
		if errors.Is(err, models.ErrNotFound) {
			return true, nil
		}
		return subscriber.ConfirmedAt != nil, err
	case mail.PolicyChanged:
		withdrawn, err := s.isWithdrawn(ctx, letter)
		if err != nil || withdrawn {
			return withdrawn, err
		}
		return s.isUnwanted(ctx, letter)
	case mail.PolicyWithdrawn:
		return s.isUnwanted(ctx, letter)
	default:
		return false, nil
	}
}

func (s *Service) isWithdrawn(ctx context.Context, letter mail.Letter) (bool, error) {
	version, err := uuid.Parse(letter.Facts[factVersion])
	if err != nil {
		return false, err
	}
	return policies.IsWithdrawn(ctx, s.db, version)
}

func (s *Service) isUnwanted(ctx context.Context, letter mail.Letter) (bool, error) {
	wants, err := s.wants(ctx, letter.Subscriber)
	if err != nil || wants || letter.Facts[factMember] == "" {
		return !wants, err
	}
	user, err := users.ByEmail(ctx, s.db, letter.To)
	if errors.Is(err, models.ErrNotFound) {
		return true, nil
	}
	return user.VerifiedAt == nil || user.DisabledAt != nil, err
}
