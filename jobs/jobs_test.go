package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/mailtest"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

const patience = time.Minute

var ada = mail.Letter{Kind: mail.ConfirmAddress, To: "ada@example.com"}

// office is a queue and what happens to its jobs.
type office struct {
	t     *testing.T
	db    *models.DB
	queue *jobs.Queue
	sent  chan mail.Message
	fails atomic.Pointer[error] // what sending answers
}

// each runs the test on every database, side by side.
func each(t *testing.T, test func(t *testing.T, o *office)) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Parallel()
		queue, err := jobs.NewQueue(db)
		if err != nil {
			t.Fatal(err)
		}
		test(t, &office{t: t, db: db, queue: queue, sent: make(chan mail.Message, 100)})
	})
}

func (o *office) work() jobs.Work { return jobs.Work{Write: write, Send: o.send} }

func write(_ context.Context, letter mail.Letter) (mail.Message, error) {
	return mail.Message{To: letter.To, Subject: string(letter.Kind), Text: "text", HTML: "html"}, nil
}

func (o *office) send(_ context.Context, m mail.Message) error {
	if err := o.fails.Load(); err != nil {
		return *err
	}
	o.sent <- m
	return nil
}

// run works until the test ends or stop.
func (o *office) run(work jobs.Work) (stop func() error) {
	o.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- jobs.Run(ctx, o.db, work) }()
	var err error
	stop = func() error {
		if cancel != nil {
			cancel()
			err, cancel = <-stopped, nil
		}
		return err
	}
	o.t.Cleanup(func() {
		if err := stop(); err != nil {
			o.t.Error(err)
		}
	})
	return stop
}

