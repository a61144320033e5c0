package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/auth/password"
	"github.com/prokken/prokken/auth/password/hashing"
	"github.com/prokken/prokken/auth/password/passwordtest"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// asHasher is the word that has this test's program hash passwords, as the program does for its server.
const asHasher = "hash-passwords"

func TestMain(m *testing.M) {
	if slices.Contains(os.Args, asHasher) {
		if err := hashing.Work(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		return
	}
	modelstest.Main(m)
}

// hashes is how many passwords the site hashes at once.
var hashes = runtime.GOMAXPROCS(0)

// hasher costs a benchmark what it costs the program, and a test next to nothing.
func hasher(t testing.TB) auth.Hasher {
	if _, ok := t.(*testing.B); ok {
		pool := hashing.NewPool(hashing.Self(), asHasher)
		t.Cleanup(pool.Close)
		return password.NewHasher(hashes, password.Recommended).With(pool)
	}
	return passwordtest.NewHasher()
}

// turnstile is a hasher that can have too many waiting.
type turnstile struct {
	auth.Hasher
	full atomic.Bool
}

// IsFull implements [auth.Hasher].
func (h *turnstile) IsFull() bool { return h.full.Load() }

// Matches implements [auth.Hasher].
func (h *turnstile) Matches(ctx context.Context, chosen, hash string) (bool, error) {
	if h.full.Load() {
		return false, auth.ErrBusy
	}
	return h.Hasher.Matches(ctx, chosen, hash)
}

// Hash implements [auth.Hasher].
func (h *turnstile) Hash(ctx context.Context, chosen string) (string, error) {
	if h.full.Load() {
		return "", auth.ErrBusy
	}
	return h.Hasher.Hash(ctx, chosen)
}

// TestTooManyLogIns: whoever comes when too many wait is told when to come back, and keeps what was typed.
func TestTooManyLogIns(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		log := logFailures(t)
		s.signUp("ada@example.com")
		before := s.count("SELECT count(*) FROM throttles")
		s.hasher.full.Store(true)
		for _, email := range []string{"ada@example.com", "nobody@example.com"} {
			form := url.Values{"email": {email}, "password": {secret}}
			for name, headers := range map[string][]string{"a page": nil, "JSON": {"Accept", "application/json"}} {
				status, body, res := s.ask("POST", "/api/auth/login", form, headers...)
				if status != http.StatusServiceUnavailable || res.Header.Get("Retry-After") != "30" || strings.Contains(body, secret) ||
					!strings.Contains(body, "Very many people are logging in") || name == "a page" && !strings.Contains(body, `value="`+email+`"`) {
					t.Errorf("%s, %s: %d %s", email, name, status, plain(body))
				}
				if causes := log.of(res); len(causes) != 1 || !strings.Contains(causes[0], "too many passwords") {
					t.Errorf("%s, %s: logged is %q", email, name, causes)
				}
			}
		}
		if n := s.count("SELECT count(*) FROM throttles") - before; n > 0 {
			t.Errorf("%d counters of tries that were none", n)
		}
		s.hasher.full.Store(false)
		if status, _ := s.logIn("ada@example.com"); status != http.StatusOK {
			t.Errorf("afterwards: %d", status)
		}
	})
}
