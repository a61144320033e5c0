package jobs_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

var grace = mail.Letter{To: "grace@example.com", Content: ada.Content}

// leave makes all jobs that wait as they are when the server that works them was killed so long ago.
func (o *world) leave(ago time.Duration) {
	o.t.Helper()
	at := fmt.Sprintf("now() - interval '%d seconds'", int(ago.Seconds()))
	if o.db.Dialect() == models.SQLite {
		at = fmt.Sprintf("datetime('now', 'subsec', '-%d seconds')", int(ago.Seconds()))
	}
	_, err := o.db.Pool().Exec("UPDATE river_job SET state = 'running', attempt = attempt + 1, attempted_at = " + at + " WHERE state = 'available'")
	if err != nil {
		o.t.Fatal(err)
	}
}

// TestALeftMailIsTakenUp within a minute of its start; one that may still be at work is not.
func TestALeftMailIsTakenUp(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		o.post(ada)
		o.leave(50 * time.Second)
		o.post(grace)
		o.leave(20 * time.Second)
		o.run(o.work())
		if m := o.delivered(); m.To != ada.To {
			t.Errorf("to %s", m.To)
		}
		time.Sleep(6 * time.Second) // one more look
		o.nothingMore()
	})
}

// TestAWrongClockDelaysNothing: a job that is due is worked, whatever its date; one that waits for its
// moment goes on waiting.
func TestAWrongClockDelaysNothing(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		o.post(grace)
		o.date("+86400", "scheduled")
		o.post(ada)
		o.date("+86400", "available")
		o.run(o.work())
		if m := o.delivered(); m.To != ada.To {
			t.Errorf("to %s", m.To)
		}
		time.Sleep(6 * time.Second)
		o.nothingMore()
	})
}

// date dates all jobs that are due so many seconds from now, in that state.
func (o *world) date(seconds, state string) {
	o.t.Helper()
	at := fmt.Sprintf("now() + interval '%s seconds'", seconds)
	if o.db.Dialect() == models.SQLite {
		at = fmt.Sprintf("datetime('now', 'subsec', '%s seconds')", seconds)
	}
	_, err := o.db.Pool().Exec(fmt.Sprintf("UPDATE river_job SET scheduled_at = %s, state = '%s' WHERE state = 'available'", at, state))
	if err != nil {
		o.t.Fatal(err)
	}
}

// TestLongJobsAreNotTakenUpSoon: an audit goes on for minutes, and so may a backup; neither is
// begun twice. Nor is a job tried more often than it may be.
func TestLongJobsAreNotTakenUpSoon(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		o.audit(models.NewID())
		o.post(ada)
		o.leave(2 * time.Minute)
		o.set("send_mail", "max_attempts", 1)
		work := o.work()
		work.Audits = auditFunc(func(context.Context, uuid.UUID) (bool, error) {
			t.Error("a second audit")
			return false, nil
		})
		o.run(work)
		time.Sleep(6 * time.Second)
		o.nothingMore()
	})
}

// TestALivingServerKeepsItsMail: however slow the mail server is, no other server sends the mail
// before this one gave it up.
func TestALivingServerKeepsItsMail(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		var atWork atomic.Int32
		ended := make(chan time.Duration, 10)
		work := jobs.Work{Writer: writer{}, Sender: sendFunc(func(ctx context.Context, _ mail.Message) error {
			if atWork.Add(1) > 1 {
				t.Error("two servers send it")
			}
			defer atWork.Add(-1)
			begun := time.Now()
			<-ctx.Done()
			ended <- time.Since(begun)
			return ctx.Err()
		})}
		o.post(ada)
		o.run(work)
		o.run(work)
		if took := receive(t, ended); took > 40*time.Second {
			t.Errorf("it may take %s", took)
		}
	})
}

// TestJobsStartWhenTheDatabaseIsBack: a server that starts while it is away goes on trying.
func TestJobsStartWhenTheDatabaseIsBack(t *testing.T) {
	t.Parallel()
	db := modelstest.Postgres(t)
	queue, err := jobs.NewQueue(db)
	if err != nil {
		t.Fatal(err)
	}
	o := &world{t: t, db: db, queue: queue, sent: make(chan mail.Message, 1)}
	o.post(ada)
	back := o.refuseAll()
	defer back()
	o.run(o.work())
	time.Sleep(2 * time.Second)
	o.nothingMore()
	back()
	o.delivered()
}

// refuseAll lets the database take no connection, and cuts those that there are, until back.
func (o *world) refuseAll() (back func()) {
	o.t.Helper()
	server, name := modelstest.Server(o.t, o.db)
	allow := func(allowed bool) {
		_, err := server.Exec(fmt.Sprintf("ALTER DATABASE %s ALLOW_CONNECTIONS %t", name, allowed))
		if err != nil {
			o.t.Error(err)
		}
	}
	allow(false)
	if _, err := server.Exec("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = $1", name); err != nil {
		o.t.Fatal(err)
	}
	return func() { allow(true) }
}
