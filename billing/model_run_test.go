package billing_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// mHistories is how many there are; PROKKEN_CHAOS_HISTORIES says another number.
const mHistories = 48

// tally counts acts that took place, and how those ended that did not.
type tally struct {
	mu     sync.Mutex
	count  map[string]int
	failed atomic.Bool // then no other history begins: one is enough to look at
}

func (c *tally) add(act, outcome string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count[act+": "+outcome]++
}

// TestModel: after each act of a random history everything is as the model says. Every kind
// of act has to take place, and every refusal.
func TestModel(t *testing.T) {
	t.Parallel()
	c := &tally{count: map[string]int{}}
	many := numberOr(t, "PROKKEN_CHAOS_HISTORIES", mHistories)
	first := numberOr(t, "PROKKEN_CHAOS_SEED", 0)
	t.Run("histories", func(t *testing.T) {
		for seed := first; seed < first+many; seed++ {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				liveAsModelled(t, seed, c)
			})
		}
	})
	if many < mHistories || t.Failed() {
		return
	}
	wanted := mWanted
	if many >= 100 {
		wanted = append(slices.Clone(mWanted), mRare...)
	}
	for _, act := range wanted {
		if c.count[act] == 0 {
			t.Errorf("it never happens: %s", act)
		}
	}
	t.Log(c.count)
}

// mWanted are acts and refusals that have to be among the histories.
var mWanted = []string{
	"buy: done", "buy: has a plan", "buy: wrong currency", "once: done", "change: done",
	"change: to confirm", "change: refused", "change: no plan", "later: done", "later: only now", "keep: done",
	"cancel: done", "cancel: no plan", "uncancel: done", "pay: done", "pay: nothing", "refund: done",
	"dashboard refund: done", "dispute: done", "win: done", "lose: done", "pause: done", "unpause: done",
	"extend: done", "reprice: done", "credit: done", "delete: done", "good card: done", "bad card: done",
	"asking card: done", "pass: done", "friends: done", "leave: done",
}

// mRare are those that have to be among a hundred histories.
var mRare = []string{"change: pay first", "change: declined", "leave: second trial"}

// follower is a shop and its model.
type follower struct {
	*model
	l      life
	random *rand.Rand
	log    []string
}

func liveAsModelled(t *testing.T, seed uint64, c *tally) {
	if c.failed.Load() {
		return
	}
	f := newFollower(t, seed)
	for n := range 18 {
		act := mActs[0].name
		if n > 0 {
			act = f.pick()
		}
		outcome, err := f.do(act)
		f.log = append(f.log, fmt.Sprint(n, " ", act, ": ", outcome))
		if err == nil && outcome != "" {
			c.add(act, outcome)
			err = f.compare()
		}
		if err != nil {
			c.failed.Store(true)
			t.Fatalf(
				"again with PROKKEN_CHAOS_SEED=%d PROKKEN_CHAOS_HISTORIES=1 go test ./billing -run TestModel\n%v\n%s",
				seed,
				err,
				strings.Join(f.log, "\n"),
			)
		}
	}
}

func newFollower(t *testing.T, seed uint64) *follower {
	db := modelstest.SQLite
	if seed%2 == 1 {
		db = modelstest.Postgres
	}
	s := newShop(t, db(t))
	l := life{s, s.stripe.(*emulator.Emulator)}
	inclusive := seed%6 == 3
	s.settings.Clock, s.settings.Plans, s.settings.Tax = l.stand, mPlans(inclusive), seed%3 == 0
	s.settings.Products = slices.Clone(products)
	s.settings.Products[0].Prices = mTaxed(products[0].Prices, inclusive)
	l.withKeys()
	f := &follower{l: l, random: rand.New(rand.NewPCG(seed, 7)), model: &model{
		taxed: seed%3 == 0, inclusive: inclusive, unpaid: seed%4 == 1,
		told: map[string]bool{}, tried: map[string]bool{},
		pressed: map[string]string{}, alerts: map[string]bool{}, now: l.stand.Now(),
	}}
	if err := l.stand.SetSwitches(emulator.Switches{Unpaid: f.unpaid}); err != nil {
		t.Fatal(err)
	}
	for name, form := range map[string]url.Values{
		"HALF": {"percent_off": {"50"}, "duration": {"once"}},
		"FREE": {"percent_off": {"100"}, "duration": {"repeating"}, "duration_in_months": {"1"}},
		"LESS": {"amount_off": {"300"}, "currency": {"usd"}, "duration": {"forever"}},
	} {
		coupon := l.ask("POST", "coupons", form)["id"].(string)
		l.ask("POST", "promotion_codes", url.Values{"coupon": {coupon}, "code": {name}})
	}
	return f
}

