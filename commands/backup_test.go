package commands

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// elsewhere is a shell on another machine: empty, but for a database where that is Postgres.
func (s shell) elsewhere() shell {
	s.t.Helper()
	there := newShell(s.t)
	address := s.environ["PROKKEN_DATABASE_URL"]
	if address != "" {
		address = modelstest.PostgresURL(s.t)
		db, err := models.Open(s.t.Context(), address, "")
		if err != nil {
			s.t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Pool().ExecContext(s.t.Context(), "DROP SCHEMA public CASCADE; CREATE SCHEMA public"); err != nil {
			s.t.Fatal(err)
		}
	}
	return there.with("PROKKEN_DATABASE_URL", address)
}

// logsIn reports whether the password opens the account.
func (s shell) logsIn(email, password string) bool {
	s.t.Helper()
	in := s.policies()
	queue, err := jobs.NewQueue(in.db)
	if err != nil {
		s.t.Fatal(err)
	}
	accounts := auth.New(in.db, in.keys, auth.Settings{
		Issuer: in.c.BaseURL, SiteName: in.c.Site.Name, AbsoluteLimit: in.c.Auth.AbsoluteLimit,
		Lifetimes: cookie.NewMint(in.Site, true), Mailer: queue, Tasks: queue,
	})
	answer, err := accounts.Login(s.t.Context(), email, password, auth.RequestDetails{})
	return err == nil && answer.Access != ""
}

// TestBackupMovesAServer: to an empty machine, with versions that verify there and old passwords
// that log in.
func TestBackupMovesAServer(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		s.shows("policy check", "In order")
		answer, err := s.typing("correct horse battery\n", "admin", "create", "--email", "ada@example.com")
		if err != nil {
			t.Fatal(answer, err)
		}
		file := filepath.Join(s.folder, "one.backup")
		s.shows("backup --out "+file, file+": ", "rows of ", "It is not encrypted")
		s.shows("backup --out "+file, "error: ", "there is something already")

		there := s.elsewhere()
		there.shows("restore "+file, "rows of ", "restored, as of", "cookie-policy: 1 version of http://localhost:8080")
		there.shows("policy verify", "cookie-policy: 1 version of http://localhost:8080, each signed")
		if !there.logsIn("ada@example.com", "correct horse battery") {
			t.Error("an old password does not log in")
		}
		there.shows("restore "+file, "error: ", "there is something already")
		damaged := s.elsewhere()
		damaged.shows("restore "+s.file("cut.backup", "no backup"), "error: ", "no backup")
		damaged.shows("restore "+file, "restored, as of")
		other := s.elsewhere().with("PROKKEN_AUTH_SECRET", strings.Repeat("another secret ", 4))
		other.shows("restore "+file, "error: auth.secret: it is not the one of the backup")
	})
}

// TestBackupByItself: into the folder of backups, which nobody else can read.
func TestBackupByItself(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		s.shows("policy check", "In order")
		s.shows("backup", filepath.Join(s.environ["PROKKEN_DATA_DIR"], "backups", "prokken-"))
		info, err := os.Stat(filepath.Join(s.environ["PROKKEN_DATA_DIR"], "backups"))
		if err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%v, %v", info, err)
		}
	})
}

// TestRestoreNeedsNoOtherSettings: on an empty machine the data comes first; what production still
// lacks is named by the start.
func TestRestoreNeedsNoOtherSettings(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.shows("migrate")
	s.shows("policy check", "In order")
	file := filepath.Join(s.folder, "one.backup")
	s.shows("backup --out " + file)
	s.elsewhere().with("PROKKEN_ENVIRONMENT", "production").shows("restore "+file, "restored", "set auth.secret")
}

// TestDoctor: each thing by its name, with what to do; nothing is made or changed.
func TestDoctor(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.shows("doctor", "must          base_url", "must          auth.secret", "must          stripe.secret_key",
		"-> Set it in config.yaml, or PROKKEN_BASE_URL.", "database               there is none yet",
		"backup                 there is none yet",
		"error: this machine is not ready for production")
	if answer := s.run("doctor"); strings.Contains(answer, "certificate") {
		t.Errorf("without an address its certificate is looked at: %s", answer)
	}
	set := s.with("PROKKEN_BASE_URL", "https://127.0.0.1:1").with("PROKKEN_AUTH_SECRET", strings.Repeat("x", 40))
	set.shows(
		"doctor",
		"look at this  base_url",
		"look at this  certificate",
		"must          auth.secret            it looks like 0 bits",
		"error: ",
	)
	s.shows("doctor --json", `{"check":"base_url","verdict":"must"`, "error: ")
	if _, err := os.Stat(s.environ["PROKKEN_DATA_DIR"]); err == nil {
		t.Error("looking made the data folder")
	}
}

// TestSeveralProblemsInWords: each in its line, with its variable.
func TestSeveralProblemsInWords(t *testing.T) {
	t.Parallel()
	_, err := newShell(t).with("PROKKEN_ENVIRONMENT", "production").try(t.Context(), "serve")
	words := inWords(err)
	if !strings.HasPrefix(words, "5 settings need your attention:\n") ||
		!strings.Contains(words, "\n  mail.smtp.host: production needs a mail server") ||
		!strings.Contains(words, "(PROKKEN_MAIL_SMTP_HOST)\n") {
		t.Errorf("it says: %s", words)
	}
}
