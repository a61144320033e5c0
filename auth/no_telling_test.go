package auth_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/auth/password"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// asked is what somebody can ask about any address, and how often they may before
// they are slowed down, and once more.
var asked = map[string]struct {
	times int
	do    func(a *accounts, email string, from auth.RequestDetails) error
}{
	"log-in": {36, func(a *accounts, email string, from auth.RequestDetails) error {
		_, err := a.Login(a.t.Context(), email, "wrong", from)
		return err
	}},
	"log-in from one network": {14, func(a *accounts, email string, from auth.RequestDetails) error {
		first := from.Address.As4()
		first[2] = 0 // always the same
		_, err := a.Login(
			a.t.Context(),
			email,
			"wrong",
			auth.RequestDetails{Address: netip.AddrFrom4(first), UserAgent: firefox},
		)
		a.wait(5 * time.Minute)
		return err
	}},
	"sign-up": {4, func(a *accounts, email string, _ auth.RequestDetails) error {
		return a.Signup(a.t.Context(), email, secret)
	}},
	"forgot": {4, func(a *accounts, email string, _ auth.RequestDetails) error {
		return a.Forgot(a.t.Context(), email)
	}},
	"log-in link": {4, func(a *accounts, email string, _ auth.RequestDetails) error {
		return a.MailLoginLink(a.t.Context(), email)
	}},
	"resend": {4, func(a *accounts, email string, _ auth.RequestDetails) error {
		return a.Resend(a.t.Context(), email)
	}},
}

// work is what was done before an answer, as far as it takes time.
type work struct {
	Hashes     int64
	Statements []string
	Letters    int
	Tasks      []string
	Answer     string
}

// TestNoAnswerTellsWhoHasAnAccount: the answer, and the work before it, are the same
// for an address with an account, with one that is not confirmed, and with none.
func TestNoAnswerTellsWhoHasAnAccount(t *testing.T) {
	for name, ask := range asked {
		t.Run(name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				recorded, statements := modelstest.Record(db)
				a := open(t, recorded)
				if err := a.Signup(t.Context(), "bob@example.com", secret); err != nil {
					t.Fatal(err)
				}
				a.wait(25 * time.Hour) // that sign-up no longer counts
				for i := range ask.times {
					unknown := a.workOf(statements, func() error { return ask.do(a, "eve@example.com", network(0, i)) })
					for n, email := range []string{"ada@example.com", "bob@example.com"} {
						known := a.workOf(statements, func() error { return ask.do(a, email, network(n+1, i)) })
						if diff := cmp.Diff(unknown, known); diff != "" {
							t.Fatalf("time %d, nobody (-) and %s (+):\n%s", i+1, email, diff)
						}
					}
				}
			})
		})
	}
}

// network is one that nothing else comes from.
func network(asker, time int) auth.RequestDetails {
	return auth.RequestDetails{Address: netip.AddrFrom4([4]byte{10, byte(asker), byte(time), 1}), UserAgent: firefox}
}

// workOf does something and returns what work it was.
func (a *accounts) workOf(statements *modelstest.Statements, do func() error) work {
	statements.Take()
	a.letters, a.tasks = nil, nil
	before := a.hasher.Count()
	w := work{Answer: fmt.Sprint(do())}
	w.Hashes, w.Statements, w.Letters = a.hasher.Count()-before, statements.Take(), len(a.letters)
	for _, task := range a.tasks {
		w.Tasks = append(w.Tasks, task.Name)
	}
	return w
}

// BenchmarkKnownAddress asks for an address with an account and for one without, at
// the program's own cost of hashes, and reports how many times as long the first takes.
func BenchmarkKnownAddress(b *testing.B) {
	for name, database := range map[string]func(testing.TB) *models.DB{
		"sqlite": modelstest.SQLite, "postgres": modelstest.Postgres,
	} {
		for ask := range asked {
			b.Run(ask+"/"+name, func(b *testing.B) { benchmarkKnownAddress(b, ask, database(b)) })
		}
	}
}

func benchmarkKnownAddress(b *testing.B, ask string, db *models.DB) {
	a := open(b, db)
	a.hasher.Hasher = password.NewHasher(0, password.Recommended)
	if err := a.CreateAdmin(b.Context(), "bob@example.com", secret); err != nil {
		b.Fatal(err)
	}
	var known, unknown time.Duration
	measure := func(sum *time.Duration, email string) {
		*sum += took(func() { _ = asked[ask].do(a, email, home) })
		a.wait(48 * time.Hour) // nothing is slowed down
	}
	for n := 0; b.Loop(); n++ {
		if n%2 == 0 { // neither always finds the caches cold
			measure(&known, "bob@example.com")
		}
		measure(&unknown, models.NewID().String()+"@example.com")
		if n%2 == 1 {
			measure(&known, "bob@example.com")
		}
	}
	b.ReportMetric(float64(known)/float64(unknown), "known/unknown")
}

func took(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}
