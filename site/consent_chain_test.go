package site_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/program"
	"github.com/prokken/prokken/site/consent"
)

// TestConsentsAreChained: also when many choose at the same time. The first row that was
// changed or taken out behind the triggers' back is named.
func TestConsentsAreChained(t *testing.T) {
	eachAsking(t, func(t *testing.T, o world) {
		o.agree()
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() { o.agree(cookie.Analytics) })
		}
		group.Wait()
		if chain, err := o.Consents.Verify(t.Context()); err != nil || chain.Last != 9 || chain.Anchor != 0 {
			t.Fatalf("untouched: %+v, %v", chain, err)
		}
		o.unguardConsents()
		o.drop("consents", "consents_chained") // which moves the chain's end, too, on Postgres
		if o.db.Dialect() == models.SQLite {
			o.drop("consents", "consents_added")
		}
		o.do("CREATE TABLE kept AS SELECT * FROM consents", "CREATE TABLE ends AS SELECT * FROM consent_chains",
			"CREATE TABLE asked AS SELECT * FROM consent_questions")
		for statement, says := range map[string]string{
			`UPDATE consents SET categories = '{"analytics":true,"marketing":true}' WHERE sequence = 3`: "choice 3, number",
			"UPDATE consents SET categories = 'x' WHERE sequence = 3":                                   "choice 3, number",
			"UPDATE consents SET gpc = true WHERE sequence = 4":                                         "choice 4, number",
			"UPDATE consents SET question_sha256 = NULL WHERE sequence = 2":                             "choice 2, number",
			"UPDATE consents SET created_at = '2020-01-01 00:00:00.000' WHERE sequence = 1":             "choice 1, number",
			"UPDATE consents SET previous_hash = 'x' WHERE sequence = 5":                                "choice 5, number",
			"UPDATE consents SET hash = 'x' WHERE sequence = 5":                                         "choice 5, number",
			"UPDATE consents SET locale = 'de', hash = 'x' WHERE sequence > 6":                          "choice 7, number",
			"DELETE FROM consents WHERE sequence = 1":                                                   "choice 1 is missing",
			"DELETE FROM consents WHERE sequence = 4":                                                   "choice 4 is missing",
			"DELETE FROM consents WHERE sequence = 9":                                                   "choice 9 is missing",
			"UPDATE consent_chains SET last_hash = 'x'":                                                 "choice 9 is not the one that was recorded last",
			"UPDATE consent_chains SET anchor_hash = 'x'":                                               "choice 1, number",
			"UPDATE consent_questions SET wording = '{}'":                                               "the question ",
		} {
			o.do(statement)
			if _, err := o.Consents.Verify(t.Context()); !errors.Is(err, consent.ErrChain) ||
				!strings.HasPrefix(err.Error(), says) {
				t.Errorf("%s: %v", statement, err)
			}
			o.do(
				"DELETE FROM consents",
				"DELETE FROM consent_questions",
				"INSERT INTO consent_questions SELECT * FROM asked",
				"INSERT INTO consents SELECT * FROM kept",
				"UPDATE consent_chains SET last_hash = ends.last_hash, anchor_hash = ends.anchor_hash FROM ends",
			)
		}
		if _, err := o.Consents.Verify(t.Context()); err != nil {
			t.Errorf("put back: %v", err)
		}
	})
}

// TestARowWithItsOwnHashBreaksTheChain: what was changed and hashed again no longer has
// the hash that the next one follows on.
func TestARowWithItsOwnHashBreaksTheChain(t *testing.T) {
	eachAsking(t, func(t *testing.T, o world) {
		o.agree()
		o.agree()
		o.agree()
		o.unguardConsents()
		hash := o.rehashed(2, func(line map[string]any) { line["locale"] = "de" })
		o.do("UPDATE consents SET locale = 'de', hash = '" + hash + "' WHERE sequence = 2")
		if _, err := o.Consents.Verify(t.Context()); !errors.Is(err, consent.ErrChain) ||
			!strings.HasPrefix(err.Error(), "choice 3, number") {
			t.Errorf("got %v", err)
		}
	})
}

// rehashed is the hash that the choice would have with the change, which anyone can work out.
func (o world) rehashed(sequence int64, change func(line map[string]any)) string {
	o.t.Helper()
	var text strings.Builder
	if _, err := o.Consents.Export(context.Background(), &text, consents.Filter{After: sequence - 1}); err != nil {
		o.t.Fatal(err)
	}
	var line map[string]any
	if err := json.NewDecoder(strings.NewReader(text.String())).Decode(&line); err != nil {
		o.t.Fatal(err)
	}
	delete(line, "hash")
	change(line)
	_, hash, err := policy.Canonical(line)
	if err != nil {
		o.t.Fatal(err)
	}
	return hash
}

