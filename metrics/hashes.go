package metrics

import "github.com/prometheus/client_golang/prometheus"

// Hashes tells how many passwords are hashed at the moment, and how many wait for it.
type Hashes interface {
	Running() int
	Waiting() int
}

var hashesDesc = prometheus.NewDesc(
	"prokken_password_hashes", "Passwords that are hashed at the moment, or wait for it.", []string{"state"}, nil,
)

type hashes struct{ Hashes }

func newHashes(h Hashes) prometheus.Collector { return hashes{h} }

// Describe implements [prometheus.Collector].
func (h hashes) Describe(ch chan<- *prometheus.Desc) { ch <- hashesDesc }

// Collect implements [prometheus.Collector].
func (h hashes) Collect(ch chan<- prometheus.Metric) {
	ch <- gauge(hashesDesc, float64(h.Running()), "running")
	ch <- gauge(hashesDesc, float64(h.Waiting()), "waiting")
}

func gauge(desc *prometheus.Desc, value float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
}
