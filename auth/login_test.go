package auth_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/program"
	"github.com/prokken/prokken/validation"
)

// TestGuessingIsSlowedDown: five tries at once, then waits that double; an
// account that does not exist is no different.
func TestGuessingIsSlowedDown(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		for _, email := range []string{"ada@example.com", "nobody@example.com"} {
			for i := range 5 {
				if _, err := a.Login(ctx, email, "wrong", elsewhere); !errors.Is(err, auth.ErrCredentials) {
					t.Fatalf("%s, try %d: %v", email, i, err)
				}
			}
			wait := 2 * time.Second
			for range 3 {
				var many auth.TooMany
				if _, err := a.Login(ctx, email, secret, elsewhere); !errors.As(err, &many) ||
					!many.Until.Equal(a.clock().Add(wait)) {
					t.Fatalf("%s: %v, want a wait of %v", email, err, wait)
				}
				a.wait(wait)
				if _, err := a.Login(ctx, email, "wrong", elsewhere); !errors.Is(err, auth.ErrCredentials) {
					t.Fatalf("%s after the wait: %v", email, err)
				}
				wait *= 2
			}
		}
		if _, err := a.Login(ctx, "ada@example.com", secret, home); err != nil {
			t.Errorf("the owner, from another network: %v", err)
		}
	})
}

// TestAttackersDoNotLockTheOwnerOut: guesses from many networks slow down all
// networks but those that the account is used from.
func TestAttackersDoNotLockTheOwnerOut(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	known := a.login(t)
	guess := func(i int) error {
		from := auth.RequestDetails{Address: netip.AddrFrom4([4]byte{10, byte(i), 0, 1})}
		_, err := a.Login(ctx, "ada@example.com", "wrong", from)
		return err
	}
	for i := range 30 {
		if err := guess(i); !errors.Is(err, auth.ErrCredentials) {
			t.Fatalf("guess %d: %v", i, err)
		}
	}
	a.work(t)
	a.last(t, letter.ManyFailures{})
	if err := guess(31); !errors.Is(err, auth.ErrTooMany) {
		t.Errorf("one more network: %v", err)
	}
	if _, err := a.Login(ctx, "ada@example.com", secret, home); err != nil {
		t.Errorf("the owner at home: %v", err)
	}
	for i := range 31 {
		_ = guess(i + 40)
	}
	away := elsewhere
	away.Refresh = []string{known.Refresh}
	if _, err := a.Login(ctx, "ada@example.com", secret, away); err != nil {
		t.Errorf("the owner's browser elsewhere: %v", err)
	}
}

func TestNewDevice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		a.login(t)
		a.login(t)
		if len(a.letters) != 0 {
			t.Errorf("the first log-ins at home were told of: %v", a.letters)
		}
		intruder, err := a.Login(ctx, "ada@example.com", secret, elsewhere)
		if err != nil {
			t.Fatal(err)
		}
		warning := a.last(t, letter.NewDevice{})
		if warning.To != "ada@example.com" || warning.Content.(letter.NewDevice).Network != "198.51.100.0/24" {
			t.Errorf("%+v", warning)
		}
		if err := a.EndEverything(ctx, a.keys.LetterToken(warning.Content), home); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Authenticate(ctx, intruder.Access, elsewhere); !errors.Is(err, auth.ErrEnded) {
			t.Errorf("the stranger's session: %v", err)
		}
		if err := a.EndEverything(ctx, a.keys.LetterToken(warning.Content), home); !errors.Is(err, auth.ErrLink) {
			t.Errorf("twice: %v", err)
		}
	})
}

