package commands

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/auth/password"
	"github.com/prokken/prokken/mail/mailtest"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
)

// kills is how often a server is killed: PROKKEN_TEST_KILLS, or ten times.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("PROKKEN_TEST_KILLS")); err == nil {
		return n
	}
	return 10
}

// ledger is what the server acknowledged.
type ledger struct {
	t        *testing.T
	server   *server
	mu       sync.Mutex
	signedUp map[string]bool
	renewed  map[int]string // by client: the cookies of its newest session
	ended    []string       // cookies of sessions that were ended
	acts     int
	lost     []string
}

// TestTroubleKilledAgainAndAgain: kill -9 while people sign up, renew their sessions and log out: what was
// acknowledged is there after the next start.
func TestTroubleKilledAgainAndAgain(t *testing.T) {
	inTrouble(t)
	eachServer(t, func(t *testing.T, s *server, db *models.DB) {
		mails := &mailtest.Server{}
		mails.Start(t)
		s.environ = append(s.environ, mailsTo(mails.Settings().SMTP.Port)...)
		l := &ledger{t: t, server: s, signedUp: map[string]bool{}, renewed: map[int]string{}}
		l.admitAll(db, 3+kills())
		s.ready()
		for client := range 3 {
			l.renewed[client] = s.logIn(member(client))
		}
		var down time.Duration
		for round := range kills() {
			leaving := s.logIn(member(3 + round))
			l.live(round, leaving)
			begun := time.Now()
			s.ready()
			down += time.Since(begun)
			l.check()
		}
		took := s.until(5*time.Minute, "mails are missing: "+missing(mails, l.signedUp),
			func() bool { return missing(mails, l.signedUp) == "" })
		t.Logf("%d kills, %d acts acknowledged (%d sign-ups, %d log-outs, the others renewals), lost: %d; ready after %s on average; the last mail after %s, doubled %d",
			kills(), l.acts, len(l.signedUp), len(l.ended), len(l.lost), down/time.Duration(kills()), took, doubled(mails))
		for _, what := range l.lost {
			t.Error(what)
		}
	})
}

func member(n int) string { return fmt.Sprintf("member%d@example.com", n) }

// admitAll makes accounts of one password.
func (l *ledger) admitAll(db *models.DB, n int) {
	hash, err := password.NewHasher(1, password.Recommended).Hash(l.t.Context(), secretPhrase)
	for i := 0; i < n && err == nil; i++ {
		now := models.Now()
		user := users.User{ID: models.NewID(), Email: member(i), PasswordHash: hash, Role: users.Admin, VerifiedAt: &now}
		err = users.Create(l.t.Context(), db, &user)
	}
	if err != nil {
		l.t.Fatal(err)
	}
}

// live lets clients act until the server is killed, which is soon.
func (l *ledger) live(round int, leaving string) {
	var clients sync.WaitGroup
	dead := make(chan struct{})
	for client := range 3 {
		clients.Go(func() { l.renew(client, dead) })
	}
	clients.Go(func() { l.signUp(round, dead) })
	clients.Go(func() { l.logOut(leaving) })
	time.Sleep(time.Duration(200+rand.IntN(1300)) * time.Millisecond)
	l.server.kill()
	close(dead)
	clients.Wait()
}

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// renew renews the client's session again and again.
func (l *ledger) renew(client int, dead chan struct{}) {
	for !isClosed(dead) {
		l.mu.Lock()
		cookies := l.renewed[client]
		l.mu.Unlock()
		a := l.server.ask("POST", "/api/auth/refresh", url.Values{}, cookies)
		l.note(a, func() { l.renewed[client] = a.cookies })
		if a.status == http.StatusUnauthorized {
			l.note(answered{status: http.StatusOK}, func() { l.lost = append(l.lost, "a session that renews: "+a.body) })
			return
		}
	}
}

func (l *ledger) signUp(round int, dead chan struct{}) {
	for i := 0; !isClosed(dead); i++ {
		email := fmt.Sprintf("r%dn%d@example.com", round, i)
		l.note(l.server.signUp(email), func() { l.signedUp[email] = true })
	}
}

func (l *ledger) logOut(cookies string) {
	time.Sleep(time.Duration(rand.IntN(1000)) * time.Millisecond)
	l.note(l.server.ask("POST", "/api/auth/logout", url.Values{}, cookies), func() { l.ended = append(l.ended, cookies) })
}

// note writes down what the server acknowledged.
func (l *ledger) note(a answered, what func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if a.acknowledged() {
		l.acts++
		what()
	}
}

// check asks the server, which was started again, for what it acknowledged before.
func (l *ledger) check() {
	for client, cookies := range l.renewed {
		a := l.server.ask("POST", "/api/auth/refresh", url.Values{}, cookies)
		if a.status != http.StatusOK {
			l.lost = append(l.lost, fmt.Sprintf("the session of client %d: %d %s %v", client, a.status, a.body, a.err))
			continue
		}
		l.renewed[client] = a.cookies
	}
	for _, cookies := range l.ended[max(0, len(l.ended)-3):] {
		if status := l.server.me(cookies); status != http.StatusUnauthorized {
			l.lost = append(l.lost, fmt.Sprintf("a log-out: %d", status))
		}
	}
}
