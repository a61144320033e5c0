package jobs_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/mailtest"
	"github.com/prokken/prokken/models"
)

func TestCommit(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		o.run(o.work())
		rolledBack := errors.New("rolled back")
		err := o.db.Transaction(t.Context(), func(tx *models.DB) error {
			return errors.Join(
				o.queue.SendMail(t.Context(), tx, mail.Letter{To: "never@example.com", Content: ada.Content}),
				rolledBack,
			)
		})
		if !errors.Is(err, rolledBack) || err.Error() != rolledBack.Error() {
			t.Fatal(err)
		}
		o.insert(func(ctx context.Context, tx *models.DB) error {
			defer o.nothingMore()
			return o.queue.SendMail(ctx, tx, ada)
		})
		if m := o.delivered(); m.To != ada.To || m.Subject != ada.To {
			t.Errorf("%+v", m)
		}
		o.nothingMore()
		if err := o.queue.SendMail(t.Context(), o.db, ada); err == nil {
			t.Error("a job without a transaction")
		}
	})
}

// The mail server is away: the letter waits, an admin sees why, and once the
// server is back the letter arrives, once.
func TestServerDown(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		server := &mailtest.Server{}
		server.Start(t)
		server.Stop()
		o.run(jobs.Work{Writer: writer{}, Sender: mail.SMTP(server.Settings())})
		o.post(ada)
		job := o.await("retryable")
		if job.Kind != "send_mail" || job.Attempt != 2 || job.MaxAttempts != 25 ||
			!strings.Contains(job.LastError, "connection refused") {
			t.Fatalf("%+v", job)
		}
		if wait := job.ScheduledAt.Sub(*job.AttemptedAt); wait < 5*time.Second || wait > 20*time.Second {
			t.Errorf("tried again after %v", wait)
		}
		server.Start(t)
		o.retry(job)
		if done := o.await("completed"); done.ID != job.ID || done.Attempt != 3 || done.FinalizedAt == nil {
			t.Errorf("%+v", done)
		}
		if err := o.queue.Retry(t.Context(), job.ID); !errors.Is(err, models.ErrConflict) {
			t.Error(err)
		}
		if letters := server.Letters(); len(letters) != 1 || !slices.Equal(letters[0].To, []string{ada.To}) {
			t.Errorf("%+v", letters)
		}
	})
}

// A letter that panics keeps nobody else waiting, and is tried again.
func TestPanic(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		var attempts atomic.Int64
		work := o.work()
		work.Writer = writeFunc(func(ctx context.Context, l mail.Letter) (mail.Message, error) {
			if l.To == "broken@example.com" && attempts.Add(1) == 1 {
				panic("for ada@example.com")
			}
			return writer{}.WriteMail(ctx, l)
		})
		o.run(work)
		o.post(
			mail.Letter{To: "broken@example.com", Content: ada.Content},
			mail.Letter{To: "b@example.com", Content: ada.Content},
			mail.Letter{To: "c@example.com", Content: ada.Content},
		)
		got := []string{o.delivered().Subject, o.delivered().Subject}
		if slices.Sort(got); !slices.Equal(got, []string{"b@example.com", "c@example.com"}) {
			t.Error(got)
		}
		job := o.failed()
		if job.LastError != "for an address" {
			t.Errorf("%+v", job)
		}
		o.retry(job)
		o.delivered()
		o.nothingMore()
	})
}

// Postgres stores no NUL: an error or a panic with one is kept without it, and
// holds up nobody that ends at the same time.
func TestNUL(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		work := o.work()
		work.Writer = writeFunc(func(ctx context.Context, l mail.Letter) (mail.Message, error) {
			switch l.To {
			case "error":
				return mail.Message{}, errors.New("it says \x00\xff")
			case "panic":
				panic("it says \x00\xff")
			default:
				return writer{}.WriteMail(ctx, l)
			}
		})
		o.run(work)
		o.post(ada, mail.Letter{To: "error", Content: ada.Content}, mail.Letter{To: "panic", Content: ada.Content})
		o.await("completed")
		o.eventually(func() bool {
			found := o.jobs("")
			return found[0].LastError == "it says \ufffd" && found[1].LastError == "it says \ufffd"
		})
	})
}

