package consent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/policy"
)

// Line is a choice as it is exported. Hash is the SHA-256 of the canonical JSON
// (RFC 8785) of the line without it, so that whoever has the lines can verify them.
type Line struct {
	Site           models.SiteID   `json:"site"`
	Sequence       int64           `json:"sequence"`
	Number         uuid.UUID       `json:"number"`
	At             string          `json:"at"` // RFC 3339, UTC
	Version        int64           `json:"policy_version"`
	VersionID      uuid.UUID       `json:"policy_version_id"`
	SHA256         string          `json:"policy_sha256"`
	Fingerprint    string          `json:"fingerprint"`
	QuestionSHA256 *string         `json:"question_sha256"`
	Categories     json.RawMessage `json:"categories"`
	GPC            bool            `json:"gpc"`
	Source         consents.Source `json:"source"`
	Locale         string          `json:"locale"`
	Previous       *uuid.UUID      `json:"previous_number"`
	PreviousHash   string          `json:"previous_hash"`
	Hash           string          `json:"hash,omitempty"`
}

func lineOf(c consents.Consent) Line {
	return Line{
		Site: c.SiteID, Sequence: c.Sequence, Number: c.ID, At: c.CreatedAt.UTC().Format(time.RFC3339Nano),
		Version: c.Version, VersionID: c.VersionID, SHA256: c.SHA256, Fingerprint: c.Fingerprint,
		QuestionSHA256: c.QuestionSHA256, Categories: json.RawMessage(c.Categories), GPC: c.GPC, Source: c.Source,
		Locale: c.Locale, Previous: c.PreviousID, PreviousHash: c.PreviousHash, Hash: c.Hash,
	}
}

// hashOf is the hash of a row, which covers everything else in it.
func hashOf(c consents.Consent) (string, error) {
	line := lineOf(c)
	line.Hash = ""
	_, hash, err := policy.Canonical(line)
	return hash, err
}

// follow puts a choice at the end of the chain.
func follow(chain consents.Chain, c *consents.Consent) (err error) {
	c.Sequence, c.PreviousHash = chain.Last+1, chain.LastHash
	c.Hash, err = hashOf(*c)
	return err
}

// ErrChain says that the choices on record are not those that were recorded.
var ErrChain = errors.New("the chain of choices is broken")

// Verify checks the chain of the site's choices, the signature over its end and the wording
// of every question, and returns the chain. The error names the first row that does not fit. What was
// recorded meanwhile is left to the next time.
func (l *Ledger) Verify(ctx context.Context) (consents.Chain, error) {
	if err := l.verifyQuestions(ctx); err != nil {
		return consents.Chain{}, err
	}
	for {
		chain, err := consents.ChainOf(ctx, l.DB, l.Site)
		if err != nil {
			return chain, err
		}
		broken := l.verifyChain(ctx, chain)
		if broken == nil {
			broken = l.verifyHead(ctx, chain)
		}
		now, err := consents.ChainOf(ctx, l.DB, l.Site)
		if err != nil || broken == nil || now.Anchor == chain.Anchor {
			return chain, errors.Join(broken, err)
		} // old ones were deleted meanwhile
	}
}

func (l *Ledger) verifyQuestions(ctx context.Context) error {
	questions, err := consents.Questions(ctx, l.DB)
	for _, q := range questions {
		if _, hash, err := policy.Canonical(json.RawMessage(q.Wording)); err != nil || hash != q.SHA256 {
			return fmt.Errorf("the question %s is not the one that was asked: %w", q.SHA256, ErrChain)
		}
	}
	return err
}

// verifyChain follows the rows from the anchor to the last.
func (l *Ledger) verifyChain(ctx context.Context, chain consents.Chain) error {
	at, previous := chain.Anchor, chain.AnchorHash
	err := consents.Each(ctx, l.DB, l.Site, consents.Filter{}, func(c consents.Consent) error {
		if c.Sequence > chain.Last {
			return nil
		}
		at++
		if c.Sequence != at {
			return fmt.Errorf("choice %d is missing: %w", at, ErrChain)
		}
		hash, err := hashOf(c)
		switch {
		case c.PreviousHash != previous:
			return misfit(c, "it does not follow on the one before")
		case err != nil || hash != c.Hash:
			return misfit(c, "it is not as it was recorded")
		}
		previous = c.Hash
		return nil
	})
	switch {
	case err != nil:
		return err
	case at != chain.Last:
		return fmt.Errorf("choice %d is missing: %w", at+1, ErrChain)
	case previous != chain.LastHash:
		return fmt.Errorf("choice %d is not the one that was recorded last: %w", at, ErrChain)
	}
	return nil
}

func misfit(c consents.Consent, why string) error {
	return fmt.Errorf("choice %d, number %s: %s: %w", c.Sequence, c.ID, why, ErrChain)
}
