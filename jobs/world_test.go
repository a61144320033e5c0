package jobs_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

const patience = time.Minute

var ada = mail.Letter{To: "ada@example.com", Content: letter.ConfirmAddress{}}

// world is a queue and what happens to its jobs.
type world struct {
	t     *testing.T
	db    *models.DB
	queue *jobs.Queue
	sent  chan mail.Message
	fails atomic.Pointer[error] // what sending answers
}

// each runs the test on every database, side by side.
func each(t *testing.T, test func(t *testing.T, o *world)) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Parallel()
		queue, err := jobs.NewQueue(db)
		if err != nil {
			t.Fatal(err)
		}
		test(t, &world{t: t, db: db, queue: queue, sent: make(chan mail.Message, 100)})
	})
}

func (o *world) work() jobs.Work { return jobs.Work{Writer: writer{}, Sender: o} }

// writer writes whom the letter is for.
type writer struct{}

func (writer) WriteMail(_ context.Context, l mail.Letter) (mail.Message, error) {
	return mail.Message{To: l.To, Subject: l.To, Text: "text", HTML: "html"}, nil
}

func (o *world) Send(_ context.Context, m mail.Message) error {
	if err := o.fails.Load(); err != nil {
		return *err
	}
	o.sent <- m
	return nil
}

// run works until the test ends or stop.
func (o *world) run(work jobs.Work) (stop func() error) {
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

func (o *world) insert(put func(ctx context.Context, tx *models.DB) error) {
	o.t.Helper()
	ctx := context.Background()
	if err := o.db.Transaction(ctx, func(tx *models.DB) error { return put(ctx, tx) }); err != nil {
		o.t.Fatal(err)
	}
}

func (o *world) post(letters ...mail.Letter) {
	o.t.Helper()
	o.insert(func(ctx context.Context, tx *models.DB) error {
		for _, l := range letters {
			if err := o.queue.SendMail(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o *world) jobs(state string) []jobs.Job {
	o.t.Helper()
	found, _, err := o.queue.Jobs(context.Background(), state, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	return found
}

func (o *world) eventually(happened func() bool) {
	o.t.Helper()
	for end := time.Now().Add(patience); !happened(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			o.t.Fatalf("it did not happen: %+v", o.jobs(""))
		}
	}
}

// await is the newest job in that state, once there is one.
func (o *world) await(state string) (job jobs.Job) {
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
func (o *world) failed() (job jobs.Job) {
	o.t.Helper()
	o.eventually(func() bool {
		job = o.await("available")
		return job.LastError != ""
	})
	return job
}

func (o *world) retry(job jobs.Job) {
	o.t.Helper()
	if err := o.queue.Retry(context.Background(), job.ID); err != nil {
		o.t.Fatal(err)
	}
}

func (o *world) delivered() mail.Message {
	o.t.Helper()
	return receive(o.t, o.sent)
}

func (o *world) nothingMore() {
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

// set writes a column that only time could write.
func (o *world) set(kind, column string, value any) {
	o.t.Helper()
	_, err := o.db.Pool().Exec(fmt.Sprintf("UPDATE river_job SET %s = $1 WHERE kind = $2", column), value, kind)
	if err != nil {
		o.t.Fatal(err)
	}
}
