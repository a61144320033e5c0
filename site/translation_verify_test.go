package site_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
)

// TestVerifyTranslations: whatever is changed of a translation behind the triggers' back is found.
func TestVerifyTranslations(t *testing.T) {
	const of = ` WHERE number = 2`
	for name, tt := range map[string]struct {
		statement string
		want      error
	}{
		"the words":        {`UPDATE policy_translations SET words = '{"title":"x"}'` + of, record.ErrAltered},
		"the hash":         {`UPDATE policy_translations SET sha256 = 'x'` + of, record.ErrAltered},
		"the language":     {`UPDATE policy_translations SET record = replace(record, '"bn"', '"de"')` + of, record.ErrSignature},
		"the signature":    {`UPDATE policy_translations SET signature = 'x'` + of, record.ErrSignature},
		"the moment":       {`UPDATE policy_translations SET published_at = (SELECT min(effective_at) FROM policy_versions)` + of, record.ErrAltered},
		"one is taken out": {`DELETE FROM policy_translations` + of, record.ErrChain},
		"of another version": {`UPDATE policy_translations SET version_id = (SELECT id FROM policy_versions AS v
			WHERE v.policy_id = policy_translations.policy_id AND v.number = 1)` + of, record.ErrAltered},
		"one as another": {`UPDATE policy_translations SET (words, sha256, record, record_sha256, signature) =
			(SELECT words, sha256, record, record_sha256, signature FROM policy_translations AS t WHERE t.number = 1)` + of, record.ErrChain},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, o world) {
				o.translate(policy.Words{"title": "এক"})
				o.write(o.ada, policy.SetHeading("contact", "Write to us"))
				o.publish()
				o.later(time.Second)
				o.translate(policy.Words{"title": "দুই"})
				o.translate(policy.Words{"title": "তিন"})
				if n, err := o.Translations.Verify(context.Background(), slug); n != 3 || err != nil {
					t.Fatalf("untouched: %d, %v", n, err)
				}
				o.unguardTranslations()
				if _, err := o.db.Pool().Exec(tt.statement); err != nil {
					t.Fatal(err)
				}
				if _, err := o.Translations.Verify(context.Background(), slug); !errors.Is(err, tt.want) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// TestVerifyComparesThePreviousTranslation: one that is signed, numbered and dated as it should
// be, but follows on another one, breaks the chain; so does one of another site.
func TestVerifyComparesThePreviousTranslation(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*record.Translation)
		want   error
	}{
		"previous":  {func(r *record.Translation) { r.Previous = "0" }, record.ErrChain},
		"site":      {func(r *record.Translation) { r.Site = "https://other.example" }, record.ErrSite},
		"slug":      {func(r *record.Translation) { r.Slug = "terms" }, record.ErrAltered},
		"version":   {func(r *record.Translation) { r.Original = "0" }, record.ErrAltered},
		"unchanged": {func(*record.Translation) {}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, o world) {
				o.translate(policy.Words{"title": "এক"})
				o.translate(policy.Words{"title": "দুই"})
				translation := read(t, o.Site).Translation
				r, err := translation.Statement.Verify(must(o.Records.Keys(context.Background())))
				if err != nil {
					t.Fatal(err)
				}
				tt.change(&r)
				record, hash, signature, err := signer.SignTranslation(r)
				if err != nil {
					t.Fatal(err)
				}
				o.unguardTranslations()
				o.exec(`UPDATE policy_translations SET record = '` + record + `', record_sha256 = '` + hash +
					`', signature = '` + signature + `' WHERE number = 2`)
				if _, err := o.Translations.Verify(context.Background(), slug); !errors.Is(err, tt.want) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func (o world) unguardTranslations() {
	o.t.Helper()
	o.drop("policy_translations", "policy_translations_immutable")
	if o.db.Dialect() == models.SQLite {
		o.drop("policy_translations", "policy_translations_permanent")
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func (o world) exec(statement string) {
	o.t.Helper()
	if _, err := o.db.Pool().Exec(statement); err != nil {
		o.t.Fatal(err)
	}
}
