package site_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site"
)

// TestPublishedVersionsNeverChange: the database itself refuses.
func TestPublishedVersionsNeverChange(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		for _, statement := range []string{
			"UPDATE policy_versions SET document = '{}' WHERE state = 'published'",
			"UPDATE policy_versions SET effective_at = published_at, summary = 'x' WHERE state = 'published'",
			"UPDATE policy_versions SET state = 'draft' WHERE state = 'published'",
			"UPDATE policy_versions SET record = 'x' WHERE state = 'published'",
			"DELETE FROM policy_versions WHERE state = 'published'",
			"UPDATE signing_keys SET public_key = 'x'",
			"DELETE FROM signing_keys",
			"UPDATE signing_key_uses SET key_id = key_id",
			"DELETE FROM signing_key_uses",
			"INSERT INTO policy_versions SELECT * FROM policy_versions WHERE state = 'published'",
			unsigned(o.db, "'"+models.NewID().String()+"'"),
			emptied[o.db.Dialect()],
		} {
			if _, err := o.db.Pool().Exec(statement); err == nil {
				t.Errorf("%s: done", statement)
			}
		}
	})
}

// emptied: REPLACE asks no trigger for deletions, TRUNCATE none for rows.
var emptied = map[models.Dialect]string{
	models.SQLite:   "REPLACE INTO policy_versions SELECT * FROM policy_versions WHERE number = 1",
	models.Postgres: "TRUNCATE policy_versions CASCADE",
}

// unsigned puts a version in that nobody signed.
func unsigned(db *models.DB, id string) string {
	now := "strftime('%Y-%m-%d %H:%M:%f', 'now')"
	if db.Dialect() == models.Postgres {
		id, now = id+"::uuid", "now()"
	}
	return "INSERT INTO policy_versions (id, policy_id, number, state, document, sha256, published_on, published_at, effective_at, created_at, updated_at) " +
		"SELECT " + id + ", policy_id, 99, 'published', '{}', '', '2026-01-01', " + now + ", " + now + ", " + now + ", " + now + " FROM policy_versions WHERE number = 1 LIMIT 1"
}

// TestUnsignedVersions: the program does not start with a version that came into
// the database without a signature.
func TestUnsignedVersions(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.unguard()
		if _, err := o.db.Pool().Exec(unsigned(o.db, "'"+models.NewID().String()+"'")); err != nil {
			t.Fatal(err)
		}
		if _, err := site.Open(context.Background(), o.db, site.Settings{Address: home, Names: []string{"Prokken"}, Zone: time.UTC, Shipped: os.DirFS("../content"), Signer: signer}); !errors.Is(
			err,
			record.ErrSignature,
		) {
			t.Errorf("got %v", err)
		}
	})
}

// TestVerify: whatever is changed in the database behind the triggers' back is
// found.
func TestVerify(t *testing.T) {
	for name, tt := range map[string]struct {
		statement string
		want      error
	}{
		"the document":     {`UPDATE policy_versions SET document = replace(document, 'small text files', 'tiny text files') WHERE number = 2`, record.ErrAltered},
		"document, hash":   {`UPDATE policy_versions SET document = '{}', sha256 = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' WHERE number = 2`, record.ErrAltered},
		"the summary":      {`UPDATE policy_versions SET summary = 'x' WHERE number = 2`, record.ErrAltered},
		"the day":          {`UPDATE policy_versions SET published_on = '2020-01-01' WHERE number = 2`, record.ErrAltered},
		"the record":       {`UPDATE policy_versions SET record = replace(record, 'editorial', 'ask_again') WHERE number = 2`, record.ErrSignature},
		"the signature":    {`UPDATE policy_versions SET signature = 'x' WHERE number = 2`, record.ErrSignature},
		"one is taken out": {`DELETE FROM policy_versions WHERE number = 2`, record.ErrChain},
		"one as another": {`UPDATE policy_versions SET (document, sha256, record, record_sha256, signature) =
			(SELECT document, sha256, record, record_sha256, signature FROM policy_versions AS v WHERE v.number = 1 AND v.policy_id = policy_versions.policy_id) WHERE number = 2`, record.ErrChain},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, o world) {
				for _, title := range []string{"Second", "Third"} {
					o.write(o.ada, policy.SetTitle(title))
					o.publish()
				}
				if n, err := o.Records.Verify(context.Background(), slug); n != 3 || err != nil {
					t.Fatalf("untouched: %d, %v", n, err)
				}
				o.unguard()
				if _, err := o.db.Pool().Exec(tt.statement); err != nil {
					t.Fatal(err)
				}
				if _, err := o.Records.Verify(context.Background(), slug); !errors.Is(err, tt.want) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// TestVerifyComparesThePreviousHash: a version that is signed, numbered and dated as it
// should be, but follows on another one, breaks the chain.
func TestVerifyComparesThePreviousHash(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.write(o.ada, policy.SetTitle("Second"))
		o.publish()
		r := o.record(2)
		r.Previous = strings.Repeat("0", 64)
		text, hash, signature, err := signer.Sign(r)
		if err != nil {
			t.Fatal(err)
		}
		o.unguard()
		if _, err := o.db.Pool().Exec(
			"UPDATE policy_versions SET record = $1, record_sha256 = $2, signature = $3 WHERE number = 2", text, hash, signature,
		); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Records.Verify(context.Background(), slug); !errors.Is(err, record.ErrChain) {
			t.Errorf("got %v", err)
		}
	})
}

