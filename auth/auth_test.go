package auth_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/auth/password/passwordtest"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

const secret = "correct horse battery"

// accounts is a service with a clock of its own and the letters it sent.
type accounts struct {
	*auth.Service
	t       testing.TB
	db      *models.DB
	keys    keys.Ring
	hasher  *passwordtest.Hasher
	mu      sync.Mutex
	now     time.Time
	letters []mail.Letter
	tasks   []jobrows.AccountTask
}

const (
	oldSecret = "ssssssssssssssssssssssssssssssss"
	newSecret = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
)

func open(t testing.TB, db *models.DB) *accounts {
	t.Helper()
	a := (&accounts{db: db, now: models.Now()}).withSecrets(t, oldSecret)
	if err := a.CreateAdmin(context.Background(), "ada@example.com", secret); err != nil {
		t.Fatal(err)
	}
	return a
}

// withSecrets is another instance, with other secrets and the same clock.
func (a *accounts) withSecrets(t testing.TB, secret string, previous ...string) *accounts {
	t.Helper()
	ring, err := keys.New(secret, previous...)
	if err != nil {
		t.Fatal(err)
	}
	other := &accounts{t: t, db: a.db, keys: ring, hasher: passwordtest.NewHasher(), now: a.clock()}
	other.Service = auth.New(a.db, ring, auth.Settings{
		Issuer: "test", SiteName: "Prokken", AbsoluteLimit: 90 * 24 * time.Hour,
		Lifetimes: lifetimes{cookie.Access: 24 * time.Hour, cookie.Refresh: 7 * 24 * time.Hour},
		Hasher:    other.hasher, Mailer: other, Tasks: other, Clock: clock.Func(other.clock),
	})
	return other
}

// lifetimes of cookies, as a policy declares them.
type lifetimes map[cookie.Name]time.Duration

func (l lifetimes) Lifetime(name cookie.Name) time.Duration { return l[name] }

func (a *accounts) clock() time.Time { a.mu.Lock(); defer a.mu.Unlock(); return a.now }

func (a *accounts) SendMail(_ context.Context, _ *models.DB, l mail.Letter) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.letters = append(a.letters, l)
	return nil
}

func (a *accounts) AccountTask(_ context.Context, _ *models.DB, task jobrows.AccountTask) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tasks = append(a.tasks, task)
	return nil
}

func (a *accounts) wait(d time.Duration) { a.mu.Lock(); a.now = a.now.Add(d); a.mu.Unlock() }

func (a *accounts) login(t *testing.T) auth.Tokens {
	t.Helper()
	tokens, err := a.logIn(context.Background(), "ada@example.com", secret)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

// logIn is a log-in at home.
func (a *accounts) logIn(ctx context.Context, email, password string) (auth.Tokens, error) {
	in, err := a.Login(ctx, email, password, home)
	return in.Tokens, err
}

// home is where the owner's requests come from, elsewhere where a stranger's do.
var (
	home      = auth.RequestDetails{Address: netip.MustParseAddr("203.0.113.7"), UserAgent: firefox}
	elsewhere = auth.RequestDetails{Address: netip.MustParseAddr("198.51.100.7"), UserAgent: "curl/8.5.0"}
)

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"

// identity is who the bearer of the tokens is.
func (a *accounts) identity(t *testing.T, tokens auth.Tokens) auth.Identity {
	t.Helper()
	identity, err := a.Authenticate(t.Context(), tokens.Access, home)
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

// last is the newest letter, which has to be of that kind.
func (a *accounts) last(t *testing.T, kind letter.Content) mail.Letter {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := len(a.letters) - 1; i >= 0; i-- {
		if a.letters[i].Kind() == kind.Kind() {
			return a.letters[i]
		}
	}
	t.Fatalf("no letter %s among %v", kind.Kind(), a.letters)
	return mail.Letter{}
}

// work does the tasks that wait.
func (a *accounts) work(t *testing.T) {
	t.Helper()
	a.mu.Lock()
	waiting := a.tasks
	a.tasks = nil
	a.mu.Unlock()
	for _, task := range waiting {
		if err := a.Work(t.Context(), task); err != nil {
			t.Errorf("%s: %v", task.Name, err)
		}
	}
}

func TestThousandRefreshesLeaveOneSession(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := context.Background(), open(t, db)
		first := a.login(t)
		var mu sync.Mutex
		given := map[string]int{}
		var wg sync.WaitGroup
		for range 1000 {
			wg.Go(func() {
				tokens, err := a.Refresh(ctx, first.Refresh, home)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				given[tokens.Refresh]++
				mu.Unlock()
			})
		}
		wg.Wait()
		if len(given) != 1 || given[first.Refresh] != 0 {
			t.Errorf("%d different tokens were given out", len(given))
		}
		all, err := a.Sessions(ctx, first.User.ID)
		if err != nil || len(all) != 1 {
			t.Errorf("%d live sessions, %v", len(all), err)
		}
	})
}

