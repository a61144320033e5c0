package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
)

// Tables of the cookies that titled declares.
var (
	necessaryTable = block.CookieTable{Caption: "Cookie table", Category: cookie.Necessary}
	analyticsTable = block.CookieTable{Caption: "Cookie table", Category: cookie.Analytics}
	marketingTable = block.CookieTable{Caption: "Cookie table", Category: cookie.Marketing}
	wholeTable     = block.CookieTable{Caption: "Cookie table"}
	noneToday      = block.Prose("Bananas are yellow.")
)

// captioned is the table with another caption.
func captioned(caption string, table block.CookieTable) block.CookieTable {
	table.Caption = caption
	return table
}

// titled declares two necessary cookies and one for analytics, and has one section.
func titled(title string, contents ...block.Content) policy.Document {
	d := policy.Document{
		Slug: policy.CookiePolicy, Title: "Cookie Policy", Sections: []policy.Section{{Anchor: "s", Title: title}},
	}
	for name, category := range map[string]cookie.Category{
		"sid": cookie.Necessary, "csrf": cookie.Necessary, "visits": cookie.Analytics,
	} {
		d.Cookies = append(d.Cookies, cookie.Declaration{
			Name: name, Purpose: "Cookies", Category: category, Path: "/", Lifetime: cookie.Session, Secure: true,
		})
	}
	slices.SortFunc(d.Cookies, func(a, b cookie.Declaration) int { return strings.Compare(a.Name, b.Name) })
	for i, content := range contents {
		d.Sections[0].Blocks = append(d.Sections[0].Blocks, policy.Block{UID: string(rune('a' + i)), Content: content})
	}
	return d
}

// TestTitlesOfTables: a heading or a caption that names a category is compared with the rows of the
// tables under it.
func TestTitlesOfTables(t *testing.T) {
	nested := titled("Analytics cookies", noneToday)
	nested.Sections[0].Sections = []policy.Section{
		{Anchor: "n", Title: "Necessary cookies", Blocks: titled("", necessaryTable).Sections[0].Blocks},
	}
	wronglyNested := titled("Cookies")
	wronglyNested.Sections[0].Sections = titled("Analytics cookies", necessaryTable).Sections
	wronglyNested.Sections[0].Sections[0].Anchor = "n"
	named := titled("Cookies")
	named.Title, named.Intro = "Analytics cookies", titled("", necessaryTable).Sections[0].Blocks
	for _, tt := range []struct {
		name string
		of   policy.Document
		lie  string // what is refused; "" for nothing
		why  string
	}{
		{"necessary ones as analytics", titled("Analytics cookies", necessaryTable), "Analytics cookies", "Essential / Strictly Necessary"},
		{"analytics ones as necessary", titled("Strictly necessary cookies", analyticsTable), "Strictly necessary cookies", "visits"},
		{"in a caption", titled("Cookies", captioned("Marketing cookies", analyticsTable)), "Marketing cookies", "visits"},
		{"in one word", titled("Analytics", necessaryTable), "Analytics", "Essential / Strictly Necessary"},
		{"with a colon", titled("Cookies", captioned("Essential cookies:", analyticsTable)), "Essential cookies:", "visits"},
		{"all of them as necessary", titled("Essential cookies", wholeTable), "Essential cookies", "visits"},
		{"all of them as analytics", titled("Analytics cookies", wholeTable), "Analytics cookies", "Essential / Strictly Necessary"},
		{"one of the two is not there", titled("Analytics and marketing cookies", analyticsTable), "Analytics and marketing cookies", "no marketing cookies"},
		{"under prose", titled("Analytics cookies", noneToday, necessaryTable), "Analytics cookies", "Essential / Strictly Necessary"},
		{"a second table", titled("Analytics cookies", analyticsTable, necessaryTable), "Analytics cookies", "Essential / Strictly Necessary"},
		{"either of two", titled("Advertising / Marketing Cookies", analyticsTable), "Advertising / Marketing Cookies", "visits"},
		{"optional ones", titled("Optional cookies", necessaryTable), "Optional cookies", "Essential / Strictly Necessary"},
		{"that we set", titled("The analytics cookies that we set", necessaryTable), "The analytics cookies that we set", "Essential / Strictly Necessary"},
		{"in a section inside", wronglyNested, "Analytics cookies", "Essential / Strictly Necessary"},
		{"in the policy's title", named, "Analytics cookies", "Essential / Strictly Necessary"},

		{"analytics ones", titled("Analytics cookies", captioned("Analytics cookies", analyticsTable)), "", ""},
		{"necessary ones", titled("Strictly Necessary Cookies", captioned("Essential cookies", necessaryTable)), "", ""},
		{"in other words", titled("Our statistics cookies", analyticsTable), "", ""},
		{"none, as prose says", titled("Analytics cookies", noneToday), "", ""},
		{"neither of two, as prose says", titled("Analytics and marketing cookies", noneToday), "", ""},
		{"none, as an empty table says", titled("Marketing cookies", marketingTable), "", ""},
		{"no category", titled("Cookies we use", wholeTable), "", ""},
		{"two categories", titled("Necessary and analytics cookies", wholeTable), "", ""},
		{"two tables", titled("Necessary and analytics cookies", necessaryTable, analyticsTable), "", ""},
		{"one of several", titled("Optional cookies", analyticsTable), "", ""},
		{"a section inside has its own", nested, "", ""},
		{"a caption has its own", titled("Cookies", captioned("Analytics cookies", analyticsTable), captioned("Necessary cookies", necessaryTable)), "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			failed := tt.of.Check(claim.Evidence{})
			switch {
			case tt.lie == "" && len(failed) > 0:
				t.Errorf("refused: %v", failed)
			case tt.lie != "" && (len(failed) != 1 || failed[0].Says != tt.lie || !strings.Contains(failed[0].Reason, tt.why)):
				t.Errorf("not refused as it should be: %v", failed)
			case tt.lie != "":
				t.Logf("%s: %s", tt.lie, failed[0].Reason)
			}
		})
	}
}
