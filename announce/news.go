package announce

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/subscribers"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy/weight"
	"github.com/prokken/prokken/site"
)

// news is what is told of a version, and to whom.
type news struct {
	version  *site.Version
	before   int64 // the version before it; 0 for a first one
	audience subscribers.Audience
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
		version: v, before: before,
		audience: subscribers.Audience{
			SiteID:   row.Policy.SiteID,
			At:       v.PublishedAt,
			Material: v.Materiality != policies.Editorial,
		},
	}, nil
}

// changed returns what one recipient is told of the version.
func (n news) changed(to letter.Recipient) letter.Content {
	v := n.version
	changed := letter.PolicyChanged{
		Recipient: to, PolicyVersion: n.policyVersion(), Version: v.ID,
		Summary: v.Summary, Before: n.before, AsksAgain: v.Materiality == policies.AskAgain, Lost: lostSentences(v.Lost),
	}
	if v.EffectiveAt.After(v.PublishedAt) {
		changed.EffectiveAt = v.EffectiveAt
	}
	return changed
}

// maxLost is how many lost checks a mail tells of by their sentences.
const maxLost = 10

// lostSentences are the sentences of which less is checked, the first of them and how many more.
func lostSentences(lost []weight.LostCheck) []string {
	var all []string
	for i, l := range lost {
		if i == maxLost {
			return append(all, fmt.Sprintf("and %d more.", len(lost)-maxLost))
		}
		all = append(all, "“"+l.Says+"”")
	}
	return all
}

// withdrawn returns what one recipient is told once the version is withdrawn.
func (n news) withdrawn(to letter.Recipient) letter.Content {
	return letter.PolicyWithdrawn{Recipient: to, PolicyVersion: n.policyVersion()}
}

func (n news) policyVersion() letter.PolicyVersion {
	document := n.version.Document
	return letter.PolicyVersion{Title: document.Title, Slug: document.Slug, Number: n.version.Number}
}

func letters(content func(to letter.Recipient) letter.Content, to []subscribers.Recipient) []mail.Letter {
	letters := make([]mail.Letter, len(to))
	for i, r := range to {
		letters[i] = mail.Letter{To: r.Email, Content: content(recipient(r))}
	}
	return letters
}

func recipient(r subscribers.Recipient) letter.Recipient {
	to := letter.Recipient{Member: r.Subscriber == nil || *r.Subscriber != r.ID}
	if r.Subscriber != nil {
		to.Subscriber = *r.Subscriber
	}
	return to
}

// IsStale reports whether a letter waited until nobody wants it any more: they
// unsubscribed, or closed their account, or the version was withdrawn.
func (s *Service) IsStale(ctx context.Context, waiting mail.Letter) (bool, error) {
	switch content := waiting.Content.(type) {
	case letter.ConfirmSubscription:
		subscriber, err := subscribers.ByID(ctx, s.db, content.Subscriber)
		if errors.Is(err, models.ErrNotFound) {
			return true, nil
		}
		return subscriber.ConfirmedAt != nil, err
	case letter.PolicyChanged:
		withdrawn, err := policies.IsWithdrawn(ctx, s.db, content.Version)
		if err != nil || withdrawn {
			return withdrawn, err
		}
		return s.isUnwanted(ctx, waiting.To, content.Recipient)
	case letter.PolicyWithdrawn:
		return s.isUnwanted(ctx, waiting.To, content.Recipient)
	default:
		return false, nil
	}
}

func (s *Service) isUnwanted(ctx context.Context, email string, to letter.Recipient) (bool, error) {
	wants, err := s.wants(ctx, to.Subscriber)
	if err != nil || wants || !to.Member {
		return !wants, err
	}
	user, err := users.ByEmail(ctx, s.db, email)
	if errors.Is(err, models.ErrNotFound) {
		return true, nil
	}
	return user.VerifiedAt == nil || user.DisabledAt != nil, err
}