func TestRotation(t *testing.T) {
	ctx := context.Background()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := open(t, db)
		t.Run("a lost answer can be asked for again, until it is seen in use", func(t *testing.T) {
			first := a.login(t)
			second, err := a.Refresh(ctx, first.Refresh, home)
			if err != nil {
				t.Fatal(err)
			}
			a.wait(time.Hour)
			if again, err := a.Refresh(ctx, first.Refresh, home); err != nil || again.Refresh != second.Refresh {
				t.Errorf("asked again: %v", err)
			}
			if _, err := a.Authenticate(ctx, second.Access, home); err != nil {
				t.Fatal(err)
			}
			if _, err := a.Refresh(ctx, first.Refresh, home); !errors.Is(err, auth.ErrEnded) {
				t.Errorf("reuse: %v", err)
			}
			if last := a.letters[len(a.letters)-1]; last.Kind() != (letter.SessionReused{}).Kind() ||
				last.To != "ada@example.com" {
				t.Errorf("the owner was told: %+v", last)
			}
			if _, err := a.Authenticate(ctx, second.Access, home); !errors.Is(err, auth.ErrEnded) {
				t.Errorf("after the reuse: %v", err)
			}
		})
		t.Run("not again within a minute", func(t *testing.T) {
			second, _ := a.Refresh(ctx, a.login(t).Refresh, home)
			if again, err := a.Refresh(ctx, second.Refresh, home); err != nil || again.Refresh != second.Refresh {
				t.Errorf("rotated again: %v", err)
			}
			a.wait(2 * time.Minute)
			if third, err := a.Refresh(ctx, second.Refresh, home); err != nil || third.Refresh == second.Refresh {
				t.Errorf("did not rotate: %v", err)
			}
		})
		t.Run("ends", func(t *testing.T) {
			idle, out := a.login(t), a.login(t)
			var absolute auth.Tokens
			if err := a.Logout(ctx, auth.Shown{Refresh: []string{out.Refresh}}, home); err != nil {
				t.Fatal(err)
			}
			if _, err := a.Authenticate(ctx, out.Access, home); !errors.Is(err, auth.ErrEnded) {
				t.Errorf("logged out: %v", err)
			}
			awake := a.login(t)
			a.wait(7*24*time.Hour - time.Minute)
			if _, err := a.Refresh(ctx, awake.Refresh, home); err != nil {
				t.Errorf("just before 7 days: %v", err)
			}
			absolute = a.login(t)
			a.wait(2 * time.Minute)
			if _, err := a.Refresh(ctx, idle.Refresh, home); !errors.Is(err, auth.ErrEnded) {
				t.Errorf("idle: %v", err)
			}
			for range 15 {
				a.wait(6*24*time.Hour + time.Minute)
				if next, err := a.Refresh(ctx, absolute.Refresh, home); err == nil {
					absolute = next
				}
			}
			if _, err := a.Refresh(ctx, absolute.Refresh, home); !errors.Is(err, auth.ErrEnded) {
				t.Errorf("after 90 days: %v", err)
			}
		})
	})
}

func TestForgedTokensAreRefused(t *testing.T) {
	ctx, a := context.Background(), open(t, modelstest.SQLite(t))
	good := a.login(t)
	parts := strings.Split(good.Access, ".")
	kid, _, _ := strings.Cut(good.Refresh, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"at+jwt","kid":"` + kid + `"}`))
	for name, token := range map[string]string{
		"empty": "", "alg none": none + "." + parts[1] + ".", "alg none, signed": none + "." + parts[1] + "." + parts[2],
		"other claims": parts[0] + "." + parts[1][:len(parts[1])-2] + "." + parts[2], "a refresh token": good.Refresh,
	} {
		if _, err := a.Authenticate(ctx, token, home); !errors.Is(err, auth.ErrSignedOut) {
			t.Errorf("%s: %v", name, err)
		}
	}
	future := strings.Replace(good.Refresh, ".0.", ".5.", 1)
	for name, token := range map[string]string{
		"empty": "", "another counter": future, "cut": good.Refresh[:20], "an access token": good.Access,
		"another signature": good.Refresh[:len(good.Refresh)-4] + "AAAA", // its counter is the right one
	} {
		if _, err := a.Refresh(ctx, token, home); !errors.Is(err, auth.ErrSignedOut) {
			t.Errorf("%s: %v", name, err)
		}
	}
	a.wait(25 * time.Hour)
	if _, err := a.Authenticate(ctx, good.Access, home); !errors.Is(err, auth.ErrSignedOut) {
		t.Errorf("expired: %v", err)
	}
}

func TestLinksWorkOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := context.Background(), open(t, db)
		if err := a.Signup(ctx, "Bob@Example.com", secret); err != nil {
			t.Fatal(err)
		}
		if _, err := a.logIn(ctx, "bob@example.com", secret); !errors.Is(err, auth.ErrCredentials) {
			t.Errorf("before: %v", err)
		}
		token := a.keys.LetterToken(a.letters[0].Content)
		var wins sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for range 20 {
			wins.Go(func() {
				if err := a.Verify(ctx, token, "", home); err == nil {
					mu.Lock()
					won++
					mu.Unlock()
				} else if !errors.Is(err, auth.ErrLink) {
					t.Error(err)
				}
			})
		}
		wins.Wait()
		if won != 1 {
			t.Errorf("the link worked %d times", won)
		}
		if _, err := a.logIn(ctx, "bob@example.com", secret); err != nil {
			t.Error(err)
		}
		if err := a.Signup(ctx, "eve@example.com", secret); err != nil {
			t.Fatal(err)
		}
		late := a.keys.LetterToken(a.last(t, letter.ConfirmAddress{}).Content)
		a.wait(24*time.Hour + time.Minute)
		if err := a.Verify(ctx, late, "", home); !errors.Is(err, auth.ErrLink) {
			t.Errorf("after a day: %v", err)
		}
	})
}

// TestSignupTellsNothing: whoever signs up with an address and tries to log in
// learns nothing about who else has it.
func TestSignupTellsNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := context.Background(), open(t, db)
		for _, email := range []string{"ada@example.com", "new@example.com"} {
			if err := a.Signup(ctx, email, "the attacker's choice"); err != nil {
				t.Fatal(err)
			}
			if _, err := a.logIn(ctx, email, "the attacker's choice"); !errors.Is(err, auth.ErrCredentials) {
				t.Errorf("%s: %v", email, err)
			}
		}
	})
}