// A worker that is told to stop finishes what it does, and starts nothing.
func TestStop(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		begun, finish := make(chan struct{}), make(chan struct{})
		work := o.work()
		work.Sender = sendFunc(func(ctx context.Context, m mail.Message) error {
			close(begun)
			<-finish
			return errors.Join(ctx.Err(), o.Send(ctx, m))
		})
		stop := o.run(work)
		o.post(ada)
		receive(t, begun)
		time.AfterFunc(100*time.Millisecond, func() { close(finish) })
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		o.post(ada)
		o.delivered()
		o.nothingMore()
		counts, err := o.queue.Counts(t.Context())
		if diff := cmp.Diff(map[string]int64{"completed": 1, "available": 1}, counts); diff != "" || err != nil {
			t.Error(diff, err)
		}
		o.run(o.work())
		o.delivered()
	})
}

// A job that failed for the last time is never deleted; what was done is, after
// a day.
func TestNothingLost(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		failure := errors.New("no")
		o.fails.Store(&failure)
		stop := o.run(o.work())
		o.post(ada)
		job := o.failed()
		o.set("send_mail", "attempt", 24)
		o.retry(job)
		o.await("discarded")
		o.fails.Store(nil)
		o.post(ada)
		o.delivered()
		o.await("completed")
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		o.set("send_mail", "finalized_at", time.Now().UTC().AddDate(0, 0, -29))
		o.run(o.work())
		o.eventually(func() bool { return len(o.jobs("completed")) == 0 })
		o.retry(job)
		o.delivered()
		if done := o.await("completed"); done.ID != job.ID || done.Attempt != 26 {
			t.Errorf("%+v", done)
		}
	})
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		o.post(slices.Repeat([]mail.Letter{ada}, 120)...)
		var ids []int64
		var sizes []int
		for after, more := int64(0), true; more; {
			page, further, err := o.queue.Jobs(t.Context(), "available", after)
			if err != nil {
				t.Fatal(err)
			}
			for _, job := range page {
				ids = append(ids, job.ID)
			}
			sizes, more, after = append(sizes, len(page)), further, ids[len(ids)-1]
		}
		want := slices.Clone(ids)
		slices.SortFunc(want, func(a, b int64) int { return int(b - a) })
		if diff := cmp.Diff(want, ids) + cmp.Diff([]int{50, 50, 20}, sizes); diff != "" {
			t.Error(diff)
		}
		if found := o.jobs("discarded"); len(found) != 0 {
			t.Errorf("%+v", found)
		}
		if _, _, err := o.queue.Jobs(t.Context(), "no such state", 0); !errors.Is(err, models.ErrNotFound) {
			t.Error(err)
		}
		if err := o.queue.Retry(t.Context(), 1<<40); !errors.Is(err, models.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestDiscreet(t *testing.T) {
	for text, want := range map[string]string{
		"550 <ada@example.com>: no such person":       "550 <an address>: no such person",
		"affected: a.b+c@x.org, o'brien@y.org; done":  "affected: an address, an address; done",
		"GET /?email=ada%40example.com&x":             "GET an address",
		"ada@[127.0.0.1] refused":                     "an address refused",
		"আদা@উদাহরণ.বাংলা refused":                    "an address refused",
		"at 10:00 @ home":                             "at 10:00 @ home",
		strings.Repeat("é", 600):                      strings.Repeat("é", 500),
		strings.Repeat("x", 495) + " ada@example.com": strings.Repeat("x", 495) + " an a",
	} {
		if got := jobs.Discreet(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
