package commands

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/mail/mailtest"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// postMany leaves n mails in the database, to many0@example.com and so on.
func postMany(t *testing.T, db *models.DB, n int) {
	t.Helper()
	queue, err := jobs.NewQueue(db)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Transaction(t.Context(), func(tx *models.DB) error {
		for i := range n {
			to := fmt.Sprintf("many%d@example.com", i)
			if err := queue.SendMail(t.Context(), tx, mail.Letter{To: to, Content: letter.NewDevice{}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// eachServer runs the test with a server on every database, and opens that database, too.
func eachServer(t *testing.T, test func(t *testing.T, s *server, db *models.DB)) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgres": modelstest.PostgresURL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := address(t)
			s := newServer(t, "PROKKEN_DATABASE_URL="+url)
			test(t, s, s.database(url))
		})
	}
}

// database opens the server's database, which is migrated.
func (s *server) database(url string) *models.DB {
	s.t.Helper()
	s.start("migrate")
	if err := s.process.Wait(); err != nil {
		s.t.Fatalf("%v: %s", err, s.log)
	}
	s.process = nil
	db, err := models.Open(s.t.Context(), url, s.folder+"/data/prokken.db")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = db.Close() })
	return db
}

// beside is one more server of the same settings, in the same folder.
func (s *server) beside(environ ...string) *server {
	other := newServer(s.t, append(append([]string{}, s.environ[1:]...), environ...)...)
	other.folder = s.folder
	return other
}

// TestPagesAndWorkApart: a server without work leaves the mails, and one that only works sends them,
// has no pages, and shows its figures.
func TestPagesAndWorkApart(t *testing.T) {
	eachServer(t, func(t *testing.T, pages *server, db *models.DB) {
		mails := &mailtest.Server{}
		mails.Start(t)
		pages.environ = append(pages.environ, mailsTo(mails.Settings().SMTP.Port)...)
		figures := freeAddress(t)
		work := pages.beside("PROKKEN_METRICS_ADDRESS=" + figures)
		pages.ready("serve", "--no-work")
		postMany(t, db, 3)
		time.Sleep(2 * time.Second)
		if n := len(mails.Letters()); n != 0 {
			t.Errorf("%d mails of a server without work", n)
		}
		work.start("work")
		work.until(time.Minute, "the mails are not sent", func() bool { return len(mails.Letters()) == 3 })
		work.until(time.Minute, "no figures", func() bool {
			_, text := get(figures + "/metrics")
			return strings.Contains(text, `prokken_jobs_worked_total{kind="send_mail",outcome="done"} 3`)
		})
		if status, _ := get(work.address + "/healthz"); status != 0 {
			t.Errorf("it has pages: %d", status)
		}
		if status, _ := get(pages.address + "/legal/terms"); status != http.StatusOK {
			t.Errorf("a page: %d", status)
		}
	})
}

// TestMailOfAKilledServer is taken up within a minute by the next one.
func TestMailOfAKilledServer(t *testing.T) {
	eachServer(t, func(t *testing.T, s *server, db *models.DB) {
		silent, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer silent.Close()
		s.environ = append(s.environ, mailsTo(portOf(silent))...)
		s.ready()
		postMany(t, db, 1)
		conn, err := silent.Accept() // a mail is at work, and the mail server says nothing
		if err != nil {
			t.Fatal(err)
		}
		s.kill()
		killed := time.Now()
		_, _ = conn.Close(), silent.Close()
		mails := &mailtest.Server{Address: "127.0.0.1:" + strconv.Itoa(portOf(silent))}
		mails.Start(t)
		s.start()
		s.until(time.Minute-time.Since(killed), "not taken up", func() bool { return len(mails.Letters()) == 1 })
		t.Logf("taken up %s after the server was killed", time.Since(killed))
	})
}
