package metrics

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// requestBuckets, in seconds: a page takes less than a millisecond, a log-in its hash.
var requestBuckets = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}

type requests struct {
	counted *prometheus.CounterVec
	took    *prometheus.HistogramVec
}

func newRequests() requests {
	return requests{
		counted: newCounter("http_requests_total", "Requests answered.", "method", "route", "status"),
		took: newDurations("http_request_duration_seconds", "Time until a request was answered.", requestBuckets,
			"method", "route"),
	}
}

// CountRequest counts an answer. Routes are patterns of the route table, so that strangers make
// no series; methods are bounded here.
func (m *Metrics) CountRequest(method, route string, status int, took time.Duration) {
	method = bounded(method)
	m.requests.counted.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.requests.took.WithLabelValues(method, route).Observe(took.Seconds())
}

// bounded is the method, or "other" for one that no browser sends.
func bounded(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodOptions:
		return method
	default:
		return "other"
	}
}
