package translation

import (
	"context"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site/signing"
)

// Translations are those of one site's policies.
type Translations struct {
	DB              *models.DB
	Records         *signing.Records
	Clock           clock.Clock // nil: the machine's
	RequireApproval bool        // nobody publishes words that they saved
	Single          bool        // one person writes, publishes and stands for the site
	Site            Site
}

// Site is what translations ask of their site: what of a policy is live now, false if nothing
// is in effect, and to show what was just published.
type Site interface {
	Translatable(slug string) (Live, bool)
	Reload(ctx context.Context) error
	// EvidenceFor returns what is true once the version is in effect.
	EvidenceFor(v Source) claim.Evidence
}

// Live is what of a policy can be translated: what is in effect, and what is scheduled.
type Live struct {
	InEffect  Source
	Scheduled []Source
	Published Set
}

// toTranslate is the version with the first of the numbers that is live, or else what is in effect.
func (l Live) toTranslate(numbers ...int64) Source {
	for _, number := range numbers {
		for _, v := range append([]Source{l.InEffect}, l.Scheduled...) {
			if v.Number == number {
				return v
			}
		}
	}
	return l.InEffect
}