func TestOwnSessions(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		first, second, third := a.login(t), a.login(t), a.login(t)
		by := a.identity(t, first)
		all, err := a.Sessions(ctx, by.User.ID)
		if err != nil || len(all) != 3 {
			t.Fatalf("%d sessions, %v", len(all), err)
		}
		if err := a.EndSession(ctx, by, a.identity(t, second).Session); err != nil {
			t.Fatal(err)
		}
		other := a.withSecrets(t, oldSecret) // another instance
		if _, err := other.Authenticate(ctx, second.Access, home); !errors.Is(err, auth.ErrEnded) {
			t.Errorf("on another instance: %v", err)
		}
		if err := a.CreateAdmin(ctx, "eve@example.com", secret); err != nil {
			t.Fatal(err)
		}
		eve, err := a.logIn(ctx, "eve@example.com", secret)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.EndSession(ctx, a.identity(t, eve), by.Session); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("another's session: %v", err)
		}
		if err := a.EndOtherSessions(ctx, by); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Authenticate(ctx, third.Access, home); !errors.Is(err, auth.ErrEnded) {
			t.Errorf("the others: %v", err)
		}
		a.identity(t, first)
	})
}

// TestStepUp: a proof lasts ten minutes, and only for the tokens it gave out.
func TestStepUp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		tokens := a.login(t)
		if !a.identity(t, tokens).Fresh(a.clock()) {
			t.Error("not fresh after the log-in")
		}
		a.wait(11 * time.Minute)
		by := a.identity(t, tokens)
		if by.Fresh(a.clock()) {
			t.Error("fresh after eleven minutes")
		}
		var invalid validation.Errors
		if _, err := a.StepUp(ctx, by, "wrong", ""); !errors.As(err, &invalid) {
			t.Errorf("a wrong password: %v", err)
		}
		proven, err := a.StepUp(ctx, by, secret, "")
		if err != nil {
			t.Fatal(err)
		}
		if a.identity(t, tokens).Fresh(a.clock()) {
			t.Error("a copy of the old token is fresh")
		}
		if !a.identity(t, proven).Fresh(a.clock()) {
			t.Error("the new token is not fresh")
		}
	})
}

// TestKeysRotate: nobody is logged out when the secret changes, and a mailed
// link still works.
func TestKeysRotate(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, old := t.Context(), open(t, db)
		tokens := old.login(t)
		if err := old.Signup(ctx, "bob@example.com", secret); err != nil {
			t.Fatal(err)
		}
		link := old.keys.LetterToken(old.last(t, letter.ConfirmAddress{}).Content)
		rotated := old.withSecrets(t, newSecret, oldSecret)
		rotated.identity(t, tokens)
		rotated.wait(2 * time.Minute)
		next, err := rotated.Refresh(ctx, tokens.Refresh, home)
		if err != nil {
			t.Fatal(err)
		}
		if err := rotated.Verify(ctx, link, "", home); err != nil {
			t.Errorf("the link: %v", err)
		}
		alone := rotated.withSecrets(t, newSecret)
		alone.identity(t, next)
		if _, err := alone.Authenticate(ctx, tokens.Access, home); !errors.Is(err, auth.ErrSignedOut) {
			t.Errorf("an old token without the old secret: %v", err)
		}
	})
}

func TestWhereFrom(t *testing.T) {
	for address, want := range map[string]string{
		"203.0.113.77": "203.0.113.0/24", "::ffff:203.0.113.77": "203.0.113.0/24",
		"2001:db8:1:2::3": "2001:db8:1::/48", "fe80::1%eth0": "fe80::/48",
	} {
		if got := (auth.RequestDetails{Address: netip.MustParseAddr(address)}).Network(); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
	stored := auth.RequestDetails{Address: netip.MustParseAddr("203.0.113.77")}.Network()
	if strings.Contains(stored, "203.0.113.77") != program.FullAddressesStored {
		t.Errorf("stored is %s", stored)
	}
	if got := (auth.RequestDetails{}).Network(); got != "" {
		t.Errorf("unknown: %q", got)
	}
	for agent, want := range map[string]string{
		firefox: "Firefox on Linux", "": "An unknown browser", "x": "An unknown browser",
		strings.Repeat("a", 500): "An unknown browser", "<script>": "An unknown browser",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1": "Safari on iOS",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36":                         "Chrome on Windows",
	} {
		if got := auth.BrowserWords(agent); got != want {
			t.Errorf("%.60s: %s, want %s", agent, got, want)
		}
	}
}
