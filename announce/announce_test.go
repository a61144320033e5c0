package announce_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	subscriberrows "github.com/prokken/prokken/models/subscribers"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/confirmation"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// world is a service with a clock of its own. Its letters go into the real queue,
// where sent finds them: rolled back, they are not there.
type world struct {
	*announce.Service
	t       testing.TB
	db      *models.DB
	library *site.Site
	keys    keys.Ring
	failAt  func(call int) bool // whether that putting of letters fails, after it was done
	mu      sync.Mutex
	now     time.Time
	calls   int
}

func open(t testing.TB, db *models.DB) *world {
	t.Helper()
	keys, err1 := keys.New(strings.Repeat("s", 32))
	queue, err2 := jobs.NewQueue(db)
	d := &world{t: t, db: db, keys: keys, now: models.Now()}
	registry, err3 := site.Open(context.Background(), db, site.Settings{
		Address: "https://prokken.com", Names: []string{"Prokken"}, Zone: time.UTC, Shipped: os.DirFS("../content"),
		Signer: record.NewSigner(keys.PolicyKey()), Announcer: queue, Clock: clock.Func(d.clock),
	})
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	accounts := auth.New(db, keys, auth.Settings{Clock: clock.Func(d.clock)})
	d.library = registry.Own()
	d.Service = announce.New(db, announce.Settings{
		Sites: registry, Keys: keys, Counter: accounts, Asked: queue, Mailer: queue, Resumed: queue,
		Notices: cutNotices{queue, d}, Clock: clock.Func(d.clock),
	})
	return d
}

// cutNotices queues notices, and fails where the test says so.
type cutNotices struct {
	queue *jobs.Queue
	d     *world
}

func (n cutNotices) SendNotices(ctx context.Context, tx *models.DB, letters []mail.Letter) error {
	return errors.Join(n.queue.SendNotices(ctx, tx, letters), n.d.cutOff())
}

var errCutOff = errors.New("cut off")

func (d *world) cutOff() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls++
	if d.failAt != nil && d.failAt(d.calls) {
		return errCutOff
	}
	return nil
}

func (d *world) clock() time.Time { d.mu.Lock(); defer d.mu.Unlock(); return d.now }

func (d *world) wait(by time.Duration) { d.mu.Lock(); defer d.mu.Unlock(); d.now = d.now.Add(by) }

// confirm has the operator confirm what nobody has of the draft.
func (d *world) confirm(draft site.Draft) {
	d.t.Helper()
	_, open, err := d.library.Confirmations.Bases(context.Background(), draft.Document)
	if err == nil && len(open) > 0 {
		err = d.library.Confirmations.Confirm(context.Background(), confirmation.Confirming{
			Slug: draft.Document.Slug, Read: draft.Read, As: open.Proposed(), Reason: "Tested.",
		})
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// publish makes a new version of the terms, in effect after a while.
func (d *world) publish(m policies.Materiality, after time.Duration) uuid.UUID {
	d.t.Helper()
	ctx := context.Background()
	draft, err := d.library.Edit(
		ctx,
		site.Edit{Slug: site.Terms, Change: policy.SetTitle("Terms of " + models.NewID().String())},
	)
	if err != nil {
		d.t.Fatal(err)
	}
	p := site.Publication{Slug: site.Terms, Read: draft.Read, Summary: "We say it better.", Materiality: m}
	if after > 0 {
		p.EffectiveAt = new(d.clock().Add(after))
	}
	d.confirm(draft)
	number, err := d.library.Publish(ctx, p)
	if err != nil {
		d.t.Fatal(err)
	}
	v, err := d.library.Version(ctx, site.Terms, number)
	if err != nil {
		d.t.Fatal(err)
	}
	d.wait(time.Minute)
	return v.ID
}

func (d *world) withdraw(version uuid.UUID) {
	d.t.Helper()
	row, err := policies.PublishedByID(context.Background(), d.db, version)
	if err == nil {
		err = d.library.Withdraw(context.Background(), site.Terms, *row.Number, "A mistake.", uuid.Nil, nil)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// subscriber makes one, confirmed or not.
func (d *world) subscriber(email string, confirmed bool) subscriberrows.Subscriber {
	d.t.Helper()
	s := subscriberrows.Subscriber{ID: models.NewID(), SiteID: d.library.SiteID(), Email: email, CreatedAt: d.clock()}
	if confirmed {
		s.ConfirmedAt = new(d.clock())
	}
	if _, err := subscriberrows.Ensure(context.Background(), d.db, &s); err != nil {
		d.t.Fatal(err)
	}
	return s
}

// member makes one, and has a say in it.
func (d *world) member(email string, change func(*users.User)) users.User {
	d.t.Helper()
	u := users.User{ID: models.NewID(), Email: email, PasswordHash: "x", Role: users.Member, VerifiedAt: new(d.clock())}
	if change != nil {
		change(&u)
	}
	if err := users.Create(context.Background(), d.db, &u); err != nil {
		d.t.Fatal(err)
	}
	return u
}

// sent is how often each address is in the queue, for each kind of mail.
func (d *world) sent(kind letter.Content) map[string]int {
	d.t.Helper()
	args := "args->'letter'->>'to', args->'letter'->>'kind'"
	if d.db.Dialect() == models.SQLite {
		args = "json_extract(args, '$.letter.to'), json_extract(args, '$.letter.kind')"
	}
	rows, err := d.db.Pool().Query("SELECT " + args + " FROM river_job WHERE kind = 'send_mail'")
	if err != nil {
		d.t.Fatal(err)
	}
	defer rows.Close()
	sent := map[string]int{}
	for rows.Next() {
		var to, is string
		if err := rows.Scan(&to, &is); err != nil {
			d.t.Fatal(err)
		}
		if is == string(kind.Kind()) {
			sent[to]++
		}
	}
	if err := rows.Err(); err != nil {
		d.t.Fatal(err)
	}
	return sent
}

// tell goes on until all are told, as the queue does, and cut off or not.
func (d *world) tell(version uuid.UUID) {
	for range 100 {
		last, err := d.Tell(context.Background(), version)
		if err != nil && !errors.Is(err, errCutOff) {
			d.t.Error(err)
		}
		if last || err != nil && !errors.Is(err, errCutOff) {
			return
		}
	}
	d.t.Error("the telling does not end")
}

// crowd makes people by hundreds, and is how often each has to be told.
func (d *world) crowd(subscribers, members int) map[string]int {
	d.t.Helper()
	want := map[string]int{}
	ctx, now := context.Background(), d.clock()
	err := d.db.Transaction(ctx, func(tx *models.DB) error {
		var problems []error
		for i := range subscribers {
			s := subscriberrows.Subscriber{
				ID:          models.NewID(),
				SiteID:      d.library.SiteID(),
				Email:       fmt.Sprintf("s%d@example.com", i),
				CreatedAt:   now,
				ConfirmedAt: &now,
			}
			_, err := subscriberrows.Ensure(ctx, tx, &s)
			problems = append(problems, err)
			want[s.Email] = 1
		}
		for i := range members {
			u := users.User{
				ID:           models.NewID(),
				Email:        fmt.Sprintf("m%d@example.com", i),
				PasswordHash: "x",
				Role:         users.Member,
				VerifiedAt:   &now,
			}
			problems = append(problems, users.Create(ctx, tx, &u))
			want[u.Email] = 1
		}
		return errors.Join(problems...)
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return want
}

func (d *world) check(kind letter.Content, want map[string]int) {
	d.t.Helper()
	if diff := cmp.Diff(want, d.sent(kind)); diff != "" {
		d.t.Error(diff)
	}
}
