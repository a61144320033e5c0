// Package doctor looks whether a machine has what a server in production needs: each check tries
// the thing itself, changes nothing, and says what to do. The command of the same name calls it.
// Start reading at [Examine].
package doctor

import (
	"context"
	"time"
)

// Verdict is how a finding weighs.
type Verdict string

// The verdicts: in order; worth a look, though the server runs; the server has to have it.
const (
	Good Verdict = "good"
	Look Verdict = "look at this"
	Must Verdict = "must"
)

// Finding is what one check saw. Do says what to do, and is empty where all is in order.
type Finding struct {
	Check   string  `json:"check"`
	Verdict Verdict `json:"verdict"`
	Says    string  `json:"says"`
	Do      string  `json:"do,omitempty"`
}

// Check looks at one thing. It fills in everything of the finding but the check's name.
type Check interface {
	Name() string
	Look(ctx context.Context) Finding
}

// patience is how long one check may take: somebody waits before a terminal.
const patience = 20 * time.Second

// Examine runs the checks one after the other, and tells of each as soon as it is known.
func Examine(ctx context.Context, checks []Check, tell func(Finding)) {
	for _, check := range checks {
		tell(examine(ctx, check))
	}
}

func examine(ctx context.Context, check Check) Finding {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found := check.Look(ctx)
	found.Check = check.Name()
	return found
}

func good(says string) Finding     { return Finding{Verdict: Good, Says: says} }
func look(says, do string) Finding { return Finding{Verdict: Look, Says: says, Do: do} }
func must(says, do string) Finding { return Finding{Verdict: Must, Says: says, Do: do} }
