package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

// keepSites does what comes with time for the sites of customers.
type keepSites struct{}

// Kind names the job in the database.
func (keepSites) Kind() string { return "keep_sites" }

// keepEvery is how often it is done.
const keepEvery = 5 * time.Minute

// InsertOpts: once in its time however many instances there are. It is not tried again: the next
// one does it anyway.
func (keepSites) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByPeriod: keepEvery}}
}

// SiteKeeper does what comes with time for the sites of customers: audits that are due, hosts that
// are verified again, sites whose time is over.
type SiteKeeper interface {
	KeepSites(ctx context.Context) error
}

// siteKeeper does the job.
type siteKeeper struct {
	river.WorkerDefaults[keepSites]
	keeper SiteKeeper
}

// Timeout is long: sites and hosts are asked, each of which may be slow. It is shorter than the
// period.
func (*siteKeeper) Timeout(*river.Job[keepSites]) time.Duration { return keepEvery - 30*time.Second }

// Work does the job.
func (k *siteKeeper) Work(ctx context.Context, _ *river.Job[keepSites]) error {
	return k.keeper.KeepSites(ctx)
}

// keepingSites is the job with its period.
func keepingSites() *river.PeriodicJob {
	job := func() (river.JobArgs, *river.InsertOpts) { return keepSites{}, nil }
	return river.NewPeriodicJob(river.PeriodicInterval(keepEvery), job, &river.PeriodicJobOpts{RunOnStart: true})
}
