package printed

import (
	"net/url"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
)

// TestCompareAlone: a page without a document is compared with the cookies by itself.
func TestCompareAlone(t *testing.T) {
	const day = cookie.Lifetime(24 * time.Hour)
	heads := func(duration string) printedRow { return printedRow{Head: true, Cells: []string{"Name", duration}} }
	row := func(cells ...string) printedRow { return printedRow{Cells: cells} }
	for name, tt := range map[string]struct {
		rows  []printedRow
		above string
		life  cookie.Lifetime
		wants report.Kind
	}{
		"as printed": {[]printedRow{heads("Duration"), row("_ga_X1", "30 days")}, "", 30 * day, ""},
		"some seconds late": {
			[]printedRow{heads("Duration"), row("_ga_X1", "30 days")}, "", 30*day - cookie.Lifetime(2*time.Second), "",
		},
		"a pattern": {[]printedRow{heads("Duration"), row("_ga_*", "30 days")}, "", 30 * day, ""},
		"another pattern": {
			[]printedRow{heads("Duration"), row("_gat_<id>", "30 days")}, "", 30 * day, report.Undeclared,
		},
		"units in the head": {[]printedRow{heads("Duration (seconds)"), row("_ga_X1", "86400")}, "", day, ""},
		"other units": {
			[]printedRow{heads("Expiry in months"), row("_ga_X1", "12")}, "", 12 * day, report.PrintedOtherwise,
		},
		"another life": {
			[]printedRow{heads("Duration"), row("_ga_X1", "Session")}, "", day, report.PrintedOtherwise,
		},
		"nothing of its life": {[]printedRow{row("_ga_X1", "Counts visits")}, "", day, ""},
		"as kept": {
			[]printedRow{heads("Duration"), row("_ga_X1", "400 days (we ask for 2 years)")}, "", 730 * day, "",
		},
		"no such life as kept": {[]printedRow{heads("Duration"), row("_ga_X1", "399 days (we ask for 2 years)")}, "", 730 * day, report.PrintedOtherwise},
		"a name and a pattern": {[]printedRow{row("_ga_*", "30 days"), row("_ga_X1", "7 days")}, "", 7 * day, ""},
		"the pattern's life": {
			[]printedRow{row("_ga_*", "30 days"), row("_ga_X1", "7 days")}, "", 30 * day, report.PrintedOtherwise,
		},
		"not listed": {[]printedRow{heads("Duration"), row("sid", "Session")}, "", day, report.Undeclared},
		"listed as no longer so": {
			[]printedRow{heads("Duration"), row("_ga_X1", "1 day")}, "No longer used", day, report.Undeclared,
		},
	} {
		t.Run(name, func(t *testing.T) {
			site := &url.URL{Scheme: "https", Host: "shop.test"}
			page := Expect(site, "https://shop.test/cookies", "")
			page.Fill(Content{Text: textOfRows(tt.rows), Tables: []printedTable{{Above: tt.above, Rows: tt.rows}}}, "")
			found := page.CompareAlone([]report.Cookie{{Name: "_ga_X1", Domain: "shop.test", Lifetime: tt.life}})
			switch {
			case tt.wants == "" && len(found) > 0, tt.wants != "" && (len(found) != 1 || found[0].Kind != tt.wants):
				t.Errorf("%+v", found)
			}
		})
	}
}

func textOfRows(rows []printedRow) (text string) {
	for _, r := range rows {
		text += r.text() + "\n"
	}
	return text
}