// mPlans are the plans of the tests, in two currencies, with the tax in their prices or on top.
func mPlans(inclusive bool) []config.Plan {
	all := slices.Clone(plans)
	for i := range all {
		for _, interval := range []string{"month", "year"} {
			amount := mPrices[all[i].ID+" "+interval+" eur"]
			all[i].Prices = append(
				slices.Clone(all[i].Prices),
				config.Price{Currency: "eur", Interval: interval, Amount: amount},
			)
		}
		all[i].Prices = mTaxed(all[i].Prices, inclusive)
	}
	return all
}

// mTaxed are prices with the tax in them, or on top of them.
func mTaxed(prices []config.Price, inclusive bool) []config.Price {
	prices = slices.Clone(prices)
	for i := range prices {
		if inclusive {
			prices[i].TaxBehavior = "inclusive"
		}
	}
	return prices
}

func numberOr(t *testing.T, name string, otherwise uint64) uint64 {
	if typed := os.Getenv(name); typed != "" {
		return numberOf(t, typed)
	}
	return otherwise
}

// mAct is something that somebody does; "" is that it cannot be done now.
type mAct struct {
	name   string
	weight int
	do     func(*follower) (string, error)
}

// pick chooses an act. Who has no plan mostly buys one: nothing much can be done without.
func (f *follower) pick() string {
	if !f.live() && f.random.IntN(3) == 0 {
		return mActs[0].name
	}
	sum := 0
	for _, act := range mActs {
		sum += act.weight
	}
	n := f.random.IntN(sum)
	for _, act := range mActs {
		if n -= act.weight; n < 0 {
			return act.name
		}
	}
	return ""
}

// do does an act; the model says how it has to end.
func (f *follower) do(name string) (string, error) {
	i := slices.IndexFunc(mActs, func(act mAct) bool { return act.name == name })
	f.now = f.l.stand.Now()
	outcome, err := mActs[i].do(f)
	if outcome == "" || err != nil {
		return outcome, err
	}
	return outcome, f.lookAgain()
}

// lookAgain syncs, if there is anybody to sync, and reminds.
func (f *follower) lookAgain() error {
	ctx := context.Background()
	f.now = f.l.stand.Now()
	if c, err := payments.CustomerOf(ctx, f.l.db, f.l.user.ID); err == nil {
		if err := f.l.follow(c.ID); err != nil {
			return err
		}
	} else if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	f.look()
	return f.l.service.Remind(ctx)
}

// same compares how an act ended with how it had to.
func same(got error, want string) (string, error) {
	if word := outcomeOf(got); word != want {
		return word, fmt.Errorf("it ended with %q (%w), and had to with %q", word, got, want)
	}
	return want, nil
}

func outcomeOf(err error) string {
	var invalid validation.Errors
	switch {
	case err == nil:
		return mDone
	case errors.Is(err, billing.ErrAlreadySubscribed):
		return "has a plan"
	case errors.Is(err, billing.ErrNoPlan):
		return "no plan"
	case errors.Is(err, billing.ErrPayFirst):
		return "pay first"
	case errors.Is(err, billing.ErrToConfirm):
		return "to confirm"
	case errors.Is(err, billing.ErrDeclined):
		return "declined"
	case errors.As(err, &invalid) && invalid["currency"] != "":
		return "wrong currency"
	case errors.As(err, &invalid) && invalid["when"] != "":
		return "only now"
	case errors.As(err, &invalid):
		return "refused"
	}
	return "error"
}

// steps lets time pass in steps of half a day, none of which ends where something is due.
func (f *follower) steps(by time.Duration) error {
	for end := f.l.stand.Now().Add(by); f.l.stand.Now().Before(end); {
		to := f.l.stand.Now().Add(12 * time.Hour)
		for slices.ContainsFunc(f.moments(), func(at time.Time) bool { return at.Sub(to).Abs() < 5*time.Minute }) {
			to = to.Add(11 * time.Minute)
		}
		if err := f.l.stand.Advance(to.Sub(f.l.stand.Now())); err != nil {
			return err
		}
		f.pass(f.l.stand.Now())
		if err := f.lookAgain(); err != nil {
			return err
		}
	}
	return nil
}