// TestTheEndOfTheChainIsSigned: who owns the database can make a chain that fits in itself, by
// cutting off its end or by writing all of it again, and not the signature over its end.
func TestTheEndOfTheChainIsSigned(t *testing.T) {
	eachAsking(t, func(t *testing.T, o world) {
		o.agree()
		first := o.rehashed(1, func(map[string]any) {})
		o.agree()
		forged := o.rehashed(2, func(line map[string]any) { line["locale"] = "de" })
		o.unguardConsents()
		o.drop("consent_chains", "consent_chains_forward")
		o.drop("consents", "consents_chained") // which moves the chain's end, too, on Postgres
		if o.db.Dialect() == models.SQLite {
			o.drop("consents", "consents_added")
		}
		o.do("CREATE TABLE kept AS SELECT * FROM consents", "CREATE TABLE ends AS SELECT * FROM consent_chains")
		for name, statements := range map[string][]string{
			"the end is cut off": {
				"DELETE FROM consents WHERE sequence = 2", "UPDATE consent_chains SET last = 1, last_hash = '" + first + "'",
			},
			"the last one is another": {
				"UPDATE consents SET locale = 'de', hash = '" + forged + "' WHERE sequence = 2",
				"UPDATE consent_chains SET last_hash = '" + forged + "'",
			},
			"no signature":   {"UPDATE consent_chains SET signature = ''"},
			"another moment": {"UPDATE consent_chains SET signed_at = '2020-01-01T00:00:00Z'"},
			"another key":    {"UPDATE consent_chains SET key_id = 'x'"},
		} {
			o.do(statements...)
			_, err := o.Consents.Verify(t.Context())
			if !errors.Is(err, consent.ErrChain) || !strings.Contains(err.Error(), "is not signed as the last one") {
				t.Errorf("%s: %v", name, err)
			}
			o.do("DELETE FROM consents")
			o.do(
				"INSERT INTO consents SELECT * FROM kept",
				"UPDATE consent_chains SET last = ends.last, last_hash = ends.last_hash, "+
					"signature = ends.signature, signed_at = ends.signed_at, key_id = ends.key_id FROM ends",
			)
		}
		if _, err := o.Consents.Verify(t.Context()); err != nil {
			t.Errorf("put back: %v", err)
		}
	})
}

func (o world) do(statements ...string) {
	o.t.Helper()
	for _, statement := range statements {
		if _, err := o.db.Pool().Exec(statement); err != nil {
			o.t.Fatalf("%s: %v", statement, err)
		}
	}
}

// unguardConsents takes the triggers away, as someone could who owns the database.
func (o world) unguardConsents() {
	o.t.Helper()
	for _, table := range []string{"consents", "consent_questions"} {
		o.drop(table, table+"_immutable")
	}
	if o.db.Dialect() == models.SQLite {
		o.drop("consent_questions", "consent_questions_permanent")
	}
	o.drop("consents", "consents_permanent")
}

// TestTheChainOutlivesItsBeginning: choices go after their period, and the rest of them can
// still be verified and exported.
func TestTheChainOutlivesItsBeginning(t *testing.T) {
	eachAsking(t, func(t *testing.T, o world) {
		ctx := t.Context()
		o.unguardConsents() // the database goes by its own clock
		first := o.agree()
		o.later(program.ConsentRecordsKept - time.Hour)
		second := o.agree(cookie.Analytics)
		tidy := func(want int64) {
			t.Helper()
			if err := o.sites.Tidy(ctx); err != nil {
				t.Fatal(err)
			}
			if n, err := o.Consents.Count(ctx, consents.Filter{}); n != want || err != nil {
				t.Errorf("%d, %v", n, err)
			}
			if chain, err := o.Consents.Verify(ctx); err != nil || chain.Last-chain.Anchor != want {
				t.Errorf("%+v, %v", chain, err)
			}
		}
		tidy(2)
		o.later(2 * time.Hour)
		tidy(1)
		if _, err := o.Consents.ByNumber(ctx, first.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the old one: %v", err)
		}
		again, err := o.Consents.Save(ctx, consent.Answer{Asked: o.asked(), Source: consents.FromPage, Previous: first})
		if err != nil || o.row(again).PreviousID != nil || o.row(again).PreviousHash != o.row(second).Hash {
			t.Errorf("the next one: %+v, %v", o.row(again), err)
		}
		tidy(2)
		o.later(1097 * days)
		tidy(0)
		o.agree()
		tidy(1)
	})
}

// TestExportedConsentsCanBeVerified: whoever has the lines needs nothing else.
func TestExportedConsentsCanBeVerified(t *testing.T) {
	eachAsking(t, func(t *testing.T, o world) {
		var numbers []string
		for range 3 {
			numbers = append(numbers, o.agree(cookie.Marketing).ID.String())
		}
		var text strings.Builder
		if n, err := o.Consents.Export(t.Context(), &text, consents.Filter{}); n != 3 || err != nil {
			t.Fatal(n, err)
		}
		previous := ""
		for i, line := range strings.Split(strings.TrimSpace(text.String()), "\n") {
			var l map[string]any
			if err := json.Unmarshal([]byte(line), &l); err != nil {
				t.Fatal(err)
			}
			said := l["hash"]
			delete(l, "hash")
			_, hash, err := policy.Canonical(l)
			if err != nil || said != hash || l["previous_hash"] != previous || l["number"] != numbers[i] {
				t.Errorf("%s: %v", line, err)
			}
			previous = hash
		}
	})
}
