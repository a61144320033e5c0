package audit_test

import (
	"flag"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/browser"
)

// warm has the one browser of all tests of this package but those that are about starting
// one: each journey has a profile of its own in it.
var warm *browser.Pool

// audits is how many run side by side: each waits most of its time for its page.
func audits() int { return 3 * runtime.GOMAXPROCS(0) }

// TestMain lets three times as many tests run side by side as elsewhere, unless -parallel
// says how many.
func TestMain(m *testing.M) {
	flag.Parse()
	if parallel := flag.Lookup("test.parallel"); parallel.Value.String() == parallel.DefValue {
		_ = parallel.Value.Set(strconv.Itoa(audits())) // it takes any number
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	path, _ := browser.FindChromium() // without one every fixture says so
	warm = browser.NewPool(path, browser.PoolOptions{Shared: true, Patience: time.Minute})
	defer warm.Close()
	return m.Run()
}
