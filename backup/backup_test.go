package backup_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/backup"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/program"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

var made = time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)

// server is one with something to keep, and an empty place beside it.
type server struct {
	backup.Source
	t      *testing.T
	folder string
	empty  func() backup.Place
}

// each runs the test on both databases.
func each(t *testing.T, test func(t *testing.T, s server)) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		test(t, fill(server{t: t, folder: folder, empty: func() backup.Place {
			return backup.Place{File: filepath.Join(t.TempDir(), "prokken.db")}
		}}, "", filepath.Join(folder, "prokken.db")))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		test(t, fill(server{t: t, folder: folder, empty: func() backup.Place {
			return backup.Place{URL: emptied(t, modelstest.PostgresURL(t)), File: filepath.Join(t.TempDir(), "prokken.db")}
		}}, modelstest.PostgresURL(t), ""))
	})
}

// emptied takes every table out of a database.
func emptied(t *testing.T, address string) string {
	t.Helper()
	db, err := models.Open(t.Context(), address, "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Pool().ExecContext(t.Context(), "DROP SCHEMA public CASCADE; CREATE SCHEMA public"); err != nil {
		t.Fatal(err)
	}
	return address
}

func fill(s server, address, file string) server {
	s.t.Helper()
	db, err := models.Open(s.t.Context(), address, file)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	s.Source = backup.Source{
		DB: db, URL: address, Secrets: []string{"the-current-secret"}, Program: "v1", Now: made,
	}
	for n := range 20 {
		s.addSite(n)
	}
	return s
}

func (s server) addSite(n int) {
	s.t.Helper()
	site := sites.Site{
		ID: models.NewSiteID(), Slug: fmt.Sprintf("site-%d", n), Kind: sites.CustomerSite,
		Address: fmt.Sprintf("https://%d.example/ঢাকা", n), CreatedAt: made,
	}
	if err := sites.Create(context.Background(), s.DB, &site); err != nil {
		s.t.Error(err)
	}
}

func (s server) make(name string) string {
	s.t.Helper()
	file := filepath.Join(s.folder, name)
	if _, err := backup.Make(s.t.Context(), file, s.Source); err != nil {
		s.t.Fatal(err)
	}
	return file
}

// content reads all rows of all tables as text, by means of the database alone.
func content(t *testing.T, db *models.DB) map[string][]string {
	t.Helper()
	counts, err := db.CountRows(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for table := range counts {
		rows, err := db.Pool().QueryContext(t.Context(), `SELECT * FROM "`+table+`"`)
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			all[table] = append(all[table], fmt.Sprint(values...))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		slices.Sort(all[table])
	}
	return all
}

func open(t *testing.T, p backup.Place) *models.DB {
	t.Helper()
	db, err := models.Open(t.Context(), p.URL, p.File)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func restore(t *testing.T, file, identity string, to backup.Place) (*backup.Backup, error) {
	t.Helper()
	b, err := backup.Open(file, identity)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	return b, b.Restore(t.Context(), to)
}

// TestRestored: every row of every table is there again, also what is not ASCII, and the secrets.
func TestRestored(t *testing.T) {
	each(t, func(t *testing.T, s server) {
		to := s.empty()
		b, err := restore(t, s.make("one.backup"), "", to)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(content(t, s.DB), content(t, open(t, to))); diff != "" {
			t.Error(diff)
		}
		if len(b.Secrets) != 1 || b.Secrets[0] == "" || !b.Made.Equal(made) || b.Rows["sites"] != 20 {
			t.Errorf("the manifest says %+v", b.Manifest)
		}
		if err := open(t, to).Ready(t.Context()); err != nil {
			t.Errorf("a server would not start on it: %v", err)
		}
	})
}

// TestOneMoment: what is written while a backup is made is in it whole or not at all.
func TestOneMoment(t *testing.T) {
	each(t, func(t *testing.T, s server) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			for n := range 200 {
				s.addSite(100 + n)
			}
		}()
		var files []string
		for n := range 3 {
			files = append(files, s.make(fmt.Sprintf("%d.backup", n)))
		}
		<-done
		for _, file := range files {
			if _, err := restore(t, file, "", s.empty()); err != nil { // which counts
				t.Error(err)
			}
		}
	})
}

