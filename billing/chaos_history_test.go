package billing_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/prokken/prokken/billing"
)

// operation is one thing that somebody does: a customer, an admin, their bank, time.
type operation struct {
	Do        string
	Who       int
	Selection billing.Selection `json:",omitzero"`
	Pick      int               // one of several, or a way to do it
	Amount    int64             // of a refund; 0 is all
	Charge    string            // found out when it is refunded
	By        time.Duration     // that passes
	Twice     bool              // done twice, where that can be
}

const (
	people     = 3
	operations = 18
)

// chances is how often each operation is done, beside the others.
var chances = map[string]int{
	"checkout": 4, "pay": 5, "return": 2, "pass": 7, "bad card": 2, "good card": 2, "pay invoice": 2,
	"change": 3, "later": 6, "cancel scheduled change": 1, "cancel": 2, "uncancel": 2, "refund": 2, "give back": 1, "dispute": 1, "decide": 1,
	"extend": 1,
}

// history is what happens with this seed.
func history(seed uint64) []operation {
	random := rand.New(rand.NewPCG(seed, 1))
	var names []string
	for _, name := range strings.Split("checkout,pay,return,pass,bad card,good card,pay invoice,change,later,cancel scheduled change,cancel,uncancel,refund,give back,dispute,decide,extend", ",") {
		for range chances[name] {
			names = append(names, name)
		}
	}
	var all []operation
	for who := range people {
		all = append(
			all,
			operation{Do: "checkout", Who: who, Selection: anySelection(random)},
			operation{Do: "pay", Who: who, Pick: 9},
		)
	}
	for range operations {
		all = append(all, operation{
			Do: names[random.IntN(len(names))], Who: random.IntN(people), Selection: anySelection(random), Pick: random.IntN(10),
			Twice:  random.IntN(4) == 0,
			Amount: []int64{0, 100, 250}[random.IntN(3)], By: time.Duration(1+random.IntN(27*24)) * time.Hour,
		})
		if last := &all[len(all)-1]; last.Do == "later" { // only what costs less can wait
			last.Selection = []billing.Selection{monthly("starter"), yearly("starter"), monthly("studio")}[last.Pick%3]
		}
	}
	return all
}

func anySelection(random *rand.Rand) billing.Selection {
	if random.IntN(4) == 0 {
		return billing.Selection{ID: "audits", Currency: "usd", Quantity: 1 + random.Int64N(3)}
	}
	w := monthly(plans[random.IntN(len(plans))].ID)
	if random.IntN(5) == 0 {
		w.Interval = "year"
	}
	if w.ID == "studio" {
		w.Quantity = 1 + random.Int64N(3)
	}
	return w
}

func (d operation) String() string {
	return fmt.Sprintf(
		"%s by %d: %+v, pick %d, amount %d, after %v, twice %v",
		d.Do,
		d.Who,
		d.Selection,
		d.Pick,
		d.Amount,
		d.By,
		d.Twice,
	)
}
