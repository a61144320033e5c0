package site

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/policy/claim"
)

// Answer is how a visitor answers the question. Asked is the question that their
// page showed; Languages, what their browser says it wants
// to read; Previous, the choice that it kept until now.
type Answer struct {
	Asked     string
	Granted   []cookie.Category
	Source    consents.Source
	GPC       bool
	Languages string
	Previous  ConsentRecord
}

// What can be wrong with an answer: nobody is asked about necessary cookies, and
// nobody agrees to what they were not shown.
var (
	ErrNothingToAsk = errors.New("only necessary cookies are declared")
	ErrAskedAnew    = errors.New("the question has changed since it was shown")
)

// Consent records an answer to the question in effect and returns the choice for
// the browser to keep. Categories that cannot be granted are left out. Nothing is
// recorded where there is no question, with ErrNothingToAsk, and where something
// is granted in answer to another one, or to none, with ErrAskedAnew; a no is always taken.
func (l *Site) Consent(ctx context.Context, a Answer) (ConsentRecord, error) {
	q, found := l.Snapshot().Question()
	if !found {
		return ConsentRecord{}, ErrNothingToAsk
	}
	if len(a.Granted) > 0 && a.Asked != q.Asked() {
		return ConsentRecord{}, ErrAskedAnew
	}
	now := l.Now()
	choice := ConsentRecord{
		ID:      models.NewID(),
		At:      now.Truncate(time.Second),
		Asked:   q.Asked(),
		GPC:     a.GPC,
		Granted: q.among(a.Granted),
	}
	text, err := json.Marshal(q.answered(choice.Granted))
	if err != nil {
		return ConsentRecord{}, err
	}
	row := &consents.Consent{
		ID: choice.ID, SiteID: l.site.ID, VersionID: q.Version.ID, SHA256: q.Version.SHA256, Fingerprint: q.Fingerprint,
		Categories: string(text), Source: a.Source, Locale: locale(a.Languages), CreatedAt: now,
	}
	err = l.db.Transaction(ctx, func(tx *models.DB) error {
		if row.PreviousID, err = l.recorded(ctx, tx, a.Previous.ID); err != nil {
			return err
		}
		return consents.Create(ctx, tx, row)
	})
	return choice, err
}

// answered is every category that could be granted, and whether it was.
func (q ConsentRequest) answered(granted Categories) map[cookie.Category]bool {
	all := map[cookie.Category]bool{}
	for _, c := range q.Categories {
		all[c] = granted.Has(c)
	}
	return all
}

// recorded is the id if a choice of that id is on record here; nil if not.
func (l *Site) recorded(ctx context.Context, tx *models.DB, id uuid.UUID) (*uuid.UUID, error) {
	if id == uuid.Nil {
		return nil, nil //nolint:nilnil // no choice was made before
	}
	_, err := consents.ByID(ctx, tx, l.site.ID, id)
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil //nolint:nilnil // made up, or of another site
	}
	return &id, err
}

var localeForm = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,2}$`)

// locale is the first language of the list; "" if it is none.
func locale(languages string) string {
	first, _, _ := strings.Cut(languages, ",")
	first, _, _ = strings.Cut(first, ";")
	if first = strings.TrimSpace(first); localeForm.MatchString(first) {
		return first
	}
	return ""
}

// LoadedWith are the scripts of others that pages load for someone who granted
// that.
func LoadedWith(e claim.Evidence, granted Categories) []claim.Integration {
	return slices.DeleteFunc(e.Loaded(), func(i claim.Integration) bool { return !granted.Has(i.Category) })
}