// TestNothingIsOverwritten: neither a file, nor a database.
func TestNothingIsOverwritten(t *testing.T) {
	each(t, func(t *testing.T, s server) {
		file := s.make("one.backup")
		if _, err := backup.Make(t.Context(), file, s.Source); !errors.Is(err, backup.ErrExists) {
			t.Errorf("over a backup: %v", err)
		}
		to := s.empty()
		if _, err := restore(t, file, "", to); err != nil {
			t.Fatal(err)
		}
		if _, err := restore(t, file, "", to); !errors.Is(err, backup.ErrExists) {
			t.Errorf("over a database: %v", err)
		}
		if n := len(content(t, open(t, to))["sites"]); n != 20 {
			t.Errorf("%d sites are left", n)
		}
	})
}

// TestEncrypted: without the private key there is nothing to read, not even the manifest.
func TestEncrypted(t *testing.T) {
	each(t, func(t *testing.T, s server) {
		key, other := newKey(t), newKey(t)
		s.Recipient = key.Recipient().String()
		file := s.make("sealed.backup")
		text, err := os.ReadFile(file)
		if err != nil || strings.Contains(string(text), "manifest") {
			t.Errorf("it can be read: %v", err)
		}
		for name, identity := range map[string]string{"none": "", "another": write(t, other.String())} {
			if _, err := restore(t, file, identity, s.empty()); !errors.Is(err, backup.ErrSealed) {
				t.Errorf("%s: %v", name, err)
			}
		}
		to := s.empty()
		if _, err := restore(t, file, write(t, key.String()), to); err != nil {
			t.Fatal(err)
		}
		if n := len(content(t, open(t, to))["sites"]); n != 20 {
			t.Errorf("%d sites are restored", n)
		}
	})
}

func newKey(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestDamagedBackup: a cut or changed file leaves no database behind. A bit may be unused: then all is there.
func TestDamagedBackup(t *testing.T) {
	each(t, func(t *testing.T, s server) {
		whole, err := os.ReadFile(s.make("one.backup"))
		if err != nil {
			t.Fatal(err)
		}
		damaged := map[string]string{"empty": "", "no backup": "hello", "cut": string(whole[:len(whole)*2/3])}
		for n := range 20 {
			changed := slices.Clone(whole)
			changed[len(changed)*(2*n+1)/40] ^= 1
			damaged[fmt.Sprintf("changed at %d of 40", 2*n+1)] = string(changed)
		}
		to := s.empty()
		for name, text := range damaged {
			if _, err := restore(t, write(t, text), "", to); err == nil {
				if diff := cmp.Diff(content(t, s.DB), content(t, open(t, to))); diff != "" {
					t.Errorf("%s: restored otherwise:\n%s", name, diff)
				}
				to = s.empty()
				continue
			}
			if _, err := os.Stat(to.File); err == nil {
				t.Errorf("%s: a database was left behind", name)
			}
		}
	})
}

// TestPrivate: nobody else on the machine can read a backup, and nothing is left beside it.
func TestPrivate(t *testing.T) {
	each(t, func(t *testing.T, s server) {
		info, err := os.Stat(s.make("one.backup"))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info, err)
		}
		left, err := filepath.Glob(filepath.Join(s.folder, ".backup-*"))
		if err != nil || len(left) != 0 {
			t.Errorf("left: %v, %v", left, err)
		}
	})
}

// TestOtherDatabase: a backup of one is not restored into the other.
func TestOtherDatabase(t *testing.T) {
	each(t, func(t *testing.T, s server) {
		to := backup.Place{File: filepath.Join(t.TempDir(), "prokken.db")}
		if s.URL == "" {
			to.URL = "postgres://127.0.0.1:1/none"
		}
		if _, err := restore(t, s.make("one.backup"), "", to); !errors.Is(err, backup.ErrOtherDatabase) {
			t.Errorf("got %v", err)
		}
	})
}

