package site

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
	"github.com/prokken/prokken/program"
)

// ConsentLine is a choice as it is exported. Hash is the SHA-256 of the canonical JSON
// (RFC 8785) of the line without it, so that whoever has the lines can verify them.
type ConsentLine struct {
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

func lineOf(c consents.Consent) ConsentLine {
	return ConsentLine{
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

// ErrConsentChain says that the choices on record are not those that were recorded.
var ErrConsentChain = errors.New("the chain of choices is broken")

// VerifyConsents checks the chain of the site's choices, and the wording of every question,
// and returns the chain. The error names the first row that does not fit. What was
// recorded meanwhile is left to the next time.
func (l *Site) VerifyConsents(ctx context.Context) (consents.Chain, error) {
	if err := l.verifyQuestions(ctx); err != nil {
		return consents.Chain{}, err
	}
	for {
		chain, err := consents.ChainOf(ctx, l.db, l.site.ID)
		if err != nil {
			return chain, err
		}
		broken := l.verifyChain(ctx, chain)
		now, err := consents.ChainOf(ctx, l.db, l.site.ID)
		if err != nil || broken == nil || now.Anchor == chain.Anchor {
			return chain, errors.Join(broken, err)
		} // old ones were deleted meanwhile
	}
}

func (l *Site) verifyQuestions(ctx context.Context) error {
	questions, err := consents.Questions(ctx, l.db)
	for _, q := range questions {
		if _, hash, err := policy.Canonical(json.RawMessage(q.Wording)); err != nil || hash != q.SHA256 {
			return fmt.Errorf("the question %s is not the one that was asked: %w", q.SHA256, ErrConsentChain)
		}
	}
	return err
}

// verifyChain follows the rows from the anchor to the last.
func (l *Site) verifyChain(ctx context.Context, chain consents.Chain) error {
	at, previous := chain.Anchor, chain.AnchorHash
	err := consents.Each(ctx, l.db, l.site.ID, consents.Filter{}, func(c consents.Consent) error {
		if c.Sequence > chain.Last {
			return nil
		}
		at++
		if c.Sequence != at {
			return fmt.Errorf("choice %d is missing: %w", at, ErrConsentChain)
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
		return fmt.Errorf("choice %d is missing: %w", at+1, ErrConsentChain)
	case previous != chain.LastHash:
		return fmt.Errorf("choice %d is not the one that was recorded last: %w", at, ErrConsentChain)
	}
	return nil
}

func misfit(c consents.Consent, why string) error {
	return fmt.Errorf("choice %d, number %s: %s: %w", c.Sequence, c.ID, why, ErrConsentChain)
}

// Tidy deletes the choices of all sites whose period is over.
func (r *Registry) Tidy(ctx context.Context) error {
	return consents.DeleteOld(ctx, r.db, r.own.Now().Add(-program.ConsentRecordsKept))
}
