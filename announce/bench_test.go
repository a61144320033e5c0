package announce_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
)

// BenchmarkTell tells ten thousand subscribers.
func BenchmarkTell(b *testing.B) {
	for name, database := range map[string]func(testing.TB) *models.DB{"sqlite": modelstest.SQLite, "postgres": modelstest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := open(b, database(b))
			d.crowd(10_000, 0)
			b.ReportAllocs()
			rounds := 0
			for b.Loop() {
				b.StopTimer()
				version := d.publish(policies.Editorial, 0)
				rounds++
				b.StartTimer()
				d.tell(version)
			}
			b.StopTimer()
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			b.ReportMetric(float64(memory.Sys)/(1<<20), "MB-of-the-process")
			if sent := d.sent(letter.PolicyChanged{}); len(sent) != 10_000 || sent["s0@example.com"] != rounds {
				b.Errorf("%d were told", len(sent))
			}
		})
	}
}

// BenchmarkPublish publishes with ten thousand subscribers, whom a worker tells
// afterwards, and with none.
func BenchmarkPublish(b *testing.B) {
	for name, database := range map[string]func(testing.TB) *models.DB{"sqlite": modelstest.SQLite, "postgres": modelstest.Postgres} {
		for _, subscribers := range []int{0, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", name, subscribers), func(b *testing.B) {
				d := open(b, database(b))
				d.crowd(subscribers, 0)
				for b.Loop() {
					d.publish(policies.Editorial, 0)
				}
			})
		}
	}
}
