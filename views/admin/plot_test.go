package admin

import (
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
)

func plotted(t *testing.T, mrr ...int64) string {
	t.Helper()
	f := billing.Figures{Currency: "usd"}
	for i, n := range mrr {
		f.Months = append(
			f.Months,
			billing.Month{Start: time.Date(2026, time.Month(i+1), 1, 0, 0, 0, 0, time.UTC), MRR: n},
		)
	}
	var page strings.Builder
	if err := plot(incomePlot(f)).Render(t.Context(), &page); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// TestPlot: bars stay within the plot, whatever the numbers are.
func TestPlot(t *testing.T) {
	for name, mrr := range map[string][]int64{"nothing": {0, 0, 0}, "one": {1}, "some": {0, 900, 123456, 9007199254740993}} {
		page := plotted(t, mrr...)
		if strings.Contains(page, "NaN") || strings.Contains(page, "Inf") || strings.Contains(page, `="-`) ||
			strings.Contains(page, "style") {
			t.Errorf("%s: %s", name, page)
		}
		if bars := strings.Count(page, "<rect"); bars != len(mrr) {
			t.Errorf("%s: %d bars", name, bars)
		}
	}
	page := plotted(t, 0, 100000)
	for _, part := range []string{`<title id="mrr-usd-title">`, `aria-labelledby="mrr-usd-title mrr-usd-desc"`, "from $0 in January 2026 to $1,000 now", `<th scope="row">February 2026</th><td>$1,000</td>`, ">1k</text>", ">500</text>", `height="154.0"`} {
		if !strings.Contains(page, part) {
			t.Errorf("no %s in %s", part, page)
		}
	}
}

// TestNiceTop: the axis ends at a round number that is not smaller.
func TestNiceTop(t *testing.T) {
	for value, want := range map[float64]float64{0: 1, 1: 1, 3: 4, 4.1: 5, 6: 10, 123: 200, 0.3: 0.4, 100: 100} {
		if got := niceTop(value); got < value || got-want > 1e-9 || want-got > 1e-9 {
			t.Errorf("%v: %v", value, got)
		}
	}
}
