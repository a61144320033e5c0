// Package consent asks visitors about optional cookies and records what they choose, in a
// chain that can be verified. A [Ledger] is bound to one site, which makes it; handlers and
// commands call it through the site, views and pages use the values. It knows versions of
// the Cookie Policy as a [Policy], and no other part of a site. Start reading at [Ledger].
package consent

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/record"
)

// Asker knows what visitors of a site are asked now; false if there is nothing to ask.
type Asker interface {
	Question() (Request, bool)
}

// Ledger records the choices of the visitors of one site.
type Ledger struct {
	DB    *models.DB
	Site  models.SiteID
	Zone  *time.Location // of the days that somebody searches for
	Clock clock.Clock    // nil: the machine's
	Asker Asker
	// Signer signs the end of the chain; Keys are what it is verified with.
	Signer record.Signer
	Keys   KeyReader
}

func (l *Ledger) now() time.Time { return clock.Or(l.Clock).Now() }

// Answer is how a visitor answers the question. Asked is the hash of the wording that
// their page showed; Languages, what their browser says it wants
// to read; Previous, the choice that it kept until now.
type Answer struct {
	Asked     string
	Granted   []cookie.Category
	Source    consents.Source
	GPC       bool
	Languages string
	Previous  Record
}

// What can be wrong with an answer: nobody is asked about necessary cookies, and
// nobody agrees to what they were not shown.
var (
	ErrNothingToAsk = errors.New("only necessary cookies are declared")
	ErrAskedAnew    = errors.New("the question has changed since it was shown")
)

// Save records an answer to the question in effect and returns the choice for
// the browser to keep. Categories that cannot be granted are left out. Nothing is
// recorded where there is no question, with ErrNothingToAsk, and where something
// is granted in answer to another one, in other words, or to none, with ErrAskedAnew; a no
// is always taken, and one to another question is recorded without a question.
func (l *Ledger) Save(ctx context.Context, a Answer) (Record, error) {
	q, found := l.Asker.Question()
	if !found {
		return Record{}, ErrNothingToAsk
	}
	if len(a.Granted) > 0 && a.Asked != q.WordingSHA256 {
		return Record{}, ErrAskedAnew
	}
	now := l.now()
	choice := Record{
		ID:      models.NewID(),
		At:      now.Truncate(time.Second),
		Asked:   q.Asked(),
		GPC:     a.GPC,
		Granted: q.among(a.Granted),
	}
	row, err := l.rowOf(q, a, choice)
	if err != nil {
		return Record{}, err
	}
	row.CreatedAt = now.UTC().Truncate(time.Millisecond) // as both databases keep it: the hash covers it
	err = l.DB.Transaction(ctx, func(tx *models.DB) error { return l.add(ctx, tx, q, row, a.Previous.ID) })
	return choice, err
}

// rowOf is what is to be recorded of a choice, but for its time and its place in the chain.
func (l *Ledger) rowOf(q Request, a Answer, choice Record) (*consents.Consent, error) {
	text, err := json.Marshal(q.answered(choice.Granted))
	row := &consents.Consent{
		ID: choice.ID, SiteID: l.Site, VersionID: q.Policy.VersionID, Version: q.Policy.Number, SHA256: q.Policy.SHA256,
		Fingerprint: q.Fingerprint, Categories: string(text), GPC: choice.GPC, Source: a.Source, Locale: locale(a.Languages),
	}
	if a.Asked == q.WordingSHA256 {
		row.QuestionSHA256 = &q.WordingSHA256
	}
	return row, err
}

// add puts the row at the end of the chain. Whoever else adds one waits.
func (l *Ledger) add(ctx context.Context, tx *models.DB, q Request, row *consents.Consent, previous uuid.UUID) error {
	chain, err := consents.LockChain(ctx, tx, l.Site)
	if err != nil {
		return err
	}
	text, _ := q.Wording.canonical()
	err = consents.SaveQuestion(ctx, tx, &consents.Question{
		SHA256: q.WordingSHA256, Wording: text, CreatedAt: row.CreatedAt,
	})
	if err != nil {
		return err
	}
	if row.PreviousID, err = l.recorded(ctx, tx, previous); err != nil {
		return err
	}
	if err := follow(chain, row); err != nil {
		return err
	}
	if err := consents.Create(ctx, tx, row); err != nil {
		return err
	}
	return l.signHead(ctx, tx, row)
}

// answered is every category that could be granted, and whether it was.
func (q Request) answered(granted Categories) map[cookie.Category]bool {
	all := map[cookie.Category]bool{}
	for _, c := range q.Categories {
		all[c] = granted.Has(c)
	}
	return all
}

// recorded is the id if a choice of that id is on record here; nil if not.
func (l *Ledger) recorded(ctx context.Context, tx *models.DB, id uuid.UUID) (*uuid.UUID, error) {
	if id == uuid.Nil {
		return nil, nil //nolint:nilnil // no choice was made before
	}
	_, err := consents.ByID(ctx, tx, l.Site, id)
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil //nolint:nilnil // made up, or of another site
	}
	return &id, err
}

var localeForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,2}$`) })

// locale is the first language of the list; "" if it is none.
func locale(languages string) string {
	first, _, _ := strings.Cut(languages, ",")
	first, _, _ = strings.Cut(first, ";")
	if first = strings.TrimSpace(first); localeForm().MatchString(first) {
		return first
	}
	return ""
}

// LoadedWith are the scripts of others that pages load for someone who granted
// that.
func LoadedWith(e claim.Evidence, granted Categories) []claim.Integration {
	return slices.DeleteFunc(e.Loaded(), func(i claim.Integration) bool { return !granted.Has(i.Category) })
}
