package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/prokken/prokken/models/figures"
)

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(namespace+"_"+name, help, labels, nil)
}

var (
	upDesc       = desc("database_up", "1 if the database answered when these figures were read, else 0.")
	readDesc     = desc("database_read_duration_seconds", "Time that reading these figures took.")
	jobsDesc     = desc("jobs", "Jobs in the database.", "kind", "state")
	waitingDesc  = desc("jobs_oldest_waiting_seconds", "Age of the oldest job that waits or failed.", "kind")
	behindDesc   = desc("billing_customers_behind", "Customers whose copy is older than what Stripe told.")
	webhooksDesc = desc("webhooks_waiting", "Webhooks that are stored and not followed yet.")
	webhookDesc  = desc("webhooks_oldest_waiting_seconds", "Age of the oldest webhook that is not followed yet.")
	auditsDesc   = desc("audits", "Audits in the database, by how they ended or stand.", "result")
	auditedDesc  = desc("audit_last_timestamp_seconds", "When the newest audit of the own site ended.")
	sentenceDesc = desc("audit_sentences", "Checked sentences of the own policy at its newest audit.", "status")
	findingsDesc = desc("audit_findings", "Findings of the newest audit of the own site.", "severity")

	storedDescs = []*prometheus.Desc{
		upDesc, readDesc, jobsDesc, waitingDesc, behindDesc, webhooksDesc, webhookDesc, auditsDesc, auditedDesc,
		sentenceDesc, findingsDesc,
	}
)

func sendStored(ch chan<- prometheus.Metric, f figures.Figures, now time.Time) {
	for _, j := range f.Jobs {
		ch <- gauge(jobsDesc, float64(j.Count), j.Kind, j.State)
	}
	for _, w := range f.Waiting {
		ch <- gauge(waitingDesc, age(w.Since, now), w.Kind)
	}
	ch <- gauge(behindDesc, float64(f.Webhooks.Customers))
	ch <- gauge(webhooksDesc, float64(f.Webhooks.Events))
	ch <- gauge(webhookDesc, age(f.Webhooks.Since, now))
	for result, n := range results(f.Audits) {
		ch <- gauge(auditsDesc, float64(n), result)
	}
	if f.Newest != nil {
		sendNewest(ch, *f.Newest)
	}
}

// sendNewest uses the words of the pages: a sentence holds, is contradicted, or is unseen.
func sendNewest(ch chan<- prometheus.Metric, a figures.NewestAudit) {
	ch <- gauge(auditedDesc, float64(a.EndedAt.Unix()))
	ch <- gauge(sentenceDesc, float64(a.ClaimsHold), "holds")
	ch <- gauge(sentenceDesc, float64(a.ClaimsFail), "contradicted")
	ch <- gauge(sentenceDesc, float64(a.ClaimsTotal-a.ClaimsHold-a.ClaimsFail), "unseen")
	ch <- gauge(findingsDesc, float64(a.FindingsHigh), "high")
	ch <- gauge(findingsDesc, float64(a.FindingsMedium), "medium")
	ch <- gauge(findingsDesc, float64(a.FindingsLow), "low")
}

// results are the numbers of audits, with those that are done told apart.
func results(all []figures.Audits) map[string]int64 {
	counts := map[string]int64{}
	for _, a := range all {
		switch {
		case a.State != "done":
			counts[a.State] += a.Count
		case a.Passed:
			counts["passed"] += a.Count
		default:
			counts["not_passed"] += a.Count
		}
	}
	return counts
}

// age is how long ago something was, in seconds; 0 for what never was.
func age(since, now time.Time) float64 {
	if since.IsZero() {
		return 0
	}
	return max(now.Sub(since).Seconds(), 0)
}
