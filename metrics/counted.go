package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/prokken/prokken/cookie"
)

// newCookies begins each reason with 0, so that the first cookie is seen as an increase.
func newCookies() *prometheus.CounterVec {
	cookies := newCounter("gate_cookies_removed_total", "Cookies that the gate took out of an answer.", "reason")
	for _, why := range cookie.Reasons {
		cookies.WithLabelValues(string(why))
	}
	return cookies
}

// CountCookie counts a cookie that the gate took out, by the reason alone.
func (m *Metrics) CountCookie(why cookie.Reason) { m.cookies.WithLabelValues(string(why)).Inc() }

// jobBuckets, in seconds: up to the minutes that an audit takes.
var jobBuckets = []float64{.005, .025, .1, .5, 1, 5, 15, 25, 35, 60, 300}

type jobs struct {
	done *prometheus.CounterVec
	took *prometheus.HistogramVec
}

func newJobs() jobs {
	return jobs{
		done: newCounter("jobs_worked_total", "Attempts of this server at jobs.", "kind", "outcome"),
		took: newDurations("job_duration_seconds", "Time that an attempt at a job took.", jobBuckets, "kind"),
	}
}

// CountJob counts an attempt at a job, and how it ended.
func (m *Metrics) CountJob(kind, outcome string, took time.Duration) {
	m.jobs.done.WithLabelValues(kind, outcome).Inc()
	m.jobs.took.WithLabelValues(kind).Observe(took.Seconds())
}

func newMails() *prometheus.CounterVec {
	return newCounter("mails_total", "Mails that were handed to the mail server, by what it said.", "outcome")
}

// CountMail counts a mail that was handed to the mail server, and what became of it.
func (m *Metrics) CountMail(outcome string) { m.mails.WithLabelValues(outcome).Inc() }
