package admin

import (
	"fmt"
	"slices"
	"time"

	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// Jobs is a page of jobs in one state, or, if that is empty, in any.
type Jobs struct {
	State           string
	Notice, Problem string
	Backup          Backup
	Bounced         int64 // how many accounts have an address that takes no mail
	Counts          map[string]int64
	Rows            []JobRow
	Pager           views.Pager
}

// Backup is the newest backup, and how often one is made. Made is zero where there is none.
type Backup struct {
	Every     time.Duration
	Made      time.Time
	Bytes     int64
	Rows      int64
	Encrypted bool
}

// words says what an admin has to know of it.
func (b Backup) words() string {
	switch {
	case b.Made.IsZero() && b.Every == 0:
		return "Automatic backups are off: backup.every is 0 in the configuration."
	case b.Made.IsZero():
		return "There is no backup yet. The server makes one within the hour."
	case b.Encrypted:
		return fmt.Sprintf("%s, %s, encrypted.", display.Count(b.Rows, "row"), size(b.Bytes))
	}
	return fmt.Sprintf(
		"%s, %s, not encrypted: anyone who can read the file has everything.",
		display.Count(b.Rows, "row"),
		size(b.Bytes),
	)
}

// size is in the unit that people know from their disks.
func size(bytes int64) string {
	if bytes < 1_000_000 {
		return display.Number((bytes+999)/1000) + " kB"
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1_000_000)
}

// JobRow is a job as an admin sees it. Ended is nil until it did.
type JobRow struct {
	ID                   int64
	Kind, State          string
	Attempt, MaxAttempts int
	Due                  time.Time
	Ended                *time.Time
	Error                string
}

func (j JobRow) kind() string {
	if words := views.JobKind(j.Kind); words != "" {
		return words
	}
	return j.Kind
}

// jobStates in the order in which they matter.
var jobStates = []struct{ is, words string }{
	{"retryable", "To be retried"},
	{"discarded", "Given up"},
	{"running", "Running"},
	{"available", "Next"},
	{"scheduled", "For later"},
	{"pending", "On hold"},
	{"completed", "Done"},
	{"cancelled", "Given up at once"},
}

func stateWords(state string) string {
	for _, known := range jobStates {
		if known.is == state {
			return known.words
		}
	}
	return state
}

// waits reports whether it will be done by itself.
func (j JobRow) waits() bool {
	return j.State == "retryable" || j.State == "scheduled" || j.State == "available"
}

// canRetry reports whether having it done now changes anything.
func (j JobRow) canRetry() bool {
	return j.State == "retryable" || j.State == "discarded" || j.State == "cancelled" || j.State == "scheduled"
}

// isBad reports whether somebody should look at it.
func (j JobRow) isBad() bool {
	return slices.Contains([]string{"retryable", "discarded", "cancelled"}, j.State)
}

// jobTab leads to the jobs in a state.
type jobTab struct {
	State, Words string
	Jobs         int64
}

// tabs are all jobs, and the states that have some or are asked for.
func (v Jobs) tabs() []jobTab {
	tabs := []jobTab{{Words: "All"}}
	for _, state := range jobStates {
		n := v.Counts[state.is]
		tabs[0].Jobs += n
		if n > 0 || state.is == v.State {
			tabs = append(tabs, jobTab{state.is, state.words, n})
		}
	}
	return tabs
}

func (t jobTab) href() string {
	if t.State == "" {
		return "/admin/jobs"
	}
	return "/admin/jobs?state=" + t.State
}
