// Package translation holds the words of a site's policies in other languages: drafts of them,
// what is published, and how that is laid over a version. [Translations] is bound to one site,
// which makes it; handlers and commands call it through the site, snapshots hold the published
// ones as a [Set]. It knows a version as a [Source], and no other part of a site. Start reading
// at [Translation].
package translation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
)

// Source is a version of a policy as translations are made of it, and laid over it.
type Source struct {
	VersionID uuid.UUID
	PolicyID  uuid.UUID
	Number    int64
	SHA256    string // of the document
	Document  policy.Document
}

// Translation is the words of one version of a policy in another language. It
// is laid over whatever version is in effect: see [Translation.Over].
type Translation struct {
	Language    policy.Language
	Words       policy.Words
	Number      int64  // of the version that it was made of
	Version     string // the hash of that version's document
	SHA256      string // of the words as canonical JSON
	PublishedAt time.Time
	Count       int64 // its number among the policy's translations in the language
	Statement   record.TranslationStatement
	Sentences   []policy.TranslatedBasis // as they were published
	source      policy.Words             // what that version says
	policyID    uuid.UUID
	canonical   string
}

// Canonical is the translation's words in the form of which SHA256 is the hash.
func (t *Translation) Canonical() json.RawMessage { return json.RawMessage(t.canonical) }

func translationOf(row policies.Translation) (*Translation, error) {
	language, _ := policy.FindLanguage(row.Language)
	t := &Translation{
		Language:  language,
		Version:   row.Version.SHA256,
		SHA256:    row.SHA256,
		policyID:  row.PolicyID,
		canonical: row.Words,
	}
	t.Statement = statementOf(row)
	var err error
	if t.Sentences, err = sentencesOf(row); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(row.Words), &t.Words); err != nil {
		return nil, fmt.Errorf("translation %s: %w", row.ID, err)
	}
	source, err := policy.ParseCanonical(row.Version.Document)
	if err != nil {
		return nil, fmt.Errorf("version %s: %w", row.VersionID, err)
	}
	t.source, _ = source.Words()
	if row.Version.Number != nil {
		t.Number = *row.Version.Number
	}
	if row.PublishedAt != nil && row.Number != nil {
		t.PublishedAt, t.Count = *row.PublishedAt, *row.Number
	}
	return t, nil
}

// fitting are the words that translate what the document says: under a key
// whose text is still the one that was translated, or one that said the same at
// another place.
func (t *Translation) fitting(d policy.Document) policy.Words {
	moved := map[string]string{}
	for key, text := range t.source {
		if t.Words[key] != "" {
			moved[text] = t.Words[key]
		}
	}
	fitting := policy.Words{}
	now, order := d.Words()
	for _, key := range order {
		words := t.Words[key]
		if words == "" || t.source[key] != now[key] {
			words = moved[now[key]]
		}
		if words != "" {
			fitting[key] = words
		}
	}
	return fitting
}

// Translated is a version as it is read in another language: the document in
// effect, with words of the translation where they fit. Nobody is shown
// yesterday's law as today's: what changed since, or has no words, stands in
// the original language.
type Translated struct {
	Translation *Translation
	Document    policy.Document
	Original    map[string]bool // the keys of what stands in the original language
	Stale       bool            // the translation was made of another version
}

// Over lays the translation over a version.
func (t *Translation) Over(v Source) Translated {
	words := t.fitting(v.Document)
	page := Translated{
		Translation: t,
		Document:    v.Document.In(words),
		Original:    map[string]bool{},
		Stale:       t.Version != v.SHA256,
	}
	for _, key := range words.Missing(v.Document) {
		page.Original[key] = true
	}
	return page
}

// Set is published translations: of each version of a policy in each language the newest.
type Set []*Translation

// For is the newest translation that was made of the version or of one before it: what is
// prepared for a scheduled version is shown when that takes effect.
func (all Set) For(v Source, language string) (*Translation, bool) {
	var newest *Translation
	for _, t := range all {
		fits := t.policyID == v.PolicyID && t.Language.Code == language && t.Number <= v.Number
		if fits && (newest == nil || t.Number > newest.Number) {
			newest = t
		}
	}
	return newest, newest != nil
}

// Of are the translations that readers of the version see, in the order of [policy.Languages].
func (all Set) Of(v Source) []*Translation {
	var found []*Translation
	for _, language := range policy.Languages {
		if t, isThere := all.For(v, language.Code); isThere {
			found = append(found, t)
		}
	}
	return found
}

// ReadSet reads what is published of versions of a site that are in effect or scheduled.
func ReadSet(ctx context.Context, db *models.DB, site models.SiteID, now time.Time) (Set, error) {
	rows, err := policies.NewestTranslations(ctx, db, site, now)
	if err != nil {
		return nil, err
	}
	all := make(Set, len(rows))
	for i, row := range rows {
		if all[i], err = translationOf(row); err != nil {
			return nil, err
		}
	}
	return all, nil
}
