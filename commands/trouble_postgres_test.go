package commands

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/mail/mailtest"
	"github.com/prokken/prokken/models/modelstest"
)

// TestTroublePostgresAway: without its database a server shows the policies, says of everything else that it
// cannot be done now, and logs nobody out; five seconds after the database is back all is well.
func TestTroublePostgresAway(t *testing.T) {
	inTrouble(t)
	cluster, mails := modelstest.NewCluster(t), &mailtest.Server{}
	mails.Start(t)
	s := newServer(t, append(mailsTo(mails.Settings().SMTP.Port), "PROKKEN_DATABASE_URL="+cluster.URL())...)
	admit(t, s.database(cluster.URL()), "ada@example.com")
	s.ready()
	cookies := s.logIn("ada@example.com")
	public := []string{"/legal/cookie-policy", "/legal/terms", "/"}
	load := s.load(cookies, append(public, "/api/me", "/account")...)
	time.Sleep(2 * time.Second)

	cluster.Stop()
	away := time.Now()
	time.Sleep(10 * time.Second)
	back := time.Now()
	cluster.Start()
	started := time.Now()
	time.Sleep(9 * time.Second)
	load.stop()

	without := load.between(away, back)
	for _, path := range public {
		must(t, "away", without, path, http.StatusOK)
	}
	must(t, "away", without, "/api/me", http.StatusServiceUnavailable)
	must(t, "away", without, "/account", http.StatusServiceUnavailable)
	for _, v := range without {
		if v.status == http.StatusServiceUnavailable &&
			(v.header.Get("Retry-After") == "" || !strings.Contains(v.body, "cannot reach our database")) {
			t.Fatalf("%s: %v %s", v.path, v.header, v.body)
		}
	}
	for _, v := range load.between(away.Add(-time.Hour), time.Now()) {
		if v.cookies != "" || v.status == http.StatusUnauthorized {
			t.Fatalf("%s: logged out: %d %q", v.path, v.status, v.cookies)
		}
	}
	after := load.between(started.Add(5*time.Second), time.Now())
	for _, path := range append(public, "/api/me", "/account") {
		must(t, "back", after, path, http.StatusOK)
	}
	if a := s.signUp("new@example.com"); !a.acknowledged() {
		t.Errorf("sign-up: %d %s", a.status, a.body)
	}
	took := s.until(time.Minute, "no mail", func() bool { return len(mails.Letters()) > 0 })
	t.Logf("away for %s: %s; p99 %s; 5 s after: %s; mail after %s", started.Sub(away), tally(without), slowest(without), tally(after), took)
	t.Logf("well again %s after it answered", firstGood(load, started, "/api/me"))
}

// firstGood is how long after that moment the path was first answered well.
func firstGood(c *crowd, after time.Time, path string) time.Duration {
	for _, v := range c.between(after, time.Now()) {
		if v.path == path && v.status == http.StatusOK {
			return v.at.Sub(after)
		}
	}
	return -1
}

// TestTroubleWrongClock: the clock of the database is a day before or after that of the server, or, what is
// the same, the server's is wrong. The server itself cannot be started with a wrong clock: Go asks the
// kernel past the library that faketime replaces.
func TestTroubleWrongClock(t *testing.T) {
	inTrouble(t)
	const library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
	if _, err := os.Stat(library); err != nil {
		t.Skip("no faketime: ", err)
	}
	for _, shift := range []string{"+1d", "-1d"} {
		t.Run(shift, func(t *testing.T) {
			cluster, mails := modelstest.NewCluster(t, "LD_PRELOAD="+library, "FAKETIME="+shift, "FAKETIME_DONT_FAKE_MONOTONIC=1"), &mailtest.Server{}
			mails.Start(t)
			s := newServer(t, append(mailsTo(mails.Settings().SMTP.Port), "PROKKEN_DATABASE_URL="+cluster.URL())...)
			db := s.database(cluster.URL())
			var apart time.Time
			if err := db.Pool().QueryRow("SELECT now()").Scan(&apart); err != nil {
				t.Fatal(err)
			}
			if d := time.Until(apart).Abs(); d < 23*time.Hour {
				t.Fatalf("the clocks are %s apart", d)
			}
			admit(t, db, "ada@example.com")
			s.ready()
			cookies := s.logIn("ada@example.com")
			if status := s.me(cookies); status != http.StatusOK {
				t.Errorf("logged in: %d", status)
			}
			if a := s.signUp("new@example.com"); !a.acknowledged() {
				t.Errorf("sign-up: %d %s", a.status, a.body)
			}
			took := s.until(time.Minute, "no mail", func() bool { return len(mails.Letters()) > 0 })
			postMany(t, db, 20)
			s.until(time.Minute, "not all mails", func() bool { return len(mails.Letters()) >= 21 })
			time.Sleep(8 * time.Second) // one look for jobs that were left
			if n := len(mails.Letters()); n != 21 {
				t.Errorf("%d mails", n)
			}
			s.ask("POST", "/api/auth/logout", nil, cookies)
			if status := s.me(cookies); status != http.StatusUnauthorized {
				t.Errorf("logged out: %d", status)
			}
			t.Logf("the clocks are %s apart; a mail after %s", time.Until(apart).Round(time.Minute), took)
		})
	}
}
