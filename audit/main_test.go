package audit_test

import (
	"flag"
	"os"
	"runtime"
	"strconv"
	"testing"
)

// browsers is how many run side by side: each waits half its time for its page.
func browsers() int { return 2 * runtime.GOMAXPROCS(0) }

// TestMain lets twice as many tests run side by side as elsewhere, unless -parallel
// says how many.
func TestMain(m *testing.M) {
	flag.Parse()
	if parallel := flag.Lookup("test.parallel"); parallel.Value.String() == parallel.DefValue {
		_ = parallel.Value.Set(strconv.Itoa(browsers())) // it takes any number
	}
	os.Exit(m.Run())
}
