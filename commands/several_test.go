package commands

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/mail/mailtest"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// fleet is two servers on one Postgres behind a load balancer.
type fleet struct {
	*balancer
	first, second *server
	db            *models.DB
	url           string
	mails         *mailtest.Server
}

func newFleet(t *testing.T) *fleet {
	f := &fleet{balancer: newBalancer(t), url: modelstest.PostgresURL(t), mails: &mailtest.Server{}}
	db, err := models.Open(t.Context(), f.url, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	f.db = db
	f.mails.Start(t)
	environ := append(
		mailsTo(f.mails.Settings().SMTP.Port), "PROKKEN_DATABASE_URL="+f.url, "PROKKEN_BASE_URL=http://"+f.host(),
		"PROKKEN_HTTP_DRAIN=1s", "PROKKEN_HTTP_TRUSTED_PROXIES=127.0.0.1/32",
	)
	f.first, f.second = newServer(t, environ...), newServer(t, environ...)
	f.first.host, f.second.host = f.host(), f.host()
	f.first.ready()
	f.second.ready()
	f.serve(t, f.first, f.second)
	return f
}

// mailsTo lets a server send its mails to that port of this machine.
func mailsTo(port int) []string {
	return []string{
		"PROKKEN_MAIL_SMTP_HOST=127.0.0.1", fmt.Sprintf("PROKKEN_MAIL_SMTP_PORT=%d", port), "PROKKEN_MAIL_SMTP_TLS=false",
	}
}

// TestSeveralServers is what two servers on one database promise. That one audit of a site runs at a
// time is TestOneRunsAtATime of audit/schedule.
func TestSeveralServers(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	t.Run("a log-out holds", f.logOutHolds)
	t.Run("a publication is seen", f.publicationIsSeen)
	t.Run("each mail goes out once", f.eachMailOnce)
	t.Run("a rolling restart drops nothing", f.rollingRestart)
}

// logOutHolds on the other server within five seconds.
func (f *fleet) logOutHolds(t *testing.T) {
	admit(t, f.db, "ada@example.com")
	cookies := f.first.logIn("ada@example.com")
	if status := f.second.me(cookies); status != http.StatusOK {
		t.Fatalf("who is logged in at one is not at the other: %d", status)
	}
	if a := f.first.ask("POST", "/api/auth/logout", url.Values{}, cookies); !a.acknowledged() {
		t.Fatalf("log-out: %d %s", a.status, a.body)
	}
	took := f.second.until(5*time.Second, "still logged in", func() bool {
		return f.second.me(cookies) == http.StatusUnauthorized
	})
	t.Logf("seen after %s", took)
}

// publicationIsSeen on both within three seconds, whoever published.
func (f *fleet) publicationIsSeen(t *testing.T) {
	s := newShell(t).with("PROKKEN_DATABASE_URL", f.url).with("PROKKEN_BASE_URL", "http://"+f.host()).
		with("PROKKEN_AUTH_SECRET", strings.Repeat("Ax7.", 12))
	text := strings.Replace(s.run("policy", "export", "terms"), "title: Related Policies", "title: Other Matters", 1)
	file := s.file("terms.yaml", text)
	s.shows("policy import "+file, "is now the draft")
	s.shows("policy confirm terms --reason We.looked.", "Confirmed")
	s.shows("policy publish --materiality editorial --summary Clearer. terms", "in effect")
	begun := time.Now()
	for _, server := range []*server{f.first, f.second} {
		server.until(time.Until(begun.Add(3*time.Second)), "not seen", func() bool {
			return strings.Contains(server.ask("GET", "/legal/terms", nil, "").body, "Other Matters")
		})
	}
	t.Logf("seen on both after %s", time.Since(begun))
}

const many = 100

// eachMailOnce: both servers work, and no mail goes out twice or not at all.
func (f *fleet) eachMailOnce(t *testing.T) {
	postMany(t, f.db, many)
	f.first.until(2*time.Minute, "not all mails are there", func() bool { return len(f.arrived()) >= many })
	time.Sleep(2 * time.Second)
	for to, n := range f.arrived() {
		if n != 1 {
			t.Errorf("%s has %d", to, n)
		}
	}
}

// arrived counts the mails by address.
func (f *fleet) arrived() map[string]int {
	counts := map[string]int{}
	for _, l := range f.mails.Letters() {
		if strings.HasPrefix(l.To[0], "many") {
			counts[l.To[0]]++
		}
	}
	return counts
}

// rollingRestart ends and starts one server after the other while visitors read, log in and sign up.
func (f *fleet) rollingRestart(t *testing.T) {
	admit(t, f.db, "grace@example.com")
	cookies := f.first.logIn("grace@example.com")
	ctx, cancel := context.WithCancel(t.Context())
	var visits atomic.Int64
	var visitors sync.WaitGroup
	for _, path := range []string{"/legal/cookie-policy", "/api/me", "/pricing", "/login"} {
		visitors.Go(func() {
			for ctx.Err() == nil {
				if failed := f.visit(path, cookies); failed != "" {
					t.Errorf("%s: %s", path, failed)
					return
				}
				visits.Add(1)
			}
		})
	}
	for _, s := range f.servers {
		if err := s.end(); err != nil {
			t.Error(err)
		}
		s.ready()
		time.Sleep(500 * time.Millisecond) // the balancer has seen it
	}
	cancel()
	visitors.Wait()
	t.Logf("%d visits", visits.Load())
}

// visit asks through the balancer, and says what failed.
func (f *fleet) visit(path, cookies string) string {
	request, err := http.NewRequest(http.MethodGet, f.front.URL+path, nil)
	if err != nil {
		return err.Error()
	}
	request.Header.Set("Cookie", cookies)
	a := send(asks(), request)
	if !a.acknowledged() {
		return fmt.Sprint(a.status, a.err)
	}
	return ""
}
