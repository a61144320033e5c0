package admin

import (
	"fmt"
	"math"
	"strconv"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/money"
)

// Plot is a row of bars, drawn on the server. Its table has the same numbers.
type Plot struct {
	ID, Title, Desc string
	First           string   // head of the table's first column; "": Month
	Heads           []string // of the others
	Bars            []Bar
	ticks           []tick
}

// Bar is one month, or one of whatever is drawn.
type Bar struct {
	Month string
	Value float64
	Cells []string // of the table
	label string   // under the bar
}

// tick is a line across the plot, and what it stands for.
type tick struct {
	Y     float64
	Words string
}

// The plot's own units: small enough for its letters to be read on a phone.
const (
	plotWidth, plotHeight = 360, 190
	plotLeft, plotRight   = 40, 4
	plotTop, plotBottom   = 12, 24
)

func (p Plot) viewBox() string { return fmt.Sprintf("0 0 %d %d", plotWidth, plotHeight) }

// niceTop is the next round number that is not smaller.
func niceTop(value float64) float64 {
	if value <= 0 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(value)))
	for _, times := range []float64{1, 2, 4, 5, 10} {
		if value <= times*unit {
			return times * unit
		}
	}
	return 10 * unit
}

func (p Plot) top() float64 {
	most := 0.0
	for _, b := range p.Bars {
		most = max(most, b.Value)
	}
	return niceTop(most)
}

func (p Plot) y(value float64) float64 {
	return plotTop + (plotHeight-plotTop-plotBottom)*(1-value/p.top())
}

func (p Plot) slot() float64 {
	return float64(plotWidth-plotLeft-plotRight) / float64(max(len(p.Bars), 1))
}

func (p Plot) barX(i int) float64 { return plotLeft + p.slot()*(float64(i)+.15) }

func (p Plot) middle(i int) float64 { return plotLeft + p.slot()*(float64(i)+.5) }

// round is a coordinate for the page.
func round(at float64) string { return strconv.FormatFloat(at, 'f', 1, 64) }

// ticksOf are three lines: nothing, half and all.
func ticksOf(p Plot, words func(float64) string) []tick {
	var all []tick
	for _, part := range []float64{0, .5, 1} {
		all = append(all, tick{p.y(part * p.top()), words(part * p.top())})
	}
	return all
}

// shows reports whether a bar has its month under it: every third of twelve, and
// the last.
func (p Plot) shows(i int) bool { return (len(p.Bars)-1-i)%max(len(p.Bars)/4, 1) == 0 }

// first is the head of the table's first column.
func (p Plot) first() string {
	if p.First == "" {
		return "Month"
	}
	return p.First
}

// narrow is where a label is broader than its bar's place.
const narrow = 24

// labelX and anchor keep the last label inside of the plot.
func (p Plot) labelX(i int) float64 {
	if p.anchor(i) == "end" {
		return plotWidth - plotRight
	}
	return p.middle(i)
}

func (p Plot) anchor(i int) string {
	if i == len(p.Bars)-1 && p.slot() < narrow {
		return "end"
	}
	return "middle"
}

func incomePlot(f billing.Figures) Plot {
	p := Plot{ID: "mrr-" + f.Currency, Title: "Monthly recurring revenue", Heads: []string{"MRR"}}
	for _, m := range f.Months {
		p.Bars = append(
			p.Bars,
			Bar{
				Month: m.Start.Format("January 2006"),
				Value: float64(m.MRR),
				Cells: []string{money.Short(m.MRR, f.Currency)},
				label: m.Start.Format("Jan"),
			},
		)
	}
	first, last := f.Months[0], f.Months[len(f.Months)-1]
	p.Desc = fmt.Sprintf(
		"At the end of each of the last %d months: from %s in %s to %s now.",
		len(f.Months),
		money.Short(first.MRR, f.Currency),
		first.Start.Format("January 2006"),
		money.Short(last.MRR, f.Currency),
	)
	p.ticks = ticksOf(p, func(v float64) string { return shortMoney(v, f.Currency) })
	return p
}

func churnPlot(f billing.Figures) Plot {
	p := Plot{ID: "churn-" + f.Currency, Title: "Churn", Heads: []string{"Churn", "Left", "Paid before"}}
	worst := f.Months[0]
	for _, m := range f.Months {
		cells := []string{percent(m.Churn), strconv.Itoa(m.Churn.Left), strconv.Itoa(m.Churn.Paid)}
		p.Bars = append(
			p.Bars,
			Bar{Month: m.Start.Format("January 2006"), Value: m.Churn.Percent(), Cells: cells, label: m.Start.Format("Jan")},
		)
		if m.Churn.Percent() > worst.Churn.Percent() {
			worst = m
		}
	}
	p.Desc = fmt.Sprintf("The part of paying members who left in each of the last %d months.", len(f.Months))
	if worst.Churn.Left > 0 {
		p.Desc += fmt.Sprintf(" The most was %s in %s.", percent(worst.Churn), worst.Start.Format("January 2006"))
	} else {
		p.Desc += " Nobody left."
	}
	p.ticks = ticksOf(p, func(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) + "%" })
	return p
}

func percent(c billing.Churn) string {
	if c.Paid == 0 {
		return "–"
	}
	return strconv.FormatFloat(c.Percent(), 'f', 1, 64) + "%"
}

// shortMoney fits beside a plot.
func shortMoney(amount float64, currency string) string {
	units := money.Units(amount, currency)
	for _, size := range []struct {
		of   float64
		sign string
	}{{1e9, "b"}, {1e6, "m"}, {1e3, "k"}} {
		if units >= size.of {
			return strconv.FormatFloat(units/size.of, 'g', 3, 64) + size.sign
		}
	}
	return strconv.FormatFloat(units, 'g', 3, 64)
}