func (o *office) insert(put func(ctx context.Context, tx *models.DB) error) {
	o.t.Helper()
	ctx := context.Background()
	if err := o.db.Transaction(ctx, func(tx *models.DB) error { return put(ctx, tx) }); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) post(letters ...mail.Letter) {
	o.t.Helper()
	o.insert(func(ctx context.Context, tx *models.DB) error {
		for _, letter := range letters {
			if err := o.queue.SendMail(ctx, tx, letter); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o *office) jobs(state string) []jobs.Job {
	o.t.Helper()
	found, _, err := o.queue.Jobs(context.Background(), state, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	return found
}

func (o *office) eventually(happened func() bool) {
	o.t.Helper()
	for end := time.Now().Add(patience); !happened(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			o.t.Fatalf("it did not happen: %+v", o.jobs(""))
		}
	}
}

// await is the newest job in that state, once there is one.
func (o *office) await(state string) (job jobs.Job) {
	o.t.Helper()
	o.eventually(func() bool {
		found := o.jobs(state)
		if len(found) > 0 {
			job = found[0]
		}
		return len(found) > 0
	})
	return job
}

// failed is the newest job, once it failed and is to be tried again soon.
func (o *office) failed() (job jobs.Job) {
	o.t.Helper()
	o.eventually(func() bool {
		job = o.await("available")
		return job.LastError != ""
	})
	return job
}

func (o *office) retry(job jobs.Job) {
	o.t.Helper()
	if err := o.queue.Retry(context.Background(), job.ID); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) delivered() mail.Message {
	o.t.Helper()
	return receive(o.t, o.sent)
}

func (o *office) nothingMore() {
	o.t.Helper()
	select {
	case m := <-o.sent:
		o.t.Errorf("one too many: %+v", m)
	case <-time.After(300 * time.Millisecond):
	}
}

func receive[T any](t *testing.T, from <-chan T) (got T) {
	t.Helper()
	select {
	case got = <-from:
	case <-time.After(patience):
		t.Fatal("it did not happen")
	}
	return got
}

func TestCommit(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.run(o.work())
		rolledBack := errors.New("rolled back")
		err := o.db.Transaction(t.Context(), func(tx *models.DB) error {
			return errors.Join(o.queue.SendMail(t.Context(), tx, mail.Letter{To: "never@example.com"}), rolledBack)
		})
		if !errors.Is(err, rolledBack) || err.Error() != rolledBack.Error() {
			t.Fatal(err)
		}
		o.insert(func(ctx context.Context, tx *models.DB) error {
			defer o.nothingMore()
			return o.queue.SendMail(ctx, tx, ada)
		})
		if m := o.delivered(); m.To != ada.To || m.Subject != string(ada.Kind) {
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
	each(t, func(t *testing.T, o *office) {
		server := &mailtest.Server{}
		server.Start(t)
		server.Stop()
		o.run(jobs.Work{Write: write, Send: mail.SMTP(server.Settings())})
		o.post(ada)
		job := o.await("retryable")
		if job.Kind != "send_mail" || job.Attempt != 2 || job.MaxAttempts != 25 || !strings.Contains(job.LastError, "connection refused") {
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
	each(t, func(t *testing.T, o *office) {
		var attempts atomic.Int64
		work := o.work()
		work.Write = func(ctx context.Context, letter mail.Letter) (mail.Message, error) {
			if letter.Kind == "broken" && attempts.Add(1) == 1 {
				panic("for ada@example.com")
			}
			return write(ctx, letter)
		}
		o.run(work)
		o.post(mail.Letter{Kind: "broken", To: "ada@example.com"}, mail.Letter{Kind: "a", To: "b@example.com"}, mail.Letter{Kind: "b", To: "c@example.com"})
		got := []string{o.delivered().Subject, o.delivered().Subject}
		if slices.Sort(got); !slices.Equal(got, []string{"a", "b"}) {
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
	each(t, func(t *testing.T, o *office) {
		work := o.work()
		work.Write = func(ctx context.Context, letter mail.Letter) (mail.Message, error) {
			switch letter.Kind {
			case "error":
				return mail.Message{}, errors.New("it says \x00\xff")
			case "panic":
				panic("it says \x00\xff")
			default:
				return write(ctx, letter)
			}
		}
		o.run(work)
		o.post(ada, mail.Letter{Kind: "error"}, mail.Letter{Kind: "panic"})
		o.await("completed")
		o.eventually(func() bool {
			found := o.jobs("")
			return found[0].LastError == "it says \ufffd" && found[1].LastError == "it says \ufffd"
		})
	})
}

// A worker that is told to stop finishes what it does, and starts nothing.
func TestStop(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		begun, finish := make(chan struct{}), make(chan struct{})
		work := o.work()
		work.Send = func(ctx context.Context, m mail.Message) error {
			close(begun)
			<-finish
			return errors.Join(ctx.Err(), o.send(ctx, m))
		}
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

func TestAccountTask(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		task := models.AccountTask{Name: "forgot_password", Email: "ada@example.com", ID: models.NewID()}
		put := func(ctx context.Context, tx *models.DB) error { return o.queue.AccountTask(ctx, tx, task) }
		stop := o.run(o.work())
		o.insert(put)
		job := o.failed()
		if job.Kind != "account_task" || job.LastError != "nobody does this job" {
			t.Fatalf("%+v", job)
		}
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		done := make(chan models.AccountTask, 2)
		o.run(jobs.Work{Account: func(_ context.Context, task models.AccountTask) error { done <- task; return nil }})
		o.retry(job)
		if got := receive(t, done); got != task {
			t.Errorf("%+v", got)
		}
	})
}

func TestSync(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		customer, done := models.NewID(), make(chan uuid.UUID, 1)
		o.run(jobs.Work{Sync: func(_ context.Context, id uuid.UUID) error { done <- id; return nil }})
		o.insert(func(ctx context.Context, tx *models.DB) error { return o.queue.SyncCustomer(ctx, tx, customer) })
		if got := receive(t, done); got != customer {
			t.Error(got)
		}
	})
}

// TestSyncLater: who is told to wait looks again soon, however often, and did not
// fail.
func TestSyncLater(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.run(jobs.Work{Sync: func(context.Context, uuid.UUID) error { return fmt.Errorf("%w: busy", jobs.ErrLater) }})
		o.insert(func(ctx context.Context, tx *models.DB) error { return o.queue.SyncCustomer(ctx, tx, models.NewID()) })
		for range 2 {
			job := o.await("scheduled")
			if wait := time.Until(job.ScheduledAt); wait > 11*time.Second || job.LastError != "" || job.Attempt != 0 {
				t.Errorf("in %v: %+v", wait, job)
			}
			o.retry(job)
		}
	})
}

// Hourly work is done at the start, by one instance, and not again after the
// next start in the same hour.
func TestHourly(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		if left := time.Until(time.Now().Truncate(time.Hour).Add(time.Hour)); left < 10*time.Second {
			time.Sleep(left)
		}
		done := make(chan struct{}, 10)
		work := jobs.Work{Hourly: func(context.Context) error { done <- struct{}{}; return nil }}
		first, second := o.run(work), o.run(work)
		receive(t, done)
		o.await("completed")
		if err := errors.Join(first(), second()); err != nil {
			t.Fatal(err)
		}
		o.run(work)
		time.Sleep(1200 * time.Millisecond) // River's leader begins within a second
		if len(done) != 0 || len(o.jobs("")) != 1 {
			t.Errorf("%d more, %+v", len(done), o.jobs(""))
		}
	})
}

func TestHourlyFails(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.run(jobs.Work{Hourly: func(context.Context) error { return errors.New("for ada@example.com: no") }})
		job := o.failed()
		o.set("hourly", "attempt", 4)
		o.retry(job)
		if job := o.await("cancelled"); job.LastError != "JobCancelError: for an address: no" || job.MaxAttempts != 5 {
			t.Errorf("%+v", job)
		}
	})
}

func TestNothingHourly(t *testing.T) {
	if n := jobs.Periodic(jobs.Work{}); n != 0 {
		t.Errorf("%d periodic jobs without work", n)
	}
}

// A job that failed for the last time is never deleted; what was done is, after
// a day.
func TestNothingLost(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
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

// set writes a column that only time could write.
func (o *office) set(kind, column string, value any) {
	o.t.Helper()
	_, err := o.db.Pool().Exec(fmt.Sprintf("UPDATE river_job SET %s = $1 WHERE kind = $2", column), value, kind)
	if err != nil {
		o.t.Fatal(err)
	}
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
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