// TestKeeper: a backup a day, the newest three kept; what somebody put there by hand counts.
func TestKeeper(t *testing.T) {
	each(t, func(t *testing.T, s server) {
		now, folder := made, filepath.Join(s.folder, "kept")
		k := backup.Keeper{
			Folder: folder, Every: 24 * time.Hour, Keep: 3, Now: func() time.Time { return now },
			Source: func(now time.Time) backup.Source { s.Now = now; return s.Source },
		}
		if newest, err := backup.Newest(folder); err != nil || newest.File != "" {
			t.Errorf("before the first: %+v, %v", newest, err)
		}
		for range 5 * 24 {
			if err := k.MakeDue(t.Context()); err != nil {
				t.Fatal(err)
			}
			now = now.Add(time.Hour)
		}
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		var names []string
		for _, file := range files {
			names = append(names, filepath.Base(file))
		}
		want := []string{
			"prokken-20261202T070000Z.backup", "prokken-20261202T070000Z.json",
			"prokken-20261203T070000Z.backup", "prokken-20261203T070000Z.json",
			"prokken-20261204T070000Z.backup", "prokken-20261204T070000Z.json",
		}
		if diff := cmp.Diff(want, names); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		newest, err := backup.Newest(folder)
		if err != nil || !newest.Made.Equal(made.AddDate(0, 0, 4)) || newest.Rows["sites"] != 20 || newest.Bytes == 0 {
			t.Errorf("the newest: %+v, %v", newest, err)
		}
		if again, err := k.Make(t.Context()); err != nil || again.File == newest.File {
			t.Errorf("one more, now: %+v, %v", again, err)
		}
		newest, err = backup.Newest(folder)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(strings.TrimSuffix(newest.File, ".backup") + ".json"); err != nil {
			t.Fatal(err)
		}
		if again, err := backup.Newest(folder); err != nil || !again.Made.Equal(newest.Made) {
			t.Errorf("without its manifest: %+v, %v", again, err)
		}
	})
}

// TestOldBackupsAreDeleted: none stays for longer than the privacy policy says, also where the
// server makes none by itself, nor the last one.
func TestOldBackupsAreDeleted(t *testing.T) {
	folder, now := t.TempDir(), made
	k := backup.Keeper{Folder: folder, Keep: 100, Now: func() time.Time { return now }}
	for _, name := range []string{
		"prokken-20261130T070000Z.backup", "prokken-20261130T070000Z.json", "prokken-20261201T070000Z.backup",
		"notes.txt",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const day = 24 * time.Hour
	for _, tt := range []struct {
		after time.Duration
		left  int
	}{{program.BackupsKept - day, 4}, {program.BackupsKept, 2}, {program.BackupsKept + day, 1}} {
		now = made.Add(tt.after)
		if err := k.MakeDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		left, err := os.ReadDir(folder)
		if err != nil || len(left) != tt.left {
			t.Errorf("after %s: %v, %v", tt.after, left, err)
		}
	}
}

// TestStopped: whenever one is stopped, nothing is left of a backup, nor of what was to be restored.
func TestStopped(t *testing.T) {
	each(t, func(t *testing.T, s server) {
		folder := t.TempDir()
		file := filepath.Join(folder, "one.backup")
		stops(t, folder, func(ctx context.Context) error {
			_, err := backup.Make(ctx, file, s.Source)
			return err
		})
		to := s.empty()
		stops(t, filepath.Dir(to.File), func(ctx context.Context) error {
			b, err := backup.Open(file, "")
			if err != nil {
				return err
			}
			defer b.Close()
			return b.Restore(ctx, to) // refuses a place that is not empty
		})
		if diff := cmp.Diff(content(t, s.DB), content(t, open(t, to))); diff != "" {
			t.Error(diff)
		}
	})
}

// stops stops it at one moment after the other, until it is done.
func stops(t *testing.T, folder string, do func(context.Context) error) {
	t.Helper()
	for n := 1; ; n += n/4 + 1 {
		err := do(modelstest.EndsAfter(t.Context(), n))
		if err == nil {
			if n < 10 {
				t.Errorf("it asked %d times whether it should stop", n)
			}
			return
		}
		if strings.Contains(err.Error(), "damaged") || errors.Is(err, backup.ErrExists) {
			t.Fatalf("stopped after %d questions: %v", n, err)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Fatalf("stopped after %d questions, there is %v, %v", n, left, err)
		}
	}
}
