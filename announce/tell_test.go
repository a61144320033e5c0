package announce_test

import (
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/subscribers"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/program"
)

// TestWhoIsTold: subscribers of every change, members of what matters, each once.
func TestWhoIsTold(t *testing.T) {
	subscribers := map[string]int{"sub@example.com": 1, "both@example.com": 1, "closed@example.com": 1}
	everyone := map[string]int{
		"sub@example.com":    1,
		"both@example.com":   1,
		"closed@example.com": 1,
		"ada@example.com":    1,
	}
	if program.EditorialChangesMailed {
		subscribers = everyone
	}
	for materiality, want := range map[policies.Materiality]map[string]int{
		policies.Editorial: subscribers, policies.Notify: everyone, policies.AskAgain: everyone,
	} {
		t.Run(string(materiality), func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				d := open(t, db)
				d.subscriber("sub@example.com", true)
				d.subscriber("asked@example.com", false)
				d.subscriber("both@example.com", true)
				d.subscriber("closed@example.com", true)
				d.member("both@example.com", nil)
				d.member("ada@example.com", nil)
				d.member("new@example.com", func(u *users.User) { u.VerifiedAt = nil })
				d.member("closed@example.com", func(u *users.User) { u.DisabledAt = u.VerifiedAt })
				d.member("audit@example.com.invalid", nil) // nobody's: it is the audits'
				d.member(
					"gone@erased.invalid",
					func(u *users.User) { u.ErasedAt, u.VerifiedAt, u.PasswordHash = u.VerifiedAt, nil, "" },
				)
				version := d.publish(materiality, 0)
				d.subscriber("late@example.com", true)
				d.member("later@example.com", nil)
				d.tell(version)
				d.tell(version) // done twice, it tells nobody twice
				d.check(letter.PolicyChanged{}, want)
			})
		})
	}
}

// TestCutOff: wherever the telling is cut off, and however many do it at once,
// nobody is told twice and nobody left out.
func TestCutOff(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		want := d.crowd(450, 250)
		version := d.publish(policies.Notify, 0)
		d.failAt = func(call int) bool { return call%3 == 2 }
		if _, err := d.Tell(t.Context(), version); err == nil {
			t.Fatal("it was not cut off")
		}
		if told := len(d.sent(letter.PolicyChanged{})); told != 200 {
			t.Errorf("%d are told after the first batch", told)
		}
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() { d.tell(version) })
		}
		both.Wait()
		d.check(letter.PolicyChanged{}, want)
	})
}

// TestWithdrawal: who was told of a version hears that it will not take effect,
// and the others hear nothing.
func TestWithdrawal(t *testing.T) {
	for name, told := range map[string]int{"before anyone is told": 0, "among the members": 1, "among the subscribers": 3, "after all": 100} {
		t.Run(name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				d := open(t, db)
				d.crowd(450, 250)
				version := d.publish(policies.AskAgain, 24*time.Hour)
				d.failAt = func(call int) bool { return call > told }
				_, _ = d.Tell(t.Context(), version)
				d.failAt = nil
				changed := d.sent(letter.PolicyChanged{})
				d.withdraw(version)
				d.tell(version)
				d.tell(version)
				d.check(letter.PolicyChanged{}, changed)
				d.check(letter.PolicyWithdrawn{}, changed)
			})
		})
	}
}

// TestLostJobs: a telling that has no job any more gets one, however often that
// is looked for, until it has come to its end.
func TestLostJobs(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		d.crowd(10, 10)
		version := d.publish(policies.Notify, 24*time.Hour)
		check := func(when string, want int) {
			t.Helper()
			for range 2 {
				if err := d.Resume(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			var waiting int
			if err := db.Pool().QueryRow("SELECT count(*) FROM river_job WHERE kind = 'announce_version'").Scan(&waiting); err != nil ||
				waiting != want {
				t.Errorf("%s: %d jobs, %v", when, waiting, err)
			}
			if _, err := db.Pool().Exec("DELETE FROM river_job WHERE kind = 'announce_version'"); err != nil {
				t.Fatal(err)
			}
		}
		check("published, with a job of its own", 2)
		check("its jobs were lost", 1)
		d.tell(version)
		check("told", 0)
		d.withdraw(version)
		check("withdrawn", 2)
		check("the jobs of that were lost", 1)
		d.tell(version)
		check("told that", 0)
	})
}

// TestStaleNotices: what waited until nobody wants it is not sent.
func TestStaleNotices(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		ctx := t.Context()
		sub, both, ada := d.subscriber(
			"sub@example.com",
			true,
		), d.subscriber(
			"both@example.com",
			true,
		), d.member(
			"ada@example.com",
			nil,
		)
		d.member("both@example.com", nil)
		version := d.publish(policies.Notify, 24*time.Hour)
		about := func(to string, member bool, subscriber subscribers.Subscriber) mail.Letter {
			return mail.Letter{To: to, Content: letter.PolicyChanged{
				Recipient: letter.Recipient{
					Subscription: letter.Subscription{Subscriber: subscriber.ID}, Member: member,
				},
				Version: version,
			}}
		}
		letters := []mail.Letter{
			about("sub@example.com", false, sub),
			about("both@example.com", true, both),
			about("ada@example.com", true, subscribers.Subscriber{}),
		}
		check := func(when string, want ...bool) {
			t.Helper()
			for i, waiting := range letters {
				if stale, err := d.IsStale(ctx, waiting); err != nil || stale != want[i] {
					t.Errorf("%s: %s is stale: %v, %v", when, waiting.To, stale, err)
				}
			}
		}
		check("at first", false, false, false)
		for _, s := range []subscribers.Subscriber{sub, both} {
			if err := d.Unsubscribe(ctx, d.keys.SubscriberToken(s.ID)); err != nil {
				t.Fatal(err)
			}
		}
		if err := users.SetDisabled(ctx, db, ada.ID, new(d.clock())); err != nil {
			t.Fatal(err)
		}
		check("when they left", true, false, true)
		d.withdraw(version)
		check("when it is withdrawn", true, true, true)
	})
}

// TestPublicationDoesNotTell: it leaves that to a worker, in its own transaction.
func TestPublicationDoesNotTell(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		d.crowd(10, 10)
		d.publish(policies.Notify, 0)
		d.check(letter.PolicyChanged{}, map[string]int{})
		var waiting int
		if err := db.Pool().QueryRow("SELECT count(*) FROM river_job JOIN policy_announcements ON 1 = 1 WHERE kind = 'announce_version'").Scan(&waiting); err != nil ||
			waiting != 1 {
			t.Errorf("%d jobs, %v", waiting, err)
		}
	})
}
