package handlers

import (
	"net/netip"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/program"
)

// limiter holds a token bucket for each client address. It is this instance's
// own: what has to be counted for good is counted in the database.
type limiter struct {
	mu       sync.Mutex
	buckets  map[netip.Addr]*rate.Limiter
	sweeping bool // a sweep is to come
	perSec   rate.Limit
	burst    int
}

// maxBuckets bounds the memory, some 100 bytes each.
const maxBuckets = 100_000

const (
	// fillTime is how long it takes until an empty bucket is full again.
	fillTime = 2 * time.Minute
	// sweepEvery is so short that no address is remembered longer than the policy says.
	sweepEvery = program.ClientAddressesKept - fillTime
)

func newLimiter(perMinute int) *limiter {
	return &limiter{
		buckets: map[netip.Addr]*rate.Limiter{},
		perSec:  rate.Limit(perMinute) / 60, burst: int(fillTime/time.Minute) * perMinute,
	}
}

// take returns how long the client has to wait; 0: not at all.
func (l *limiter) take(client netip.Addr, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.buckets) >= maxBuckets {
		l.forgetFull(now)
	}
	bucket := l.buckets[client]
	if bucket == nil {
		bucket = rate.NewLimiter(l.perSec, l.burst)
		l.buckets[client] = bucket
		l.sweepLater()
	}
	reserved := bucket.ReserveN(now, 1)
	wait := reserved.DelayFrom(now)
	if wait > 0 {
		reserved.CancelAt(now)
	}
	return wait
}

// sweepLater forgets addresses after a while, whether somebody asks again or not.
func (l *limiter) sweepLater() {
	if !l.sweeping {
		l.sweeping = true
		time.AfterFunc(sweepEvery, l.sweep)
	}
}

func (l *limiter) sweep() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forgetFull(time.Now())
	l.sweeping = false
	if len(l.buckets) > 0 {
		l.sweepLater()
	}
}

// forgetFull forgets who did nothing for long: a new bucket is as full. If all
// are in use, all are forgotten: better that than to run out of memory.
func (l *limiter) forgetFull(now time.Time) {
	for client, bucket := range l.buckets {
		if bucket.TokensAt(now) >= float64(l.burst) {
			delete(l.buckets, client)
		}
	}
	if len(l.buckets) >= maxBuckets {
		clear(l.buckets)
	}
}

// limited lets one client address through only so often. An IPv6 client is
// its /64: it can choose among all the addresses in there.
func (s *Server) limited(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		client := web.AddressOf(c)
		if client.Is6() {
			network, _ := client.Prefix(64)
			client = network.Addr()
		}
		if wait := s.limiter.take(client, s.Now()); wait > 0 {
			return auth.TooMany{Until: s.Now().Add(wait)}
		}
		return next(c)
	}
}
