// Package metrics holds the figures that Prometheus reads: what is counted as it happens, and
// what is read when somebody asks. Who counts something declares an interface of its own, and is
// given [Metrics]. Start reading at [New].
package metrics

import (
	"database/sql"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// namespace is what the names of our own figures begin with.
const namespace = "prokken"

// Metrics are the figures of one server.
type Metrics struct {
	registry *prometheus.Registry
	requests requests
	cookies  *prometheus.CounterVec
	jobs     jobs
	mails    *prometheus.CounterVec
}

// Settings are where figures are read from that nobody counts.
type Settings struct {
	Source Source
	Hashes Hashes
	Pools  map[string]*sql.DB // of connections to the database, by name
}

// New makes the figures, in a registry of their own.
func New(s Settings) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(), requests: newRequests(), cookies: newCookies(), jobs: newJobs(),
		mails: newMails(),
	}
	m.registry.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		m.requests.counted, m.requests.took, m.cookies, m.jobs.done, m.jobs.took, m.mails,
		newHashes(s.Hashes), &stored{source: s.Source},
	)
	for name, pool := range s.Pools {
		m.registry.MustRegister(collectors.NewDBStatsCollector(pool, name))
	}
	return m
}

// scrapesAtOnce is more than anybody needs.
const scrapesAtOnce = 4

// Handler answers with all figures, at any address. What cannot be read is left out.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: scrapesAtOnce,
	})
}

func newCounter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
}

func newDurations(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(
		prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels,
	)
}
