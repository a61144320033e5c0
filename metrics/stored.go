package metrics

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/prokken/prokken/models/figures"
)

// Source reads the figures that stand in the database.
type Source interface {
	Figures(ctx context.Context) (figures.Figures, error)
}

const (
	// storedFor is shorter than anybody's interval between two scrapes: however many ask, the
	// database is asked that seldom.
	storedFor = 5 * time.Second
	// readTimeout is shorter than Prometheus's own.
	readTimeout = 3 * time.Second
)

// stored are the figures of the database. While it is away they are missing, not old.
type stored struct {
	source Source
	mu     sync.Mutex // guards the rest; who waits for it is answered with what the other read
	readAt time.Time
	took   time.Duration
	last   figures.Figures
	err    error
}

// Describe implements [prometheus.Collector].
func (s *stored) Describe(ch chan<- *prometheus.Desc) {
	for _, desc := range storedDescs {
		ch <- desc
	}
}

// Collect implements [prometheus.Collector].
func (s *stored) Collect(ch chan<- prometheus.Metric) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.readAt) >= storedFor {
		s.read()
	}
	ch <- gauge(readDesc, s.took.Seconds())
	if s.err != nil {
		ch <- gauge(upDesc, 0)
		return
	}
	ch <- gauge(upDesc, 1)
	sendStored(ch, s.last, time.Now())
}

func (s *stored) read() {
	ctx, cancel := context.WithTimeout(context.Background(), readTimeout)
	defer cancel()
	began := time.Now()
	s.last, s.err = s.source.Figures(ctx)
	s.readAt = time.Now()
	s.took = s.readAt.Sub(began)
}