// TestVersionsOfAnotherSite: a version that was signed for another site is none of
// this one's, though the signature fits. One of a former address is.
func TestVersionsOfAnotherSite(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		moved := o
		moved.Site = o.instance(func(s *site.Settings) { s.Address = "https://new.example" }).Own()
		moved.write(o.ada, policy.SetTitle("Second"))
		moved.publish()
		if n, err := moved.Records.Verify(ctx, slug); n != 2 || err != nil {
			t.Errorf("after the move: %d, %v", n, err)
		}
		for number, want := range map[int64]string{1: home, 2: "https://new.example"} {
			r := moved.record(number)
			if r.Site != want || r.CheckSite(want) != nil ||
				!errors.Is(r.CheckSite("https://other.example"), record.ErrSite) {
				t.Errorf("version %d is of %q", number, r.Site)
			}
		}
		forget := "DELETE FROM site_addresses WHERE address = 'https://prokken.com'"
		o.drop("site_addresses", "site_addresses_immutable")
		if o.db.Dialect() == models.SQLite {
			o.drop("site_addresses", "site_addresses_permanent")
		}
		if _, err := o.db.Pool().Exec(forget); err != nil {
			t.Fatal(err)
		}
		_, err := moved.Records.Verify(ctx, slug)
		if !errors.Is(err, record.ErrSite) ||
			!strings.Contains(
				err.Error(),
				"it is signed as a version of https://prokken.com, not of https://new.example",
			) {
			t.Errorf("got %v", err)
		}
	})
}

// record is what was signed of a version.
func (o world) record(number int64) record.Version {
	o.t.Helper()
	v, err := o.Version(context.Background(), slug, number)
	if err != nil {
		o.t.Fatal(err)
	}
	keys, err := o.Records.Keys(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	r, err := v.Statement().Verify(keys)
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

// unguard takes the triggers away, as someone could who owns the database.
func (o world) unguard() {
	o.t.Helper()
	for _, trigger := range []string{"policy_versions_immutable", "policy_versions_permanent", "policy_versions_signed"} {
		o.drop("policy_versions", trigger)
	}
}

func (o world) drop(table, trigger string) {
	o.t.Helper()
	on := ""
	if o.db.Dialect() == models.Postgres {
		on = " ON " + table
	}
	if _, err := o.db.Pool().Exec("DROP TRIGGER " + trigger + on); err != nil {
		o.t.Fatal(err)
	}
}

// TestStatement: a stranger can check a version with the public key alone, also
// when the JSON was written anew in between.
func TestStatement(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		v, _ := o.Snapshot().Find(slug)
		keys, err := o.Records.Keys(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		indented, err := json.MarshalIndent(v.Statement(), "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		check := func(text string, keys record.Keys) error {
			var s record.Statement
			if err := json.Unmarshal([]byte(text), &s); err != nil {
				t.Fatal(err)
			}
			_, err := s.Verify(keys)
			return err
		}
		if err := check(string(indented), keys); err != nil {
			t.Error(err)
		}
		if err := check(strings.Replace(string(indented), "7 days", "9 days", 1), keys); !errors.Is(
			err,
			record.ErrAltered,
		) {
			t.Errorf("another lifetime: %v", err)
		}
		if err := check(strings.Replace(string(indented), "First version.", "Old version.", 1), keys); !errors.Is(
			err,
			record.ErrSignature,
		) {
			t.Errorf("another summary: %v", err)
		}
		if err := check(string(indented), nil); !errors.Is(err, record.ErrSignature) {
			t.Errorf("without the key: %v", err)
		}
	})
}

// TestKeysOutliveTheSecret: what an old key signed can be checked after the
// secret was changed, and the chain goes on.
func TestKeysOutliveTheSecret(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		renewed := o
		renewed.Site = o.instance(func(s *site.Settings) {
			s.Signer = record.NewSigner(ed25519.NewKeyFromSeed([]byte(strings.Repeat("n", ed25519.SeedSize))))
		}).Own()
		renewed.write(o.ada, policy.SetTitle("Second"))
		renewed.publish()
		if n, err := renewed.Records.Verify(context.Background(), slug); n != 2 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		one, _ := renewed.Version(context.Background(), slug, 1)
		two, _ := renewed.Version(context.Background(), slug, 2)
		if one.KeyID == two.KeyID {
			t.Error("the new key did not sign")
		}
	})
}
